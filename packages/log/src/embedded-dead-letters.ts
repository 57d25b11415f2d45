import type { RootDatabase } from 'lmdb';
import { writing } from './embedded-write.ts';
import type { DeadLetter, DeadLetters } from './event-log.ts';
import { decodeRecord, encodeRecord } from './record-codec.ts';

type Position = [partition: number, offset: number];

interface StoredLetter {
  readonly reason: string;
  readonly detail: string;
  readonly record: Buffer;
  readonly cutFromBytes?: number;
}

/** Dead letters by position, beside the log. Which of them were sent again is kept apart, so that `put` cannot undo it. */
export function embeddedDeadLetters(root: RootDatabase): DeadLetters {
  const letters = root.openDB<StoredLetter, Position>({ name: 'dead-letters' });
  const sentAgain = root.openDB<true, Position>({ name: 'dead-letters-sent-again' });
  return {
    put: (more) =>
      writing('the dead letters', () =>
        root.transaction(() => {
          for (const letter of more) letters.put(positionOf(letter), stored(letter));
        }),
      ),
    async list() {
      const found: DeadLetter[] = [];
      for (const { key, value } of letters.getRange({})) {
        if (!sentAgain.doesExist(key)) found.push(listed(key, value));
      }
      return found;
    },
    replayed: (done) =>
      writing('the dead letters', () =>
        root.transaction(() => {
          for (const letter of done) sentAgain.put(positionOf(letter), true);
        }),
      ),
  };
}

const positionOf = ({ record }: DeadLetter): Position => [record.partition, record.offset];

function stored({ reason, detail, record, cutFromBytes }: DeadLetter): StoredLetter {
  const bytes = encodeRecord(record.key, record.value, record.recordedAtMs);
  return { reason, detail, record: bytes, ...(cutFromBytes === undefined ? {} : { cutFromBytes }) };
}

function listed([partition, offset]: Position, letter: StoredLetter): DeadLetter {
  const { reason, detail, record, cutFromBytes } = letter;
  return {
    reason,
    detail,
    record: decodeRecord(partition, offset, record),
    ...(cutFromBytes === undefined ? {} : { cutFromBytes }),
  };
}
