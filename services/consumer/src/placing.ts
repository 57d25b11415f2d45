import type { EventLog, LogBatch, Logger, LogRecord } from '@sohoso/log';
import type { PartitionStand } from './partitions.ts';
import { LogBehindFacts } from './same-log.ts';

/** Positions were deleted from the log before they were read; what stood there was never counted. */
export class LogTruncated extends Error {
  override readonly name = 'LogTruncated';
}

interface Placed {
  /** The records that have not been folded yet; none where the reader was sent to another place. */
  readonly records: readonly LogRecord[];
  /** Whether positions before the first record held some that were deleted. */
  readonly isLost: boolean;
}

const NOTHING: Placed = { records: [], isLost: false };

/**
 * Fits a batch to where the partition stands: passes over what is known, sends the reader back where it is ahead (the
 * committed offset is, when the state was lost). Positions between that hold no record are those of transactions, unless
 * the log begins behind them: then events are lost. Throws LogTruncated, or goes on where that is allowed.
 */
export async function placed(
  batch: LogBatch,
  stand: PartitionStand,
  { log, logger }: { readonly log: EventLog; readonly logger: Logger },
  { consume, skipLost }: { readonly consume: { readonly group: string }; readonly skipLost: boolean },
): Promise<Placed> {
  const { partition } = batch;
  const first = batch.records[0]?.offset ?? stand.position;
  const last = batch.records.at(-1)?.offset ?? stand.position;
  const edges = async () =>
    (await log.lag(consume.group)).find((p) => p.partition === partition) ?? { begin: 0, end: 0 };
  if (last < stand.position) {
    const { end } = await edges();
    if (end < stand.position) throw new LogBehindFacts(partition, stand.position - 1, `ends at ${end}`);
    // Done before the commit that was cut off, it seems; without one now, a partition that gets nothing more would lag for ever.
    await batch.commit(stand.position);
    return NOTHING;
  }
  if (first > stand.position && !stand.isPlaced) {
    stand.isPlaced = true;
    batch.seek(stand.position);
    return NOTHING;
  }
  stand.isPlaced = true;
  const records =
    first >= stand.position ? batch.records : batch.records.filter((r) => r.offset >= stand.position);
  if (first <= stand.position) return { records, isLost: false };
  const { begin } = await edges();
  if (begin <= stand.position) return { records, isLost: false };
  const lost = `positions ${stand.position}–${begin - 1} were deleted from the log before they were read`;
  if (stand.position > 0 && !skipLost) {
    throw new LogTruncated(
      `partition ${partition}: ${lost}; what stood there was never counted. Bring the log back from a copy if there is one, and let its topic keep events for ever (retention.ms=-1); to go on without them, start with SOHOSO_SKIP_LOST_EVENTS=true, and the audit will keep naming them`,
    );
  }
  logger.error({ partition, position: stand.position, begin }, lost);
  return { records, isLost: true };
}
