import { dayNumber, dayText } from '../../oracle/clock.ts';
import type { Dice } from '../../oracle/dice.ts';
import type { OracleEvent } from '../../oracle/oracle.ts';
import { randomHistory } from '../../oracle/random-lifecycles.ts';
import { type Ask, expectExact, type Range } from '../exact.ts';
import { Folding } from '../folding.ts';
import { type Context, eachIteration, type Scenario, seedFrom } from '../scenario.ts';
import { startFront } from '../store.ts';
import { units } from '../traffic.ts';

const DAY_MS = 86_400_000;
const SPREAD_DAYS = 30;
const SPREAD_EVENTS = 1_000;

/** Days, and nothing finer, are what is counted: each event on its own local one, however far the batch reaches. */
export const days: Scenario = {
  number: 11,
  fault: 'a batch over 20 years; events spread by ±30 days; ends of years, leap days, midnights',
  fullCount: 20,
  smallCount: 1,
  needs: 'nothing',
  async run(context) {
    const front = await startFront(context);
    const open = async (database: string) => {
      const folding = await Folding.open(context, front, {
        database,
        partitionCount: 1,
        maxBatchRecords: 5_000,
      });
      await folding.start();
      return folding;
    };
    await expectEdges(await open('edges'));
    await eachIteration(context, async ({ index, dice }) => {
      await expectYears(await open(`years_${index}`), dice);
      await expectSpread(await open(`spread_${index}`), dice, context);
    });
  },
};

async function expectYears(folding: Folding, dice: Dice): Promise<void> {
  const span = { from: '2003-12-20', to: '2023-12-31' };
  const events = randomHistory(seedFrom(dice), { dossiers: 150, units, ...span });
  await folding.append(events);
  await folding.drained();
  const edges = Array.from({ length: 20 }, (_, i) => 2004 + i).flatMap((year): Range[] => [
    single(`${year - 1}-12-31`),
    single(`${year}-01-01`),
    [`${year}-02-28`, dayText(dayNumber(`${year}-03-01`) - 1)],
    single(`${year}-03-01`),
    [`${year}-01-01`, `${year}-12-31`],
  ]);
  await expectExact(folding.store.ask, events, dice, [[span.from, span.to], ...edges]);
  await folding.stop();
}

async function expectSpread(folding: Folding, dice: Dice, context: Context): Promise<void> {
  const span = { from: '2020-02-01', to: '2020-03-31' };
  const events = randomHistory(seedFrom(dice), { dossiers: 300, units, ...span }).slice(0, SPREAD_EVENTS);
  const moved = events.map((event) => ({
    event,
    at: Date.parse(event.time.slice(0, 19)) + dice.whole(-SPREAD_DAYS, SPREAD_DAYS) * DAY_MS,
  }));
  await folding.append(moved.toSorted((a, b) => a.at - b.at).map(({ event }) => event));
  await folding.drained();
  const [first, last] = [dayNumber(span.from) - SPREAD_DAYS, dayNumber(span.to) + SPREAD_DAYS];
  const everyDay = Array.from({ length: last - first + 1 }, (_, i) => single(dayText(first + i)));
  await expectExact(folding.store.ask, events, dice, everyDay);
  context.note('days compared one by one', String(everyDay.length));
  await folding.stop();
}

const single = (day: string): Range => [day, day];

/** Moments and the local days that they belong to, worked out by hand: UTC+7, no daylight saving. */
const EDGES: readonly (readonly [unit: string, received: string, day: string])[] = [
  ['so-noi-vu', '2019-12-31T23:59:59.999+07:00', '2019-12-31'],
  ['so-tai-chinh', '2020-01-01T00:00:00+07:00', '2020-01-01'],
  ['so-khdt', '2020-03-31T17:00:00Z', '2020-04-01'],
  ['so-khcn', '2020-03-31T16:59:59.999999Z', '2020-03-31'],
  ['so-xay-dung', '2020-02-29T00:00:00+07:00', '2020-02-29'],
  ['so-gddt', '2020-02-29T23:59:59.999+07:00', '2020-02-29'],
  ['so-gtvt', '2019-02-28T17:00:00Z', '2019-03-01'],
  ['so-nnptnt', '2000-02-28T17:00:00Z', '2000-02-29'],
  ['so-ngoai-vu', '2020-12-31T12:00:00-05:00', '2021-01-01'],
  ['bql-kkt', '2021-01-01T13:59:59.999+14:00', '2021-01-01'],
  ['cong-an', '2021-01-01T01:59:59.999+09:00', '2020-12-31'],
];

async function expectEdges(folding: Folding): Promise<void> {
  const events = EDGES.map(([unit, time]) => receivedAt(unit, time));
  // Due on the leap day and resolved in the first moment after it: late by a day that only a leap year has.
  const late = receivedAt('so-y-te', '2020-02-20T08:00:00+07:00', '2020-02-29');
  const resolved = {
    ...late,
    id: 'late-2',
    type: 'vn.tthc.dossier.resolved.v1',
    time: '2020-02-29T17:00:00Z',
  };
  await folding.append([...events, late, { ...resolved, data: { unit: 'so-y-te', outcome: 'granted' } }]);
  await folding.drained();
  const { ask } = folding.store;
  for (const [unit, time, day] of EDGES) {
    for (const [on, expected] of [
      [dayText(dayNumber(day) - 1), 0],
      [day, 1],
      [dayText(dayNumber(day) + 1), 0],
    ] as const) {
      const { received } = await rowOf(ask, unit, on);
      if (received.online !== expected)
        throw new Error(`${time} is received on ${on} ${received.online} times, ${expected} was expected`);
    }
  }
  const [leap, march] = [
    await rowOf(ask, 'so-y-te', '2020-02-29'),
    await rowOf(ask, 'so-y-te', '2020-03-01'),
  ];
  if (leap.pending.overdue !== 0 || march.resolved.late !== 1 || march.pending.overdue !== 0)
    throw new Error(`due on 29 February, resolved on 1 March: ${JSON.stringify({ leap, march })}`);
  await folding.stop();
}

function receivedAt(unit: string, time: string, due = '2030-01-01'): OracleEvent {
  return {
    specversion: '1.0',
    id: `${unit}-1`,
    source: `/edges/${unit}`,
    type: 'vn.tthc.dossier.received.v1',
    subject: `EDGE-${unit}`,
    time,
    datacontenttype: 'application/json',
    data: { unit, channel: 'online', due },
  };
}

interface Row {
  readonly unit: { readonly code: string };
  readonly received: { readonly online: number };
  readonly resolved: { readonly late: number };
  readonly pending: { readonly overdue: number };
}

async function rowOf(ask: Ask, unit: string, day: string): Promise<Row> {
  const { rows } = (await ask(`/v1/reports/appendix?from=${day}&to=${day}`)) as { rows: readonly Row[] };
  const row = rows.find(({ unit: { code } }) => code === unit);
  if (row === undefined) throw new Error(`the report has no row for ${unit}`);
  return row;
}
