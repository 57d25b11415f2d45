import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

/** The fields of the sample data, and those of its procedures whose name is known. */
export const sampleNamesFile = new URL('../sample/names.csv', import.meta.url);

/** The names file cannot be used; the message says which file, which line and why. */
export class NamesFileBroken extends Error {
  override readonly name = 'NamesFileBroken';
}

const kinds = ['field', 'procedure'] as const;

/** What a field or a procedure is called, by its code; undefined where that is not known. */
export type Names = (kind: (typeof kinds)[number], code: string) => string | undefined;

const row = z.object({
  kind: z.enum(kinds, 'is neither field nor procedure'),
  code: z.string('is missing').min(1, 'is empty'),
  name: z.string('is missing').min(1, 'is empty'),
});

/**
 * Reads the names of fields (lĩnh vực) and procedures (thủ tục) from a CSV file (UTF-8) with the columns kind (field or procedure), code
 * and name. Codes without a name are shown as they are. The file is taken whole or not at all: throws NamesFileBroken.
 */
export async function readNamesFile(file: string | URL): Promise<Names> {
  const path = file instanceof URL ? file.pathname : file;
  try {
    const names = namesIn(await readFile(file));
    return (kind, code) => names.get(keyOf(kind, code));
  } catch (error) {
    throw new NamesFileBroken(`the names file ${path} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

interface ParsedLine {
  readonly record: unknown;
  readonly info: { readonly lines: number };
}

function namesIn(content: Buffer): ReadonlyMap<string, string> {
  const parsed: unknown[] = parse(content, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
    relax_column_count_less: true,
  });
  const names = new Map<string, string>();
  for (const { record, info } of parsed as readonly ParsedLine[]) {
    const result = row.safeParse(record);
    if (!result.success) {
      const issue = result.error.issues[0];
      throw new RangeError(
        `line ${info.lines}, column ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'invalid'}`,
      );
    }
    const { kind, code, name } = result.data;
    if (names.has(keyOf(kind, code)))
      throw new RangeError(`line ${info.lines}: the ${kind} "${code}" has a name already`);
    names.set(keyOf(kind, code), name);
  }
  return names;
}

const keyOf = (kind: string, code: string) => `${kind} ${code}`;
