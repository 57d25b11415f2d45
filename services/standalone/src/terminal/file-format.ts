import { extname } from 'node:path';
import { Usage } from '@sohoso/service';

/** Formats that are files and nothing for a terminal. */
const BINARY: readonly string[] = ['xlsx', 'docx', 'pdf'];

/**
 * The format of what is written: the one asked for, else the one that the file's name ends in, else the usual one, which is for people. Throws Usage where
 * a file would go to a terminal.
 */
export function formatFor<F extends string>(
  { format, output }: { readonly format?: F | undefined; readonly output?: string | undefined },
  offered: readonly F[],
): F {
  const [usual] = offered;
  if (usual === undefined) throw new TypeError('nothing is offered');
  const ending = output === undefined ? '' : extname(output).slice(1).toLowerCase();
  if (format === undefined && BINARY.includes(ending) && !offered.includes(ending as F))
    throw new Usage(`${output}: this is not to be had as ${ending}; it is as ${offered.join(', ')}`);
  const chosen = format ?? offered.find((one) => one === ending) ?? usual;
  if (BINARY.includes(chosen) && output === undefined && process.stdout.isTTY)
    throw new Usage(`${chosen} is a file and nothing for a terminal; give -o FILE.${chosen}`);
  return chosen;
}
