import { addDays, type Day, formatDay, parseDay } from '@sohoso/dossier';
import { appendixFigures, emptyBalance } from '@sohoso/report';
import { audit, type ClickHouse, unitBalances } from '@sohoso/store';
import { expect } from 'vitest';
import { Oracle, type OracleEvent } from '../oracle/oracle.ts';

export type Range = readonly [from: string, to: string];

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (parsed === null) throw new RangeError(`${text} is not a day`);
  return parsed;
};

/** The 13-column form as the store answers it, by unit. */
async function appendixOf(clickhouse: ClickHouse, units: readonly string[], [from, to]: Range) {
  const balances = new Map(
    (await unitBalances(clickhouse.reader, day(from), day(to))).map((row) => [row.unit, row]),
  );
  return units.map((unit) => ({ unit, ...appendixFigures(balances.get(unit) ?? emptyBalance(unit)) }));
}

/** Expects the store to answer every range as the oracle does, for every unit, and its audit to find nothing. */
export async function expectStoreIsRight(
  clickhouse: ClickHouse,
  events: readonly OracleEvent[],
  units: readonly string[],
  ranges: readonly Range[],
): Promise<void> {
  const oracle = new Oracle(events);
  for (const range of ranges)
    expect(await appendixOf(clickhouse, units, range)).toEqual(oracle.appendix(units, ...range));
  expect((await audit(clickhouse.reader, null)).faults).toEqual([]);
}

/** The days from one to another, both included. */
export function daysOf([from, to]: Range): readonly string[] {
  return Array.from({ length: day(to) - day(from) + 1 }, (_, i) => formatDay(addDays(day(from), i)));
}
