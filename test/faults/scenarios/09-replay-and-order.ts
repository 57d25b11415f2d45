import { randomHistory } from '../../oracle/random-lifecycles.ts';
import { expectExact } from '../exact.ts';
import { Folding } from '../folding.ts';
import { eachIteration, type Scenario, seedFrom } from '../scenario.ts';
import { type Store, startFront } from '../store.ts';
import { shuffled, units } from '../traffic.ts';

const DOSSIERS = 80;

const MEASURES = [
  ...['received_online', 'received_direct', 'received_postal', 'received_forwarded', 'transferred_in'],
  ...['transferred_out', 'resolved_early', 'resolved_on_time', 'resolved_late', 'withdrawn', 'released'],
  ...['refused', 'returned_by_post', 'suspended', 'overdue'],
];

/**
 * What the roll-ups say of units, without the days on which it was recorded: those differ from one log to another, as do the
 * marks of batches, which stand under no unit.
 */
const tables = {
  unit_day: rollUp('unit_day', ['grain', 'unit', 'day'], MEASURES, "WHERE grain IN ('day', 'month')"),
  procedure_day: rollUp('procedure_day', ['unit', 'procedure', 'field', 'day'], MEASURES, "WHERE unit != ''"),
  leg_day: rollUp('leg_day', ['unit', 'measure', 'day', 'dossier'], ['quantity'], "WHERE unit != ''"),
};

/** The order of arrival, and how often a log is read, must not show in any table. */
export const replayAndOrder: Scenario = {
  number: 9,
  fault: 'the log replayed from its beginning into an empty store; its events in random order',
  fullCount: 20,
  smallCount: 1,
  needs: 'nothing',
  async run(context) {
    const front = await startFront(context);
    await eachIteration(context, async ({ index, dice }) => {
      const events = randomHistory(seedFrom(dice), { dossiers: DOSSIERS, units });
      const open = async (name: string, options = {}) => {
        const folding = await Folding.open(context, front, { ...options, database: `${name}_${index}` });
        await folding.start();
        return folding;
      };
      const first = await open('first');
      await first.append(events);
      await first.drained();
      await expectExact(first.store.ask, events, dice);
      const replayed = await open('replayed', { log: first.log, maxBatchRecords: dice.whole(10, 500) });
      await replayed.drained();
      const mixed = await open('mixed', { maxBatchRecords: dice.whole(10, 500) });
      await mixed.append(shuffled(events, dice));
      await mixed.drained();
      await expectSame(first.store, replayed.store, 'replayed');
      await expectSame(first.store, mixed.store, 'in another order');
      for (const folding of [first, replayed, mixed]) await folding.stop();
    });
  },
};

async function expectSame(one: Store, other: Store, how: string): Promise<void> {
  for (const [table, sql] of Object.entries(tables)) {
    const [expected, found] = [(await one.text(sql)).split('\n'), (await other.text(sql)).split('\n')];
    if (expected.length < 2) throw new Error(`${table} is empty`);
    const at = expected.findIndex((line, i) => line !== found[i]);
    if (at >= 0 || expected.length !== found.length)
      throw new Error(`${table} differs when ${how}: ${found[at]} where there was ${expected[at]}`);
  }
}

function rollUp(table: string, key: readonly string[], measures: readonly string[], where: string): string {
  const sums = measures.map((measure) => `sum(${measure})`);
  const any = sums.map((sum) => `${sum} != 0`).join(' OR ');
  const by = key.join(', ');
  return `SELECT ${by}, ${sums.join(', ')} FROM ${table} ${where} GROUP BY ${by} HAVING ${any} ORDER BY ${by}`;
}
