import type { DeadLetter } from './event-log.ts';

/** The order in which dead letters are listed. */
export function byPosition({ record: a }: DeadLetter, { record: b }: DeadLetter): number {
  return a.partition - b.partition || a.offset - b.offset;
}
