import type { EventLog } from '@sohoso/log';
import type { Facts, FoldState } from '@sohoso/store';

/** The store or the state on disk belong to another log than the one that is read. */
export class WrongLog extends Error {
  override readonly name = 'WrongLog';
}

/**
 * Makes sure that log, facts and state belong together, and notes so where they are new. Positions mean nothing in another
 * log: read over the facts of one, the first events of another would be passed over as known.
 */
export async function requireSameLog(log: EventLog, facts: Facts, state: FoldState): Promise<void> {
  const identity = await log.identity();
  const [ofFacts, ofState] = [await facts.logIdentity(), state.logIdentity()];
  for (const [what, known] of [
    ['the tables in ClickHouse', ofFacts],
    ['the fold state in the data folder', ofState],
  ] as const) {
    if (known === null || known === identity) continue;
    throw new WrongLog(
      `${what} belong to the log ${known}, but the log read now is ${identity}; set SOHOSO_DATA_DIR and CLICKHOUSE_DATABASE to new ones, or go back to that log`,
    );
  }
  if (ofFacts === null) await facts.setLogIdentity(identity);
  if (ofState === null) await state.setLogIdentity(identity);
}
