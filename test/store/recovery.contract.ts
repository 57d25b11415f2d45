import { Readable } from 'node:stream';
import {
  audit,
  type ClickHouse,
  type Fact,
  Facts,
  Fenced,
  migrate,
  RollUpsBroken,
  rebuildRollUps,
  StoreLocked,
} from '@sohoso/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { oldLine } from '../support/old-lines.ts';
import { randomFacts } from '../support/random-facts.ts';

type Closable = ClickHouse & { close(): Promise<void> };

const TABLES = ['dossier_events', 'procedure_day', 'unit_day', 'leg_day', 'partition_claims'];
const random = randomFacts(11, 120);
const third = Math.floor(random.length / 3);
const pieces = [random.slice(0, third), random.slice(third, 2 * third), random.slice(2 * third)] as const;

/** What the store must do so that nothing is lost or counted twice, on every ClickHouse. `open` gives an empty one. */
export function recoveryContract(open: () => Promise<Closable>): void {
  let clickhouse = {} as Closable;
  let facts = {} as Facts;
  let tokens = 0;

  const run = (query: string) =>
    clickhouse.writer.command({
      query,
      clickhouse_settings: { insert_deduplication_token: `${query}${tokens++}`, mutations_sync: '2' },
    });
  const rows = async (query: string) =>
    (await clickhouse.reader.query({ query, format: 'JSONEachRow' })).json();
  const insert = (some: readonly Fact[], claim: string) =>
    facts.insert(some, { from: some[0]?.offset ?? 0, claim }, `t${tokens++}`);
  const faults = async () => {
    const next = (await facts.nextOffsets()).get(0) ?? 0;
    return (await audit(clickhouse.reader, async () => [{ partition: 0, end: next, committed: next }]))
      .faults;
  };
  /** All roll-ups as text, whatever parts they lie in. */
  const sums = async () =>
    JSON.stringify([
      await rows(
        'SELECT grain, day, unit, sum(received_online), sum(received_direct), sum(resolved_on_time), sum(resolved_late), sum(overdue), sum(positions) FROM unit_day GROUP BY ALL ORDER BY ALL',
      ),
      await rows(
        'SELECT unit, procedure, field, day, sum(received_online), sum(overdue), sum(positions) FROM procedure_day GROUP BY ALL ORDER BY ALL',
      ),
      await rows(
        'SELECT unit, measure, day, dossier, leg, sum(quantity) AS n FROM leg_day GROUP BY ALL HAVING n != 0 ORDER BY ALL',
      ),
    ]);
  let whole = '';

  beforeAll(async () => {
    clickhouse = await open();
    facts = new Facts(clickhouse);
    await migrate(clickhouse.writer);
    await fill();
    whole = await sums();
  });
  afterAll(() => clickhouse.close());
  beforeEach(async () => {
    for (const table of TABLES) await run(`TRUNCATE TABLE ${table}`);
  });

  async function fill(): Promise<string> {
    const { claim } = await facts.settle(0, 'a');
    for (const piece of pieces) await insert(piece, claim);
    return claim;
  }

  describe('a partition that two insert into', () => {
    it('takes facts only from the one who claimed it last', async () => {
      const old = await facts.settle(0, 'a');
      await insert(pieces[0], old.claim);
      const mine = await facts.settle(0, 'b');
      expect(mine.next).toBe(third);
      await expect(insert(pieces[1], old.claim)).rejects.toThrow(Fenced);
      await insert(pieces[1], mine.claim);
      await insert(pieces[2], mine.claim);
      expect(await faults()).toEqual([]);
      expect(await sums()).toBe(whole);
    });
    it('has one claimant, however many claim it at once', async () => {
      const claims = await Promise.all(['a', 'b', 'c', 'd'].map((owner) => facts.settle(0, owner)));
      const outcomes = await Promise.allSettled(claims.map(({ claim }) => insert(pieces[0], claim)));
      const taken = outcomes.filter((o) => o.status === 'fulfilled');
      expect(taken).toHaveLength(1);
      expect(await faults()).toEqual([]);
    });
  });

  describe('an insert that was cut off', () => {
    const cuts: readonly (readonly [what: string, damage: readonly string[]])[] = [
      ['before leg_day', ['leg_day']],
      ['before unit_day and leg_day', ['unit_day', 'leg_day']],
      ['before any roll-up', ['procedure_day', 'unit_day', 'leg_day']],
      ['with procedure_day behind unit_day', ['procedure_day']],
    ];
    it.each(cuts)('%s: is made up for by the next one who takes the partition', async (_, tables) => {
      const { claim } = await facts.settle(0, 'a');
      await insert(pieces[0], claim);
      await insert(pieces[1], claim);
      for (const table of tables) {
        await run(`DROP TABLE IF EXISTS kept_${table}`);
        await run(`CREATE TABLE kept_${table} AS ${table}`);
        await run(`INSERT INTO kept_${table} SELECT * FROM ${table}`);
      }
      await insert(pieces[2], claim);
      // The roll-ups as they were before the last insert: as if it had been cut off in front of them.
      for (const table of tables) await run(`EXCHANGE TABLES ${table} AND kept_${table}`);
      expect((await faults()).some(({ check }) => check === 'marks')).toBe(true);
      expect((await facts.settle(0, 'b')).next).toBe(random.length);
      expect(await faults()).toEqual([]);
      expect(await sums()).toBe(whole);
    });
    it('is made up for while others insert into the same cells', async () => {
      const { claim } = await facts.settle(0, 'a');
      await insert(random, claim);
      await run('TRUNCATE TABLE leg_day');
      const other = await facts.settle(1, 'b');
      await insert(
        pieces[0].map((fact) => ({ ...fact, partition: 1 })),
        other.claim,
      );
      await facts.settle(0, 'a');
      expect(await faults()).toEqual([]);
    });
    it('is not mistaken for a batch of the same size that went missing in the middle', async () => {
      const { claim } = await facts.settle(0, 'a');
      for (let from = 0; from < 60; from += 20) await insert(random.slice(from, from + 20), claim);
      const middle = "SELECT count() AS n FROM system.parts WHERE table = 'leg_day' AND active";
      expect(await rows(middle)).toEqual([{ n: 3 }]);
      const parts = (await rows(
        "SELECT name FROM system.parts WHERE table = 'leg_day' AND active ORDER BY min_block_number",
      )) as { name: string }[];
      await run(`ALTER TABLE leg_day DROP PART '${parts[1]?.name}'`);
      await expect(facts.settle(0, 'b')).rejects.toThrow(RollUpsBroken);
    });
    it('is refused where no cut can have left it so, and says what to run', async () => {
      await fill();
      await run(
        "INSERT INTO unit_day (grain, day, unit, recorded_day, positions) VALUES ('batch', '1970-01-01', '0', '1970-01-01', -7)",
      );
      await expect(facts.settle(0, 'b')).rejects.toThrow(RollUpsBroken);
      await expect(facts.settle(0, 'b')).rejects.toThrow(
        /unit_day does not hold the batches of partition 0 .* sohoso repair/,
      );
      await rebuildRollUps(clickhouse);
      expect((await facts.settle(0, 'b')).next).toBe(random.length);
      expect(await sums()).toBe(whole);
    });
  });

  describe('an insert over a gap of the log', () => {
    it('accounts for the positions that held no record', async () => {
      const { claim } = await facts.settle(0, 'a');
      const late = (fact: Fact) => ({ ...fact, offset: fact.offset + (fact.offset >= 5 ? 3 : 1) });
      await facts.insert(random.map(late), { from: 0, claim }, `gap${tokens++}`);
      expect(await faults()).toEqual([]);
    });
    it('keeps naming what was deleted from the log unread', async () => {
      const { claim } = await facts.settle(0, 'a');
      const far = random.map((fact) => ({ ...fact, offset: fact.offset + 40 }));
      await facts.insert(far, { from: 0, claim, isLost: true }, `lost${tokens++}`);
      expect((await faults()).map(({ text }) => text)).toEqual([
        'partition 0: positions 0–39 were deleted from the log unread',
      ]);
    });
  });

  describe('a program of the version before', () => {
    const insertOld = async (some: readonly Fact[]) => {
      const { stream } = await clickhouse.writer.exec({
        query: 'INSERT INTO fact_lines FORMAT LineAsString',
        values: Readable.from([some.map(oldLine).join('\n')], { objectMode: false }),
        clickhouse_settings: { insert_deduplication_token: `old${tokens++}` },
      });
      for await (const _ of stream);
    };
    it('may insert before and beside this one: its lines leave no marks, and count', async () => {
      await insertOld(pieces[0]);
      const { claim, next } = await facts.settle(0, 'a');
      expect(next).toBe(third);
      await insert(pieces[1], claim);
      // In a partition that this one has claimed it is fenced, as anybody else; in others it counts.
      await expect(insertOld(pieces[2])).rejects.toThrow(/claimed by another/);
      await insertOld(pieces[0].map((fact) => ({ ...fact, partition: 1 })));
      await insert(pieces[2], claim);
      expect(await faults()).toEqual([]);
      await rebuildRollUps(clickhouse);
      expect(await faults()).toEqual([]);
    });
    it('leaves a store that is upgraded while it holds facts', async () => {
      await insertOld(pieces[0]);
      // Cut off before the roll-ups were made anew: they lack the grains of 010, and it is begun again.
      await run("ALTER TABLE unit_day DELETE WHERE grain NOT IN ('day', 'month')");
      await run("ALTER TABLE schema_migrations DELETE WHERE name >= '010'");
      expect(await migrate(clickhouse.writer)).toContain('010-recorded-grains.sql');
      const { claim } = await facts.settle(0, 'a');
      await insert(random.slice(third), claim);
      expect(await faults()).toEqual([]);
    });
  });

  describe('damage by hand', () => {
    const unit = random.flatMap((f) => (f.disposition === 'counted' ? f.movements : []))[0]?.unit;
    it.each([
      ['unit_day', `ALTER TABLE unit_day DELETE WHERE unit = '${unit}' AND grain = 'day'`, 'cells'],
      ['procedure_day', `ALTER TABLE procedure_day DELETE WHERE unit = '${unit}'`, 'cells'],
      ['leg_day', `ALTER TABLE leg_day DELETE WHERE unit = '${unit}'`, 'cells'],
      ['a month', `ALTER TABLE unit_day DELETE WHERE unit = '${unit}' AND grain = 'month'`, 'months'],
    ])('to %s is found, named, and mended by a rebuild', async (_, damage, check) => {
      await fill();
      await run(damage);
      const found = await faults();
      expect(found.map((fault) => fault.check)).toContain(check);
      expect(found.some(({ text }) => text.startsWith(`${unit} `))).toBe(true);
      await rebuildRollUps(clickhouse);
      expect(await faults()).toEqual([]);
      expect(await sums()).toBe(whole);
    });
    it('to a fact is found, and its position named', async () => {
      await fill();
      await run('ALTER TABLE dossier_events DELETE WHERE partition = 0 AND offset = 17');
      expect((await faults()).map(({ text }) => text)).toContain(
        `partition 0: the facts account for ${random.length - 1} of ${random.length} positions; missing: 17`,
      );
    });
    it('to facts of one batch is undone in two goes, and makes no marks that were not there', async () => {
      await fill();
      await run('ALTER TABLE dossier_events DELETE WHERE offset < 14');
      await facts.restore(0, 0, random.slice(0, 8));
      await facts.restore(0, 8, random.slice(8, 14));
      expect(await faults()).toEqual([]);
      expect((await facts.settle(0, 'a')).next).toBe(random.length);
    });
    it('to the last fact is found, for the log goes on', async () => {
      await fill();
      await run(`ALTER TABLE dossier_events DELETE WHERE offset = ${random.length - 1}`);
      const log = [{ partition: 0, end: random.length, committed: random.length }];
      expect((await audit(clickhouse.reader, async () => log)).faults.map(({ text }) => text)).toContain(
        `partition 0: the log was worked off up to position ${random.length}, the facts end at ${random.length - 1}`,
      );
    });
  });

  describe('a rebuild of the roll-ups', () => {
    it('tells how far it is, and lets others go on behind it', async () => {
      const { claim } = await facts.settle(0, 'a');
      await insert(pieces[0], claim);
      const told: number[] = [];
      let refused: Promise<Error> | null = null;
      await rebuildRollUps(clickhouse, ({ done }) => {
        told.push(done);
        // So few facts are summed behind the lock, which keeps others waiting.
        refused ??= insert(pieces[1], claim).then(
          () => new Error('it was taken'),
          (error: Error) => error,
        );
      });
      expect(await refused).toBeInstanceOf(StoreLocked);
      expect(told.at(-1)).toBe(third);
      await expect(insert(pieces[1], claim)).rejects.toThrow(Fenced);
      const again = await facts.settle(0, 'a');
      await insert(pieces[1], again.claim);
      await insert(pieces[2], again.claim);
      expect(await faults()).toEqual([]);
      expect(await sums()).toBe(whole);
    });
    it('leaves nothing of its own behind, and one at a time is enough', async () => {
      await fill();
      const both = await Promise.allSettled([rebuildRollUps(clickhouse), rebuildRollUps(clickhouse)]);
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(both.find((r) => r.status === 'rejected')?.reason.message).toMatch(
        /^another repair or rebuild of this store /,
      );
      expect(await rows("SELECT name FROM system.tables WHERE name LIKE '%_rebuild_%'")).toEqual([]);
      expect(await faults()).toEqual([]);
      expect(await sums()).toBe(whole);
    });
    it('keeps others from inserting while it exchanges the tables', async () => {
      const { claim } = await facts.settle(0, 'a');
      await run(
        `INSERT INTO partition_claims SELECT 65535, concat('000000000001:x:', toString(toUnixTimestamp64Milli(now64(3)) + 60000))`,
      );
      await expect(insert(random, claim)).rejects.toThrow(StoreLocked);
      await run(`INSERT INTO partition_claims SELECT 65535, '000000000002:x:0'`);
      await insert(random, claim);
      expect(await faults()).toEqual([]);
    });
  });
}
