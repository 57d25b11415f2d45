import { columnsNamed } from '../read/heading/names.ts';
import { FileFault } from '../read/table.ts';
import type { Mapping } from './mapping.ts';
import { normalize } from './normalize.ts';
import { type Field, neededFields } from './vocabulary.ts';

/** A column of a file that a field is read from. */
interface BoundColumn {
  readonly field: Field;
  /** From 0. */
  readonly index: number;
  /** As the file has it. */
  readonly heading: string;
}

/** Which columns of a file the fields of a mapping are read from. */
export interface BoundColumns {
  readonly found: ReadonlyMap<Field, BoundColumn>;
  /** Fields whose column the file does not have, and does not need. */
  readonly absent: readonly Field[];
}

/** The accepted headings of each column that a file must have; its header is the row that has them. */
export function wantedColumns(mapping: Mapping): readonly (readonly string[])[] {
  return [...mapping.columns].flatMap(([field, rule]) =>
    rule.from === 'column' && isMust(mapping, field, rule.required) ? [rule.headings] : [],
  );
}

/**
 * Finds the mapping's columns in a header: the first accepted heading that is there. A FileFault where one that rows cannot do
 * without is missing, or where a heading stands over two columns.
 */
export function boundColumns(mapping: Mapping, header: readonly string[]): BoundColumns {
  const found = new Map<Field, BoundColumn>();
  const absent: Field[] = [];
  for (const [field, rule] of mapping.columns) {
    if (rule.from === 'constant') continue;
    const column = find(field, rule.headings);
    if (column !== null) found.set(field, column);
    else if (isMust(mapping, field, rule.required)) throw missing(field, rule.headings);
    else absent.push(field);
  }
  return { found, absent };

  function find(field: Field, headings: readonly string[]): BoundColumn | null {
    const [index, other] = columnsNamed(header, headings.map(normalize), normalize);
    if (index === undefined) return null;
    const heading = header[index] ?? '';
    if (other === undefined) return { field, index, heading };
    throw new FileFault(
      `the headings of columns ${index + 1} and ${other + 1}, "${heading}" and "${header[other]}", both fit ${field} in the mapping ${mapping.name}; rename one`,
    );
  }

  function missing(field: Field, headings: readonly string[]): FileFault {
    const accepted = headings.map((heading) => `"${heading}"`).join(', ');
    const there = header.filter((heading) => heading !== '').map((heading) => `"${heading}"`);
    return new FileFault(
      `the file has no column for ${field}; the mapping ${mapping.name} accepts the headings ${accepted}, and the file has ${there.join(', ')}`,
    );
  }
}

function isMust({ kind, values }: Mapping, field: Field, isRequired: boolean): boolean {
  if (isRequired || !neededFields[kind].includes(field)) return isRequired;
  return (field !== 'channel' && field !== 'returnedVia') || values[field].default === null;
}
