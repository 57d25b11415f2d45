import { readFile } from 'node:fs/promises';
import { type Day, parseDay } from '@sohoso/dossier';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { UnitRegistry } from './registry.ts';
import { type Reported, type Unit, unitLevels } from './unit.ts';

/** The registry of the sample data: the province, departments and districts of one published report. */
export const sampleUnitsFile = new URL('../sample/units.csv', import.meta.url);

/** The units file cannot be used; the message says which file, which line and why. */
export class UnitsFileBroken extends Error {
  override readonly name = 'UnitsFileBroken';
}

const optionalDay = z.string().transform((text, context): Day | null => {
  if (text === '') return null;
  const parsed = parseDay(text);
  if (parsed === null) context.addIssue({ code: 'custom', message: `"${text}" is not a date YYYY-MM-DD` });
  return parsed;
});

/** `no` where the unit does not report such figures; an empty field, or no such column, says that it does. */
const reports = z
  .enum(['yes', 'no', ''], 'is neither yes nor no nor empty')
  .optional()
  .transform((text) => text !== 'no');

const row = z.object({
  unit: z.string().min(1, 'is empty'),
  name: z.string().min(1, 'is empty'),
  level: z.enum(unitLevels),
  parent: z.string().transform((text) => (text === '' ? null : text)),
  order: z.coerce.number().int(),
  valid_from: optionalDay,
  valid_to: optionalDay,
  reports_postal_intake: reports,
  reports_postal_returns: reports,
});

/**
 * Reads a registry from a CSV file (UTF-8) with the columns unit, name, level, parent, order, valid_from, valid_to, and
 * optionally reports_postal_intake and reports_postal_returns (yes or no). The file is taken whole or not at all.
 */
export async function readUnitsFile(file: string | URL): Promise<UnitRegistry> {
  const name = file instanceof URL ? file.pathname : file;
  try {
    const records: unknown[] = parse(await readFile(file), {
      columns: true,
      bom: true,
      skip_empty_lines: true,
      // Spreadsheets cut blank cells off at the end; what may not be blank is missed below.
      relax_column_count_less: true,
      trim: true,
    });
    if (records.length === 0) throw new RangeError('it has no units');
    return new UnitRegistry(records.map((record, index) => toUnit(record, index + 2)));
  } catch (error) {
    throw new UnitsFileBroken(`the units file ${name} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

function toUnit(record: unknown, line: number): Unit {
  const result = row.safeParse(record);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new RangeError(
      `line ${line}, column ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'invalid'}`,
    );
  }
  const { unit: code, name, level, parent, order, valid_from: validFrom, valid_to: validTo } = result.data;
  const unreported = unreportedBy(result.data);
  return {
    code,
    name,
    level,
    parent,
    order,
    validFrom,
    validTo,
    ...(unreported.length === 0 ? {} : { unreported }),
  };
}

function unreportedBy(data: z.infer<typeof row>): readonly Reported[] {
  const unreported: Reported[] = [];
  if (!data.reports_postal_intake) unreported.push('postal-intake');
  if (!data.reports_postal_returns) unreported.push('postal-returns');
  return unreported;
}
