import { readUnitsFile } from '@sohoso/registry';
import { reorganisationEvents } from '../../services/standalone/src/sample/reorganisation/reorganisation-events.ts';
import { reorganisationUnitsFile } from '../../services/standalone/src/sample/reorganisation/succession.ts';
import { type ToldStore, toldStore } from './told-store.ts';

/** A row of the appendix or the extended form, by unit. */
export interface UnitRow {
  readonly unit: {
    readonly code: string;
    readonly name: string;
    readonly of?: readonly string[];
    readonly comparable?: false;
  };
  readonly received: Readonly<Record<string, number>>;
  readonly resolved: Readonly<Record<string, number>>;
  readonly pending: Readonly<Record<string, number>>;
}

/** Up to here the log had recorded when the handing over was under way. */
export const UNDER_WAY = '2025-07-08T18:00:00+07:00';

/** The sample of the reorganisation, and its units, in a store. The log recorded what happened up to UNDER_WAY at that moment, the rest in September. */
export async function reorganisedStore(): Promise<ToldStore> {
  const registry = await readUnitsFile(reorganisationUnitsFile);
  const events = await reorganisationEvents();
  const isUnit = (code: string) => registry.has(code);
  const store = await toldStore(Date.parse(UNDER_WAY), isUnit, () => ({ registry }));
  await store.tell(...events.filter(({ time }) => time < UNDER_WAY));
  store.clock = Date.parse('2025-09-01T08:00:00+07:00');
  await store.tell(...events.filter(({ time }) => time >= UNDER_WAY));
  return store;
}

export const sum = (rows: readonly UnitRow[], figure: (row: UnitRow) => number | undefined) =>
  rows.reduce((all, row) => all + (figure(row) ?? Number.NaN), 0);
export const byCode = (rows: readonly UnitRow[]) => new Map(rows.map((row) => [row.unit.code, row]));
export const days = (from: string, to: string) => `from=${from}&to=${to}`;

/** An event of 30 August 2025, a day on which nothing else happens. */
export const event = (subject: string, kind: string, hour: number, data: object) => ({
  specversion: '1.0' as const,
  id: `${subject}-${kind}-${hour}`,
  source: '/spec',
  type: `vn.tthc.dossier.${kind}.v1`,
  subject,
  time: `2025-08-30T${String(hour).padStart(2, '0')}:00:00+07:00`,
  datacontenttype: 'application/json' as const,
  data,
});

/** Whether a compared count has a figure of the period alone. */
export const isPeriodOnly = (intake: unknown) => {
  const { period, baseline, difference, relative } = intake as Record<string, number | null>;
  return period !== null && baseline === null && difference === null && relative === null;
};
