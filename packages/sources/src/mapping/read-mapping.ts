import { basename } from 'node:path';
import { FileFault } from '../read/table.ts';
import { builtInFile, builtInMappings, sharedTablesFile } from './built-in.ts';
import { dateFormat } from './date-format.ts';
import { extended } from './extend.ts';
import type { ColumnRule, FileRules, Mapping, ValueTable } from './mapping.ts';
import { checkMeaning } from './mapping-checks.ts';
import { type ColumnSpec, type MappingFile, mappingFile, SERIALS, sharedTables } from './mapping-schema.ts';
import type { DateRules } from './moment-cell.ts';
import { normalize } from './normalize.ts';
import { type Field, type ListedField, valuesOf } from './vocabulary.ts';
import { YamlSource } from './yaml-source.ts';

const DEFAULT_DATES = [
  'D/M/YYYY',
  'D/M/YYYY H:mm',
  'D/M/YYYY H:mm:ss',
  'D-M-YYYY',
  'YYYY-MM-DD',
  'YYYY-MM-DD HH:mm:ss',
  'YYYY-MM-DDTHH:mm:ss',
  SERIALS,
];
const DEFAULT_IDS = '{dossier}/{leg}/{step}';

/**
 * Reads a mapping: a YAML file, or one of those that come with the program by its name (`mcdt`, …). A FileFault says in one
 * sentence what is wrong with it and on which line.
 */
export async function readMapping(fileOrBuiltInName: string): Promise<Mapping> {
  const source = await open(fileOrBuiltInName);
  const own = source.check(mappingFile);
  const adapter = own.adapter === undefined ? null : (await open(own.adapter)).check(mappingFile);
  const tables = (await YamlSource.read('tables', sharedTablesFile)).check(sharedTables);
  const base: MappingFile = { version: 1, values: tables.values, statuses: tables.statuses };
  const whole = extended(adapter === null ? base : extended(base, adapter), own);
  checkMeaning(own, whole, (path, what) => source.fault(path, what));
  return mappingOf(whole, fileOrBuiltInName, normalizedKeys(tables.abbreviations));
}

async function open(fileOrBuiltInName: string): Promise<YamlSource> {
  const builtIn = builtInFile(fileOrBuiltInName);
  if (builtIn === null && !/[./\\]/.test(fileOrBuiltInName)) {
    throw new FileFault(
      `there is no mapping "${fileOrBuiltInName}"; built in: ${builtInMappings.join(', ')}; or name a YAML file`,
    );
  }
  return YamlSource.read(fileOrBuiltInName, builtIn ?? fileOrBuiltInName);
}

function mappingOf(whole: MappingFile, origin: string, abbreviations: ReadonlyMap<string, string>): Mapping {
  const { values = {}, units = {} } = whole;
  const isPerUnit = whole.dossierCodes === 'per-unit';
  const columns = columnRules(whole);
  return {
    origin,
    name: whole.name ?? basename(origin).replace(/\.ya?ml$/, ''),
    kind: whole.kind ?? 'leg',
    source: whole.source ?? '',
    file: fileRules(whole.file ?? {}),
    columns,
    dates: dateRules(whole.dates ?? DEFAULT_DATES),
    values: {
      channel: valueTable('channel', values.channel),
      custody: valueTable('custody', values.custody),
      outcome: valueTable('outcome', values.outcome),
      returnedVia: valueTable('returnedVia', values.returnedVia),
      status: valueTable('status', whole.statuses),
    },
    codes: { procedure: normalizedKeys(values.procedure ?? {}), field: normalizedKeys(values.field ?? {}) },
    units: { by: units.by ?? 'name', names: normalizedKeys(units.names ?? {}), abbreviations },
    onlyUnits: whole.onlyUnits == null ? null : new Set(whole.onlyUnits),
    dossier: whole.dossier ?? (isPerUnit ? '{unit}.{code}' : '{code}'),
    // A list of one office has no column of units, so it cannot tell that a unit was corrected.
    unitCorrections: whole.unitCorrections ?? columns.get('unit')?.from !== 'constant',
    ids: whole.ids ?? DEFAULT_IDS,
    skip: (whole.skip ?? []).map(normalize),
  };
}

function fileRules({ encoding, delimiter, sheet, headerRow }: NonNullable<MappingFile['file']>): FileRules {
  return {
    encoding: encoding ?? 'auto',
    delimiter: delimiter === 'tab' ? '\t' : (delimiter ?? 'auto'),
    sheet: sheet ?? null,
    headerRow: headerRow ?? null,
  };
}

function columnRules({ columns = {} }: MappingFile): ReadonlyMap<Field, ColumnRule> {
  const rules = new Map<Field, ColumnRule>();
  for (const [field, spec] of Object.entries(columns) as [Field, ColumnSpec | undefined][]) {
    if (spec != null) rules.set(field, columnRule(spec));
  }
  return rules;
}

function columnRule(spec: NonNullable<ColumnSpec>): ColumnRule {
  if (typeof spec === 'string') return { from: 'column', headings: [spec], required: false, dates: null };
  if (Array.isArray(spec)) return { from: 'column', headings: spec, required: false, dates: null };
  if ('value' in spec) return { from: 'constant', value: spec.value };
  const { heading, required = false, dates } = spec;
  return {
    from: 'column',
    headings: typeof heading === 'string' ? [heading] : heading,
    required,
    dates: dates === undefined ? null : dateRules(dates),
  };
}

function dateRules(formats: readonly string[]): DateRules {
  return {
    formats: formats.flatMap((format) => dateFormat(format) ?? []),
    serials: formats.includes(SERIALS),
  };
}

/** The table of a field; its own values stand for themselves, and the key `default` for an empty cell. */
function valueTable(field: ListedField, told: Readonly<Record<string, string | null>> = {}): ValueTable {
  const { default: empty = null, ...texts } = told;
  const own = Object.fromEntries(valuesOf[field].map((value) => [value, value]));
  return { byText: normalizedKeys({ ...own, ...texts }), default: empty };
}

function normalizedKeys(entries: Readonly<Record<string, string | null>>): ReadonlyMap<string, string> {
  const normalized = new Map<string, string>();
  for (const [text, value] of Object.entries(entries)) {
    if (value === null) normalized.delete(normalize(text));
    else normalized.set(normalize(text), value);
  }
  return normalized;
}
