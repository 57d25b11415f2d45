import {
  type AnomalyCode,
  businessZone,
  checkEvent,
  type DossierHistory,
  emptyHistory,
  formatDay,
  instantFromMs,
  type Measure,
  parseDay,
  record,
} from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { Oracle, type OracleEvent, type UnitDay } from './oracle.ts';
import { randomHistory, randomRecordedHistory } from './random-lifecycles.ts';

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };
const clock = instantFromMs(Date.UTC(2030, 0, 1));

const flows = {
  received_online: 'receivedOnline',
  received_direct: 'receivedDirect',
  received_postal: 'receivedPostal',
  received_forwarded: 'receivedForwarded',
  transferred_in: 'transferredIn',
  transferred_out: 'transferredOut',
  resolved_early: 'resolvedEarly',
  resolved_on_time: 'resolvedOnTime',
  resolved_late: 'resolvedLate',
  withdrawn: 'withdrawn',
  released: 'released',
  refused: 'refused',
  returned_by_post: 'returnedByPost',
} as const satisfies Partial<Record<Measure, keyof UnitDay>>;

/** Folds events in the order in which they arrive, and keeps nothing but the sums of what each one moved. */
function foldAsTheyArrive(events: readonly OracleEvent[]) {
  const histories = new Map<string, DossierHistory>();
  const sums = new Map<string, number>();
  const anomalies = new Map<string, number>();
  const add = (to: Map<string, number>, key: string, quantity: number) =>
    to.set(key, (to.get(key) ?? 0) + quantity);
  for (const wire of events) {
    const parsed = checkEvent(wire, rules, clock);
    if (!parsed.ok) throw new Error(`${parsed.reason}: ${parsed.detail}`);
    const { dossier } = parsed.event;
    const recorded = record(histories.get(dossier) ?? emptyHistory, parsed.event);
    if (recorded.effect !== 'counted') continue;
    histories.set(dossier, recorded.history);
    for (const m of recorded.movements) add(sums, `${m.unit}|${formatDay(m.day)}|${m.measure}`, m.quantity);
    for (const a of recorded.anomalies) {
      add(
        anomalies,
        JSON.stringify([dossier, a.source, a.id, a.code satisfies AnomalyCode, a.unit]),
        a.quantity,
      );
    }
  }
  return { sums, anomalies: [...anomalies].filter(([, n]) => n !== 0).map(([key]) => key) };
}

function daysBetween(from: string, to: string): string[] {
  const [first, last] = [parseDay(from), parseDay(to)];
  if (first === null || last === null) throw new RangeError('no such days');
  return Array.from({ length: last - first + 1 }, (_, i) => formatDay((first + i) as typeof first));
}

function compareEveryDay(
  events: readonly OracleEvent[],
  units: readonly string[],
  days: readonly string[],
): number {
  const oracle = new Oracle(events);
  const { sums, anomalies } = foldAsTheyArrive(events);
  let cells = 0;
  for (const unit of units) {
    const stock = { open: 0, suspended: 0, overdue: 0 };
    for (const day of days) {
      const at = (measure: Measure) => sums.get(`${unit}|${day}|${measure}`) ?? 0;
      const expected = oracle.unitDay(unit, day);
      const actual: Record<string, number> = {};
      for (const [measure, name] of Object.entries(flows)) actual[name] = at(measure as Measure);
      stock.open +=
        at('received_online') + at('received_direct') + at('received_postal') + at('received_forwarded');
      stock.open += at('transferred_in') - at('transferred_out');
      stock.open -= at('resolved_early') + at('resolved_on_time') + at('resolved_late');
      stock.suspended += at('suspended');
      stock.overdue += at('overdue');
      const stocks = { openAtEnd: stock.open, suspendedAtEnd: stock.suspended, overdueAtEnd: stock.overdue };
      expect({ unit, day, ...actual, ...stocks }).toEqual({ unit, day, ...expected });
      cells += 16;
    }
  }
  const expectedAnomalies = oracle
    .anomalies()
    .map((a) => JSON.stringify([a.dossier, a.source, a.id, a.anomaly, a.unit]));
  expect(anomalies.toSorted()).toEqual(expectedAnomalies.toSorted());
  return cells;
}

const units = ['so-tu-phap', 'so-y-te', 'so-tnmt', 'dong-ha', 'vinh-linh'];

describe('the fold, event by event as they arrive', () => {
  it.each(Array.from({ length: 40 }, (_, i) => 1_000 + i))(
    'moves each unit on each day as the oracle says, in random history %i',
    (seed) => {
      const events = randomHistory(seed, { dossiers: 60, units });
      expect(compareEveryDay(events, units, daysBetween('2019-12-15', '2020-04-30'))).toBeGreaterThan(0);
    },
  );

  it.each([1_100, 1_101, 1_102])(
    'goes through the corrections and the reorganisation of random history %i as the oracle does',
    (seed) => {
      const into = { 'dong-ha': 'phuong-dong-ha', 'vinh-linh': 'xa-vinh-linh', 'so-tnmt': 'xa-vinh-linh' };
      const reorganisation = { on: '2020-02-01', overDays: 10, into };
      const events = randomRecordedHistory(seed, { dossiers: 60, units, reorganisation });
      const all = [...units, 'phuong-dong-ha', 'xa-vinh-linh'];
      const told = events.map(({ event }) => event);
      expect(compareEveryDay(told, all, daysBetween('2019-12-15', '2020-04-30'))).toBeGreaterThan(0);
    },
  );
});
