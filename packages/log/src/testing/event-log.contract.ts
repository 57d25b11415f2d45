import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { BatchHandler, ConsumeOptions, EventLog, LogBatch, LogRecord } from '../event-log.ts';
import { deadLettersContract, type OpenedDeadLetters } from './dead-letters.contract.ts';
import { readContract } from './read.contract.ts';

export interface LogUnderTest extends OpenedDeadLetters {
  readonly log: EventLog;
}

const WAIT = { timeout: 30_000, interval: 20 };

/** What every event log must do, whatever it is built on. `open` gives a new, empty log of 12 partitions. */
export function eventLogContract(open: () => Promise<LogUnderTest>): void {
  let { log, deadLetters } = {} as LogUnderTest;
  let groups = 0;
  beforeAll(async () => {
    ({ log, deadLetters } = await open());
  });
  afterAll(() => log.close());

  const options = (more: Partial<ConsumeOptions> = {}): ConsumeOptions => ({
    group: `group-${groups++}`,
    maxBatchRecords: 1_000,
    maxBatchBytes: 1_000_000,
    maxBatchWaitMs: 20,
    concurrency: 2,
    onFailure: (error) => {
      throw error;
    },
    ...more,
  });

  const entries = (prefix: string, count: number, bytes = 10) =>
    Array.from({ length: count }, (_, i) => ({
      key: `${prefix}-${i % 40}`,
      value: Buffer.from(`${prefix}:${i}:`.padEnd(bytes, '.')),
    }));

  const commitAll: BatchHandler = (batch) => batch.commit((batch.records.at(-1)?.offset ?? 0) + 1);

  /** Reads as one group until `count` records of the prefix have come, then stops. */
  async function readUntil(
    prefix: string,
    count: number,
    more: Partial<ConsumeOptions> = {},
    handler = commitAll,
    size = (seen: readonly LogRecord[]) => seen.length,
  ) {
    const seen: LogRecord[] = [];
    const batches: LogBatch[] = [];
    const consumption = await log.consume(options(more), async (batch) => {
      batches.push(batch);
      seen.push(...batch.records.filter((r) => Buffer.from(r.value).toString().startsWith(`${prefix}:`)));
      await handler(batch);
    });
    await vi.waitFor(() => expect(size(seen)).toBeGreaterThanOrEqual(count), WAIT);
    await consumption.stop();
    return { seen, batches };
  }

  describe('a log with records', () => {
    it('gives each record, by key in the order of appending, in its key’s partition', async () => {
      const sent = entries('order', 400);
      const before = Date.now();
      await log.append(sent.slice(0, 250));
      await log.append(sent.slice(250));
      // A busy broker may make the client send a request twice, so records are counted by what they say.
      const distinct = (some: readonly LogRecord[]) =>
        new Set(some.map((r) => Buffer.from(r.value).toString())).size;
      const { seen } = await readUntil('order', 400, {}, commitAll, distinct);
      expect(new Set(seen.map((r) => `${r.partition}/${r.offset}`)).size).toBe(seen.length);
      for (const record of seen) {
        expect(record.partition).toBe(log.partitionOf(record.key ?? ''));
        expect(record.recordedAtMs).toBeGreaterThanOrEqual(before - 1_000);
        expect(record.recordedAtMs).toBeLessThanOrEqual(Date.now() + 1_000);
      }
      const byKey = (key: string) => (r: { key: string | null }) => r.key === key;
      for (const key of new Set(sent.map((entry) => entry.key))) {
        const values = seen.filter(byKey(key)).map((r) => Buffer.from(r.value).toString());
        // An append whose answer was lost on the way is sent again by the client, and may then be in the log twice.
        expect([...new Set(values)]).toEqual(sent.filter(byKey(key)).map((e) => e.value.toString()));
      }
    });

    it('keeps bytes as they are', async () => {
      const value = Buffer.concat([
        Buffer.from('bytes:'),
        Buffer.from(Array.from({ length: 256 }, (_, i) => i)),
      ]);
      await log.append([{ key: 'hồ sơ/1', value }]);
      const { seen } = await readUntil('bytes', 1);
      expect(seen[0]?.key).toBe('hồ sơ/1');
      expect(Buffer.from(seen[0]?.value ?? []).equals(value)).toBe(true);
    });

    it('keeps batches within the bounds, and gives a record that is larger alone', async () => {
      await log.append(entries('bound', 300, 100));
      await log.append([{ key: 'bound-big', value: Buffer.from('bound:'.padEnd(5_000, 'x')) }]);
      const bounds = { maxBatchRecords: 50, maxBatchBytes: 2_000 };
      const { seen, batches } = await readUntil('bound', 301, bounds);
      expect(seen).toHaveLength(301);
      for (const { records } of batches) {
        const bytes = records.reduce((sum, record) => sum + record.value.byteLength, 0);
        expect(records.length).toBeLessThanOrEqual(50);
        expect(records.length === 1 || bytes <= 2_000).toBe(true);
      }
    });
  });

  describe('a group', () => {
    it('goes on after what it committed, and gets the rest again', async () => {
      await log.append(entries('again', 30).map((entry) => ({ ...entry, key: 'one-key' })));
      const group = 'group-again';
      const numberOf = (r: LogRecord) =>
        Number(/^again:(\d+)/.exec(Buffer.from(r.value).toString())?.[1] ?? -1);
      const first = await readUntil('again', 30, { group, maxBatchRecords: 5 }, async (batch) => {
        const beyond = batch.records.find((r) => numberOf(r) >= 10);
        if (beyond === undefined) return commitAll(batch);
        if (numberOf(beyond) === 10) await batch.commit(beyond.offset);
        batch.seek((batch.records.at(-1)?.offset ?? 0) + 1);
      });
      expect(first.seen).toHaveLength(30);
      const second = await readUntil('again', 20, { group });
      const numbers = second.seen.map(numberOf);
      expect(numbers).toEqual(Array.from({ length: 20 }, (_, i) => i + 10));
    });

    it('begins before what it committed where it is told to, and needs no new record for that', async () => {
      const group = 'group-back';
      await log.append(entries('back', 40));
      await readUntil('back', 40, { group });
      const lag = await log.lag(group);
      const readAgainFrom = new Map(lag.map(({ partition, committed }) => [partition, committed - 1]));
      const withRecords = lag.filter(({ committed }) => committed > 0).length;
      const seen = new Set<number>();
      const consumption = await log.consume(options({ group, readAgainFrom }), async (batch) => {
        expect(batch.records[0]?.offset).toBe(readAgainFrom.get(batch.partition));
        seen.add(batch.partition);
        await commitAll(batch);
      });
      await vi.waitFor(() => expect(seen.size).toBe(withRecords), WAIT);
      await consumption.stop();
    });

    it('reads from any position that it asks for', async () => {
      await log.append(entries('seek', 20).map((entry) => ({ ...entry, key: 'seek-key' })));
      let turned = false;
      const { seen } = await readUntil('seek', 40, {}, async (batch) => {
        const ours = batch.records.filter((r) => r.key === 'seek-key');
        const first = ours[0];
        const last = ours.at(-1);
        if (
          !turned &&
          first !== undefined &&
          Buffer.from(last?.value ?? [])
            .toString()
            .startsWith('seek:19')
        ) {
          turned = true;
          batch.seek((last?.offset ?? 0) - 19);
        } else await commitAll(batch);
      });
      expect(seen.length).toBeGreaterThanOrEqual(40);
    });

    it('knows its lag', async () => {
      const group = 'group-lag';
      await log.append(entries('lag', 50));
      const behind = await log.lag(group);
      expect(behind).toHaveLength(12);
      expect(behind.every((p) => p.committed === 0 && p.begin === 0 && p.waiting === p.end)).toBe(true);
      await readUntil('lag', 50, { group });
      await vi.waitFor(async () => {
        const lag = await log.lag(group);
        expect(lag.reduce((sum, p) => sum + p.end - p.committed, 0)).toBe(0);
        expect(lag.reduce((sum, p) => sum + p.waiting, 0)).toBe(0);
      }, WAIT);
    });

    it('whose handler fails is told so, and has committed nothing', async () => {
      const group = 'group-fail';
      await log.append(entries('fail', 3));
      const failures: Error[] = [];
      const batches: LogBatch[] = [];
      const consumption = await log.consume(
        options({ group, onFailure: (e) => failures.push(e) }),
        async (batch) => {
          batches.push(batch);
          throw new Error('the store is gone');
        },
      );
      await vi.waitFor(() => expect(failures.map((e) => e.message)).toEqual(['the store is gone']), WAIT);
      await consumption.stop();
      expect(batches.some((batch) => batch.isCurrent())).toBe(false);
      for (const batch of batches) await commitAll(batch);
      expect((await log.lag(group)).reduce((sum, p) => sum + p.committed, 0)).toBe(0);
    });

    it('that stops lets the batch under way finish and commit, and hands out no other', async () => {
      await log.append(entries('stop', 40));
      const group = 'group-stop';
      const told: (readonly [isCurrent: boolean, isStopping: boolean])[] = [];
      const done = new Map<number, number>();
      let goOn: () => void = () => {};
      const stopped = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const consumption = await log.consume(options({ group, maxBatchRecords: 1 }), async (batch) => {
        told.push([batch.isCurrent(), batch.isStopping()]);
        await stopped;
        await sleep(100);
        told.push([batch.isCurrent(), batch.isStopping()]);
        await commitAll(batch);
        done.set(batch.partition, (batch.records.at(-1)?.offset ?? 0) + 1);
      });
      await vi.waitFor(() => expect(told.length).toBeGreaterThan(0), WAIT);
      const begun = told.length;
      const stopping = consumption.stop();
      goOn();
      await stopping;
      expect(told.slice(0, begun)).toEqual(Array.from({ length: begun }, () => [true, false]));
      expect(told.slice(begun)).toEqual(Array.from({ length: begun }, () => [true, true]));
      const committed = (await log.lag(group)).filter((p) => p.committed > 0);
      expect(new Map(committed.map((p) => [p.partition, p.committed]))).toEqual(done);
      await sleep(200);
      expect(told).toHaveLength(2 * begun);
    });

    it('hears of new records soon', async () => {
      const times: number[] = [];
      const consumption = await log.consume(options(), async (batch) => {
        if (batch.records.some((r) => r.key === 'soon')) times.push(Date.now());
        await commitAll(batch);
      });
      await sleep(1_500);
      const sentAt = Date.now();
      await log.append([{ key: 'soon', value: Buffer.from('soon:0') }]);
      await vi.waitFor(() => expect(times).toHaveLength(1), WAIT);
      await consumption.stop();
      expect((times[0] ?? 0) - sentAt).toBeLessThan(5_000);
    });
  });

  readContract(() => log);
  deadLettersContract(() => deadLetters);
}
