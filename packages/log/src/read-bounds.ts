import { MAX_READ_POSITIONS } from './event-log.ts';

/** Throws RangeError where these positions cannot be asked for in one call of `read`. */
export function requireReadable(partitionCount: number, partition: number, from: number, to: number): void {
  if (!Number.isSafeInteger(partition) || partition < 0 || partition >= partitionCount)
    throw new RangeError(`there is no partition ${partition}; the log has 0 to ${partitionCount - 1}`);
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from < 0)
    throw new RangeError(`positions are whole numbers from 0, not ${from} to ${to}`);
  if (to - from >= MAX_READ_POSITIONS)
    throw new RangeError(`positions ${from} to ${to} are more than the ${MAX_READ_POSITIONS} of one call`);
}
