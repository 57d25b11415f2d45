import { formatDay, measures, parseDay } from '@sohoso/dossier';
import {
  audit,
  type ClickHouse,
  type Fact,
  Facts,
  migrate,
  migrations,
  positions,
  unitBalances,
} from '@sohoso/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Oracle } from '../oracle/oracle.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { movementsOf, randomFacts } from '../support/random-facts.ts';
import { issuedContract } from './issued.contract.ts';

type Closable = ClickHouse & { close(): Promise<void> };
const DOSSIERS = 400;

const day = (text: string) => parseDay(text) ?? (0 as never);

/** What the store must do on every ClickHouse, in process or over HTTP. `open` gives an empty one. */
export function storeContract(open: () => Promise<Closable>): void {
  let clickhouse = {} as Closable;
  let facts = {} as Facts;
  const random = randomFacts(7, DOSSIERS);

  const rows = async (query: string) =>
    (await (await clickhouse.reader.query({ query, format: 'JSONEachRow' })).json()) as Record<
      string,
      string | number
    >[];
  const count = async (from: string) => Number((await rows(`SELECT count() AS n FROM ${from}`))[0]?.['n']);

  beforeAll(async () => {
    clickhouse = await open();
    facts = new Facts(clickhouse);
  });
  afterAll(() => clickhouse.close());

  describe('an empty store', () => {
    it('gets the schema once, and records it', async () => {
      const names = (await migrations()).map((migration) => migration.name);
      expect(await migrate(clickhouse.writer)).toEqual(names);
      expect(await migrate(clickhouse.writer)).toEqual([]);
    });
    it('goes on where a migration was cut off before it was recorded', async () => {
      await clickhouse.writer.command({
        query: "ALTER TABLE schema_migrations DELETE WHERE name >= '009'",
        clickhouse_settings: { mutations_sync: '2' },
      });
      const names = (await migrations()).map((migration) => migration.name);
      expect(await migrate(clickhouse.writer)).toEqual(names.filter((name) => name >= '009'));
    });
    it('refuses a migration that was edited after it had been applied', async () => {
      const insert =
        "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES ('001-dossier-events.sql', '";
      const current = (await migrations())[0]?.checksum;
      await clickhouse.writer.command({ query: `${insert}0000', now64(3) + 1)` });
      await expect(migrate(clickhouse.writer)).rejects.toThrow(/001-dossier-events\.sql was changed after/);
      await clickhouse.writer.command({ query: `${insert}${current}', now64(3) + 2)` });
      expect(await migrate(clickhouse.writer)).toEqual([]);
    });
    it('has a column for every measure', async () => {
      const columns = (await rows("SELECT name FROM system.columns WHERE table = 'unit_day'")).map(
        (row) => row['name'],
      );
      expect(columns).toEqual(expect.arrayContaining([...measures]));
    });
  });

  describe('a store with facts', () => {
    beforeAll(async () => {
      await migrate(clickhouse.writer);
      const half = Math.floor(random.length / 2);
      const { claim, next } = await facts.settle(0, 'spec');
      expect(next).toBe(0);
      await facts.insert(random.slice(0, half), { from: 0, claim }, 'first');
      await facts.insert(random.slice(half), { from: half, claim }, 'second');
    });

    it('takes the same batch again under the same token without counting it again', async () => {
      const before = await rows(
        'SELECT sum(received_direct) AS a, sum(overdue) AS b, count() AS c FROM unit_day FINAL',
      );
      const half = Math.floor(random.length / 2);
      const { claim } = await facts.settle(0, 'spec');
      await facts.insert(random.slice(0, half), { from: 0, claim }, 'first');
      expect(
        await rows('SELECT sum(received_direct) AS a, sum(overdue) AS b, count() AS c FROM unit_day FINAL'),
      ).toEqual(before);
      expect(await count('dossier_events')).toBe(random.length);
    });

    it('knows up to where it holds each partition', async () => {
      expect(await facts.nextOffsets()).toEqual(new Map([[0, random.length]]));
      expect((await facts.settle(0, 'spec')).next).toBe(random.length);
    });

    it('accounts for every position by what became of it', async () => {
      const by = (disposition: Fact['disposition']) =>
        random.filter((fact) => fact.disposition === disposition).length;
      const [found] = await positions.run(clickhouse.reader, {});
      const { counted, repeated, refused, rerouted, last } = found ?? {};
      expect({ counted, repeated, refused, rerouted, last }).toEqual({
        counted: by('counted'),
        repeated: by('repeated'),
        refused: by('refused'),
        rerouted: 0,
        last: random.length - 1,
      });
    });

    it('gives counted events back as they were, page by page', async () => {
      const back = [];
      for await (const page of facts.events(0, { start: 0, before: random.length }, null, 100))
        back.push(...page);
      const counted = random.flatMap((fact) => (fact.disposition === 'counted' ? [fact.event] : []));
      expect(back).toEqual(counted);
    });

    it('holds in each roll-up what the movements add up to', async () => {
      const memory = movementsOf(random);
      const sums = new Map<string, number>();
      const add = (key: string, quantity: number) => sums.set(key, (sums.get(key) ?? 0) + quantity);
      for (const m of memory) {
        const [on, recorded] = [formatDay(m.day), formatDay(m.recordedDay as never)];
        add(`leg_day ${m.unit} ${m.measure} ${on} ${m.dossier} ${m.leg}`, m.quantity);
        add(`procedure_day ${m.unit} ${m.procedure} ${m.field} ${on} ${recorded} ${m.measure}`, m.quantity);
        add(`unit_day ${m.unit} ${on} ${recorded} ${m.measure}`, m.quantity);
      }
      const found = new Map<string, number>();
      const wide = measures.map((measure) => `('${measure}', ${measure})`).join(', ');
      const queries = [
        "SELECT concat('leg_day ', unit, ' ', measure, ' ', toString(day), ' ', dossier, ' ', toString(leg)) AS k, sum(quantity) AS n FROM leg_day WHERE unit != '' GROUP BY k",
        `SELECT concat('procedure_day ', unit, ' ', procedure, ' ', field, ' ', toString(day), ' ', toString(recorded_day), ' ', p.1) AS k, sum(p.2) AS n FROM procedure_day ARRAY JOIN [${wide}] AS p GROUP BY k`,
        `SELECT concat('unit_day ', unit, ' ', toString(day), ' ', toString(recorded_day), ' ', p.1) AS k, sum(p.2) AS n FROM unit_day ARRAY JOIN [${wide}] AS p WHERE grain = 'day' GROUP BY k`,
      ];
      for (const query of queries)
        for (const row of await rows(query)) found.set(String(row['k']), Number(row['n']));
      const nonZero = (map: Map<string, number>) => [...map].filter(([, n]) => n !== 0).toSorted();
      expect(nonZero(found)).toEqual(nonZero(sums));
    });

    it.each([
      ['2020-01-01', '2020-01-31'],
      ['2020-02-29', '2020-02-29'],
      ['2019-12-25', '2020-01-05'],
      ['2020-02-10', '2020-03-09'],
      ['2020-03-01', '2020-04-30'],
      ['2015-01-01', '2030-12-31'],
    ])('answers the balances of %s to %s as the oracle does', async (from, to) => {
      const oracle = new Oracle(randomHistory(7, { dossiers: DOSSIERS }));
      const found = await unitBalances(clickhouse.reader, day(from), day(to));
      for (const balance of found) {
        const [row] = oracle.appendix([balance.unit], from, to);
        const closing = oracle.unitDay(balance.unit, to);
        expect(balance.openingOpen + balance.transferredIn - balance.transferredOut).toBe(
          row?.received.carriedOver,
        );
        expect(balance.closingOpen).toBe(row?.pending.total);
        expect(balance.closingOverdue).toBe(row?.pending.overdue);
        expect(balance.closingSuspended).toBe(closing.suspendedAtEnd);
        expect(balance.receivedOnline).toBe(row?.received.online);
        expect(balance.receivedDirect + balance.receivedPostal).toBe(row?.received.directOrPostal);
        expect(balance.receivedForwarded).toBe(row?.received.forwarded);
        expect(balance.resolvedEarly + balance.resolvedOnTime).toBe(row?.resolved.onTime);
        expect(balance.resolvedLate).toBe(row?.resolved.late);
      }
      expect(found.length).toBeGreaterThan(0);
    });

    it('passes its audit', async () => {
      const log = [{ partition: 0, end: random.length, committed: random.length }];
      expect((await audit(clickhouse.reader, async () => log)).faults).toEqual([]);
    });
  });

  issuedContract(() => clickhouse, random);

  describe('text of any kind', () => {
    it('comes back as it was, on one line', async () => {
      const detail = 'dòng 1; "trích dẫn" \\ \\N \'đơn\' 😀 -- );';
      const refused: Fact = {
        partition: 9,
        offset: 0,
        recordedAtMs: 1_600_000_000_123,
        recordedDay: day('2020-09-13'),
        disposition: 'refused',
        reason: 'not-json',
        detail: `${detail}\n\t\u0000\u001f`,
      };
      const { claim } = await facts.settle(9, 'spec');
      await facts.insert([refused], { from: 0, claim }, 'text');
      const [row] = await rows(
        'SELECT detail, toString(recorded_at) AS at FROM dossier_events WHERE partition = 9',
      );
      expect(row).toEqual({ detail: `${detail}    `, at: '2020-09-13 12:26:40.123' });
    });
  });

  describe('values that are not what they say', () => {
    const insert = (columns: string, values: string) =>
      clickhouse.writer.command({
        query: `INSERT INTO dossier_events (${columns}) VALUES (${values})`,
        clickhouse_settings: { insert_deduplication_token: values },
      });
    it.each([
      ['a day that does not exist', 'recorded_day', "'2026-02-30'"],
      ['a disposition of another name', 'disposition, recorded_at', "'lost', '2020-01-01 00:00:00.000'"],
      ['a refusal without a reason', 'disposition, recorded_at', "'refused', '2020-01-01 00:00:00.000'"],
      [
        'a time of recording before there was a log',
        'disposition, recorded_at',
        "'counted', '1969-01-01 00:00:00.000'",
      ],
    ])('are an error: %s', async (_, columns, values) => {
      await expect(insert(columns, values)).rejects.toThrow();
    });
  });
}
