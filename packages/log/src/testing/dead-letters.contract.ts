import { describe, expect, it } from 'vitest';
import type { DeadLetter, DeadLetters } from '../event-log.ts';

export interface OpenedDeadLetters {
  readonly deadLetters: DeadLetters;
}

const letterAt = (offset: number, more: Partial<DeadLetter['record']> = {}): DeadLetter => ({
  record: {
    partition: 3,
    offset,
    key: 'k',
    value: Buffer.from('{"bad":'),
    recordedAtMs: 1_600_000_000_123,
    ...more,
  },
  reason: 'not-json',
  detail: 'the event is not JSON: hồ sơ',
});

/** What all dead letters must do, wherever they are kept. They are new and empty at the start. */
export function deadLettersContract(deadLetters: () => DeadLetters): void {
  const offsets = async () => (await deadLetters().list()).map(({ record }) => record.offset);

  describe('dead letters', () => {
    it('are none at first', async () => {
      expect(await deadLetters().list()).toEqual([]);
    });

    it('keep the record, its place and the reason, once and in order', async () => {
      const everyByte = Buffer.from(Array.from({ length: 256 }, (_, i) => i));
      const letters = [letterAt(7), letterAt(8, { key: null, value: everyByte }), letterAt(1_000_000_007)];
      const elsewhere = letterAt(9, { partition: 0, key: 'hồ sơ/1', value: Buffer.alloc(0) });
      await deadLetters().put([...letters.toReversed(), elsewhere]);
      await deadLetters().put(letters.slice(0, 1));
      const listed = await deadLetters().list();
      const asBuffers = listed.map(({ record, ...letter }) => ({
        ...letter,
        record: { ...record, value: Buffer.from(record.value) },
      }));
      expect(asBuffers).toEqual([elsewhere, ...letters]);
    });

    it('say so where the record was too long to be kept whole', async () => {
      const value = Buffer.alloc(300_000, 0x61);
      await deadLetters().put([letterAt(20, { value })]);
      const letter = (await deadLetters().list()).find(({ record }) => record.offset === 20);
      const kept = letter?.record.value.byteLength ?? 0;
      expect(letter?.cutFromBytes).toBe(kept === 300_000 ? undefined : 300_000);
      if (letter !== undefined) await deadLetters().put([letter]);
      const again = (await deadLetters().list()).find(({ record }) => record.offset === 20);
      expect(again?.cutFromBytes).toBe(letter?.cutFromBytes);
    });

    it('that were sent again are listed no more, even if they are put aside once more', async () => {
      expect(await offsets()).toEqual([9, 7, 8, 20, 1_000_000_007]);
      await deadLetters().replayed([letterAt(7), letterAt(20)]);
      expect(await offsets()).toEqual([9, 8, 1_000_000_007]);
      await deadLetters().put([letterAt(7), letterAt(21)]);
      await deadLetters().replayed([letterAt(7)]);
      expect(await offsets()).toEqual([9, 8, 21, 1_000_000_007]);
      // The same offset of another partition is another record.
      expect((await deadLetters().list())[0]?.record.partition).toBe(0);
    });
  });
}
