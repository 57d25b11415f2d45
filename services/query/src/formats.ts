import type { Period } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { FastifyReply } from 'fastify';

/** How an answer can be written. */
export const mediaTypes = {
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
} as const;
export type Format = keyof typeof mediaTypes;
export const formats = Object.keys(mediaTypes) as readonly Format[];
/** How a list can be had. */
export const listFormats = ['json', 'csv'] as const;

/**
 * The format of an answer: the one asked for by parameter, else the first in the Accept header that there is (in the order of their
 * weights); JSON where nothing is asked for. Throws a Problem (406) where none of those accepted can be given.
 */
export function formatOf<F extends Format>(
  { format, accept }: { readonly format?: F | undefined; readonly accept?: string | undefined },
  offered: readonly F[],
): F {
  if (format !== undefined) return format;
  const [usual] = offered;
  if (usual === undefined) throw new TypeError('nothing is offered');
  for (const range of rangesOf(accept ?? '*/*')) {
    if (range === '*/*') return usual;
    const found = offered.find(
      (one) =>
        mediaTypes[one] === range || (range.endsWith('/*') && mediaTypes[one].startsWith(range.slice(0, -1))),
    );
    if (found !== undefined) return found;
  }
  const names = offered.map((one) => mediaTypes[one]).join(', ');
  throw new Problem(406, 'not-acceptable', `this is to be had as ${names}; see the parameter format`);
}

/** The media ranges of an Accept header, those with the greatest weight first; weight 0 refuses and is left out. */
function rangesOf(accept: string): readonly string[] {
  return accept
    .split(',')
    .map((part) => {
      const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='));
      const weight = quality === undefined ? 1 : Number(quality.slice(2));
      return { range, weight: Number.isNaN(weight) ? 1 : weight };
    })
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ range }) => range);
}

/** Sets the type of a file and the name under which it would be saved. */
export function asFile(reply: FastifyReply, format: Format, name: string): FastifyReply {
  const type = format === 'csv' ? 'text/csv; charset=utf-8' : mediaTypes[format];
  return reply.type(type).header('content-disposition', `inline; filename="${name}.${format}"`);
}

/** `appendix-2020-04-01--2020-04-15`, without what file systems do not like. */
export function fileNameOf(what: string, period: Period): string {
  return `${what}-${period.key.replace('..', '--').replace('@', '-')}`;
}
