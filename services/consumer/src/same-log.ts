import type { EventLog, PartitionLag } from '@sohoso/log';
import type { Facts, FoldState } from '@sohoso/store';

/** The store or the state on disk belong to another log than the one that is read. */
export class WrongLog extends Error {
  override readonly name = 'WrongLog';
}

/**
 * Makes sure that log, facts and state belong together, and notes so where they are new. Positions mean nothing in another
 * log: read over the facts of one, the first events of another would be passed over as known. The same log with more
 * partitions is told apart: its dossiers have moved, and the state must be made anew.
 */
export async function requireSameLog(log: EventLog, facts: Facts, state: FoldState): Promise<void> {
  const identity = await log.identity();
  const [ofFacts, ofState] = [await facts.logIdentity(), state.logIdentity()];
  for (const [what, known] of [
    ['the tables in ClickHouse', ofFacts],
    ['the fold state in the data folder', ofState],
  ] as const) {
    if (known === null || known === identity) continue;
    if (hasGrown(known, identity)) {
      throw new WrongLog(
        `the topic has ${partitionsIn(identity)} partitions now, ${what} know ${partitionsIn(known)}: dossiers belong to other partitions than before. Stop every consumer, and run on each machine that has one: sohoso rebuild-state`,
      );
    }
    throw new WrongLog(
      `${what} belong to the log ${known}, but the log read now is ${identity}; set SOHOSO_DATA_DIR and CLICKHOUSE_DATABASE to new ones, or go back to that log`,
    );
  }
  if (ofFacts === null) await facts.setLogIdentity(identity);
  if (ofState === null) await state.setLogIdentity(identity);
}

/** The number of partitions at the end of a log's identity, where it has one. */
const COUNT = /:(\d+) partitions$/;

const partitionsIn = (identity: string) => Number(COUNT.exec(identity)?.[1] ?? 0);

/** Whether an identity is that of the same log with more partitions. */
function hasGrown(before: string, now: string): boolean {
  const isSame = before.replace(COUNT, '') === now.replace(COUNT, '');
  return isSame && partitionsIn(before) > 0 && partitionsIn(now) > partitionsIn(before);
}

/**
 * Notes that the log has more partitions than it had: facts of a dossier may bear another partition than its own, and the
 * state of all partitions is forgotten, to be made anew. Does nothing where it has not grown. No consumer may be running.
 */
export async function adoptGrowth(log: EventLog, facts: Facts, state: FoldState): Promise<void> {
  const identity = await log.identity();
  const [ofFacts, ofState] = [await facts.logIdentity(), state.logIdentity()];
  if (ofFacts !== null && hasGrown(ofFacts, identity)) {
    await facts.setGrown();
    await facts.setLogIdentity(identity);
  }
  if (ofState !== null && hasGrown(ofState, identity)) {
    for (let partition = 0; partition < log.partitionCount; partition++) await state.forget(partition);
    await state.setLogIdentity(identity);
  }
  await requireSameLog(log, facts, state);
}

/** The log ends before the facts: it was put back to an earlier state, and gives their positions to other records. */
export class LogBehindFacts extends Error {
  override readonly name = 'LogBehindFacts';

  constructor(partition: number, offset: number, what: string) {
    super(
      `the facts of partition ${partition} go up to position ${offset}, and the log ${what}: the log was put back to an earlier state. Put ClickHouse and the data folder back to the same state or an earlier one (sohoso repair then reads the rest from the log), or bring the newer log back`,
    );
  }
}

/**
 * Makes sure that the log was not put back to an earlier state than the facts are of: what it took in since would stand at
 * positions that seem known, and be passed over. Where a look at single records is cheap, the last fact must be that of the
 * record at its position. Throws LogBehindFacts.
 */
async function requireNotBehind(
  log: EventLog,
  lag: readonly PartitionLag[],
  last: Awaited<ReturnType<Facts['lastRecorded']>>,
): Promise<void> {
  for (const { partition, end } of lag) {
    const { offset, atMs } = last.get(partition) ?? { offset: -1, atMs: 0 };
    const [record] =
      log.exclusive && offset >= 0 && offset < end ? await log.read(partition, offset, offset) : [];
    if (offset < end && (record === undefined || record.recordedAtMs === atMs)) continue;
    throw new LogBehindFacts(partition, offset, offset < end ? 'has another record there' : `ends at ${end}`);
  }
}

/**
 * Where the facts end before the committed offset, as in a store from a back-up: by partition, the position from which the log has
 * to be read again. Throws LogBehindFacts where it is the log that was put back.
 */
export async function behindCommitted(
  log: EventLog,
  group: string,
  facts: Facts,
): Promise<ReadonlyMap<number, number>> {
  // In this order: others may be folding, and what they commit after this is in the facts that are read next.
  const committedFirst = await log.lag(group);
  const last = await facts.lastRecorded();
  // The log's ends once more: what others took from it meanwhile may be in the facts already.
  await requireNotBehind(log, await log.lag(group), last);
  const behind = new Map<number, number>();
  for (const { partition, begin, committed } of committedFirst) {
    const next = Math.max(begin, (last.get(partition)?.offset ?? -1) + 1);
    if (next < committed) behind.set(partition, next);
  }
  return behind;
}
