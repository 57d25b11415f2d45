import type { FileFault } from '../read/table.ts';
import type { ColumnSpec, MappingFile } from './mapping-schema.ts';
import { normalize } from './normalize.ts';
import { type Field, fields, fieldsOf, momentFields, neededFields } from './vocabulary.ts';
import type { YamlPath } from './yaml-source.ts';

type Faulty = (path: YamlPath, what: string) => FileFault;

/** What no single key can tell: whether the mapping as a whole, with what it extends, says all that a row needs. */
export function checkMeaning(own: MappingFile, whole: MappingFile, faulty: Faulty): void {
  checkTables(own, faulty);
  checkColumns(whole, faulty);
  if (whole.source === undefined)
    throw faulty(['source'], 'is missing: the name under which the events are sent, e.g. /mcdt/quang-tri');
  if (whole.dossierCodes === 'per-unit' && whole.dossier !== undefined && !whole.dossier.includes('{unit}'))
    throw faulty(['dossier'], 'has no {unit}, but dossierCodes says that codes are unique per unit only');
}

function checkColumns(whole: MappingFile, faulty: Faulty): void {
  const { columns = {}, kind = 'leg' } = whole;
  const given = (field: Field): boolean => columns[field] != null;
  for (const field of fields) {
    const spec = columns[field];
    if (spec == null) continue;
    const path = ['columns', field];
    if (!fieldsOf[kind].includes(field))
      throw faulty(path, `is not for a list of kind ${kind}; allowed: ${fieldsOf[kind].join(', ')}`);
    checkColumn(field, spec, (what) => faulty(path, what));
  }
  for (const field of neededFields[kind]) {
    if (!given(field) && !hasDefault(whole, field))
      throw faulty(['columns'], `has no ${field}, without which no row can be read`);
  }
  for (const [field, other] of TOGETHER) {
    if (given(field) && !given(other)) throw faulty(['columns', field], `needs columns.${other} as well`);
  }
}

/** A column that says nothing without another one. */
const TOGETHER: readonly (readonly [Field, Field])[] = [
  ['supplementedAt', 'supplementRequestedAt'],
  ['dueChangedAt', 'due'],
];

const isMoment = (field: Field): boolean => momentFields.some((moment) => moment === field);

function checkColumn(field: Field, spec: NonNullable<ColumnSpec>, faulty: (what: string) => FileFault): void {
  if (typeof spec === 'string' || Array.isArray(spec)) return;
  if ('value' in spec && (isMoment(field) || field === 'dossier' || field === 'status'))
    throw faulty('cannot be one value for all rows; name the column');
  if ('dates' in spec && !isMoment(field)) throw faulty('has dates, but is no column of dates');
}

function hasDefault({ values }: MappingFile, field: Field): boolean {
  return (field === 'channel' || field === 'returnedVia') && values?.[field]?.['default'] != null;
}

/** Two entries of one table that are the same text once normalised must not mean two things. */
function checkTables(own: MappingFile, faulty: Faulty): void {
  const tables: readonly (readonly [YamlPath, Readonly<Record<string, unknown>> | undefined])[] = [
    ...Object.entries(own.values ?? {}).map(([field, table]) => [['values', field], table] as const),
    [['statuses'], own.statuses],
    [['units', 'names'], own.units?.names],
  ];
  for (const [path, table] of tables) {
    const seen = new Map<string, string>();
    for (const [text, value] of Object.entries(table ?? {})) {
      const other = seen.get(normalize(text));
      if (other !== undefined && table?.[other] !== value)
        throw faulty(
          [...path, text],
          `means another thing than "${other}", which is the same text when compared`,
        );
      seen.set(normalize(text), text);
    }
  }
}
