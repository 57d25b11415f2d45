import type { Encoding } from '../read/options.ts';

/** What a column of an export can mean, and which of them each kind of list has. */

export const kinds = ['leg', 'return'] as const;
export type Kind = (typeof kinds)[number];

export const momentFields = [
  'receivedAt',
  'due',
  'firstDue',
  'dueChangedAt',
  'supplementRequestedAt',
  'supplementedAt',
  'overdueSince',
  'closedAt',
  'withdrawnAt',
  'returnedAt',
] as const;
export type MomentField = (typeof momentFields)[number];

export const fields = [
  'dossier',
  'unit',
  'channel',
  'forwardedFrom',
  'custody',
  'procedure',
  'field',
  'status',
  'outcome',
  'returnedVia',
  'cause',
  ...momentFields,
] as const;
export type Field = (typeof fields)[number];

const RETURN_FIELDS: readonly Field[] = ['dossier', 'unit', 'returnedVia', 'returnedAt'];

export const fieldsOf: Readonly<Record<Kind, readonly Field[]>> = {
  leg: fields.filter((field) => field !== 'returnedAt'),
  return: RETURN_FIELDS,
};

/** What no row can do without; `channel` and `returnedVia` may come from a constant or a default instead of a column. */
export const neededFields: Readonly<Record<Kind, readonly Field[]>> = {
  leg: ['dossier', 'unit', 'channel', 'receivedAt'],
  return: RETURN_FIELDS,
};

/** The values of the fields that have a closed list of them. */
export const valuesOf = {
  channel: ['online', 'direct', 'postal', 'forwarded'],
  custody: ['kept', 'released'],
  outcome: ['granted', 'refused', 'withdrawn', 'open'],
  returnedVia: ['direct', 'online', 'postal'],
  status: ['granted', 'refused', 'withdrawn', 'open', 'not-received'],
} as const;
export type ListedField = keyof typeof valuesOf;
export type ValueOf<F extends ListedField> = (typeof valuesOf)[F][number];

export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1258',
  'tcvn3',
] as const satisfies readonly Encoding[];
