import { LogUnavailable } from '@sohoso/log';
import { Fenced, RollUpsBroken, StateUnavailable } from '@sohoso/store';
import type { FaultKind } from './health.ts';
import { StateAheadOfFacts } from './partitions.ts';
import { LogTruncated } from './placing.ts';
import { LogBehindFacts, WrongLog } from './same-log.ts';

/** The store did not take a batch, however often it was tried. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}

const forPeople = [
  StateUnavailable,
  StateAheadOfFacts,
  RollUpsBroken,
  LogTruncated,
  LogBehindFacts,
  WrongLog,
] as const;

/** Whether an error says what somebody must do before it can go on; trying again is of no use. */
export function isForPeople(error: Error): boolean {
  return forPeople.some((kind) => error instanceof kind);
}

/** What kind of fault an error of the work on a batch is. */
export function kindOf(error: Error): FaultKind {
  if (error instanceof Fenced) return 'fenced';
  if (error instanceof StateUnavailable) return 'state';
  return error instanceof LogUnavailable || error.name.startsWith('KafkaJS') ? 'log' : 'store';
}
