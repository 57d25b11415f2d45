import { beforeAll, describe, expect, it } from 'vitest';
import { type EventLog, MAX_READ_POSITIONS } from '../event-log.ts';

/** What every event log must do when it is asked for the records at given positions. */
export function readContract(log: () => EventLog): void {
  describe('the records at given positions', () => {
    let partition = 0;
    /** Where the first of ours is. */
    let first = 0;
    beforeAll(async () => {
      partition = log().partitionOf('read-key');
      first = (await log().lag('none'))[partition]?.end ?? 0;
      await log().append(
        Array.from({ length: 30 }, (_, i) => ({ key: 'read-key', value: Buffer.from(`read:${i}`) })),
      );
    });
    const textsAt = async (from: number, to: number) =>
      (await log().read(partition, from, to)).map((r) => [r.offset, Buffer.from(r.value).toString()]);
    const ours = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => [first + from + i, `read:${from + i}`]);

    it('are those between the two, both included', async () => {
      expect(await textsAt(first + 3, first + 7)).toEqual(ours(3, 7));
      const [record] = await log().read(partition, first + 5, first + 5);
      expect(record).toMatchObject({ partition, offset: first + 5, key: 'read-key' });
      expect(Math.abs((record?.recordedAtMs ?? 0) - Date.now())).toBeLessThan(120_000);
    });

    it('end where the log ends, and are none behind it or where the ends are crossed', async () => {
      const { end = 0 } = (await log().lag('none'))[partition] ?? {};
      const toTheEnd = await textsAt(first + 28, end + 50);
      expect(toTheEnd.slice(0, 2)).toEqual(ours(28, 29));
      expect(toTheEnd.at(-1)?.[0]).toBe(end - 1);
      expect(await textsAt(end, end + 10)).toEqual([]);
      expect(await textsAt(first + 2, first + 1)).toEqual([]);
    });

    it('may not be too many at once, nor of a partition that there is not', async () => {
      await expect(log().read(partition, 0, MAX_READ_POSITIONS)).rejects.toThrow(RangeError);
      await expect(log().read(12, 0, 1)).rejects.toThrow(/there is no partition 12/);
      await expect(log().read(-1, 0, 1)).rejects.toThrow(RangeError);
      await expect(log().read(partition, -1, 1)).rejects.toThrow(RangeError);
      await expect(log().read(partition, 0.5, 1)).rejects.toThrow(RangeError);
    });
  });
}
