import { setTimeout as sleep } from 'node:timers/promises';
import { dayNumber, dayText } from '../oracle/clock.ts';
import type { Dice } from '../oracle/dice.ts';
import { type AppendixRow, Oracle, type OracleEvent } from '../oracle/oracle.ts';
import { distinctCount, units } from './traffic.ts';

/** Asks the program over HTTP (or as if over HTTP): a path, and the JSON of its answer. */
export type Ask = (path: string) => Promise<unknown>;

export type Range = readonly [from: string, to: string];

interface Audit {
  readonly holds: boolean;
  readonly faults: readonly string[];
  readonly positions: readonly { counted: number; repeated: number; refused: number }[];
  readonly pipeline: {
    partitions: readonly { partition: number; end: number; committed: number; waiting: number }[];
    failure: string | null;
  } | null;
}

const POLL_MS = 100;
const FAULTS_TOLD = 3;

/** Waits until everything that is in the log has been folded; gives the audit of that moment. */
export async function settled(ask: Ask, timeoutMs = 60_000): Promise<Audit> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const audit = (await ask('/v1/audit?state=true')) as Audit;
    if (audit.pipeline?.failure) throw new Error(`the consumer stopped: ${audit.pipeline.failure}`);
    if ((audit.pipeline?.partitions ?? []).every((p) => p.waiting === 0 || p.committed >= p.end))
      return audit;
    if (Date.now() > until)
      throw new Error(`not settled after ${timeoutMs} ms: ${JSON.stringify(audit.pipeline)}`);
    await sleep(POLL_MS);
  }
}

/** Settled, the audit clean, and every event that there is counted once: none lost, none twice. */
export async function expectCounted(
  ask: Ask,
  events: readonly OracleEvent[],
  timeoutMs?: number,
): Promise<void> {
  const { holds, faults, positions } = await settled(ask, timeoutMs);
  if (!holds || faults.length > 0) {
    const told = faults.slice(0, FAULTS_TOLD).join('; ');
    throw new Error(`the audit does not hold, ${faults.length} faults: ${told}`);
  }
  const counted = positions.reduce((sum, p) => sum + p.counted, 0);
  const expected = distinctCount(events);
  if (counted !== expected) throw new Error(`${counted} events are counted, ${expected} were sent`);
}

/** As `expectCounted`, and the tables of several periods are the oracle's for every unit. */
export async function expectExact(
  ask: Ask,
  events: readonly OracleEvent[],
  dice: Dice,
  ranges: readonly Range[] = randomRanges(dice),
): Promise<void> {
  await expectCounted(ask, events);
  const oracle = new Oracle(events);
  for (const [from, to] of ranges) await expectTable(ask, oracle, from, to);
}

type Report = { rows: readonly (Omit<AppendixRow, 'unit'> & { unit: { code: string } })[] };

async function expectTable(ask: Ask, oracle: Oracle, from: string, to: string): Promise<void> {
  const { rows } = (await ask(`/v1/reports/appendix?from=${from}&to=${to}`)) as Report;
  const found = rows.map(({ unit, received, resolved, pending }) =>
    lineOf({ unit: unit.code, received, resolved, pending }),
  );
  const codes = rows.map((row) => row.unit.code);
  const missing = units.filter((unit) => !codes.includes(unit));
  if (missing.length > 0) throw new Error(`the report ${from}..${to} has no rows for ${missing.join(', ')}`);
  const expected = oracle.appendix(codes, from, to).map(lineOf);
  const at = expected.findIndex((line, i) => line !== found[i]);
  if (at >= 0)
    throw new Error(`the report ${from}..${to} has ${found[at]}, by the oracle it is ${expected[at]}`);
}

/** A row as text, its figures in an order that does not depend on who made it. */
function lineOf({ unit, received, resolved, pending }: AppendixRow): string {
  const { total, online, carriedOver, directOrPostal, forwarded } = received;
  const { early, onTime, late } = resolved;
  const { notDue, overdue, suspended } = pending;
  return JSON.stringify({
    unit,
    received: [total, online, carriedOver, directOrPostal, forwarded],
    resolved: [resolved.total, early, onTime, late],
    pending: [pending.total, notDue, overdue, suspended],
  });
}

const RANGES = 4;
const [FIRST, LAST] = [dayNumber('2019-12-01'), dayNumber('2020-06-30')];

/** The whole time of the random histories with what falls due after it, and some periods within, single days too. */
function randomRanges(dice: Dice): readonly Range[] {
  const within = Array.from({ length: RANGES - 1 }, (): Range => {
    const from = dice.whole(FIRST, LAST);
    return [dayText(from), dayText(Math.min(LAST, from + dice.pick([0, 6, 30, 100])))];
  });
  return [[dayText(FIRST), dayText(LAST)], ...within];
}
