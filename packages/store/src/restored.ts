import type { ClickHouseClient } from '@clickhouse/client';
import { batchWindow } from './queries/positions.ts';

/**
 * The marks that restored facts of one partition must bear: by position, of how many facts it ended the batch. A batch's end
 * says how many facts it has; facts before those belong to a batch whose own end is missing, which was then the last of them.
 */
export async function marksOfRestored(
  client: ClickHouseClient,
  partition: number,
  offsets: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const marks = new Map<number, number>();
  let known = -1;
  for (const position of offsets) {
    if (position <= known) continue;
    const window = await batchWindow.run(client, { partition, position });
    const end = window.at(-1);
    const reach = end?.positions === 0 || end === undefined ? Number.MAX_SAFE_INTEGER : end.offset;
    const restored = new Set(offsets.filter((offset) => offset >= position && offset <= reach));
    const all = [...window.map(({ offset }) => offset), ...restored].toSorted((a, b) => a - b);
    // Without an end behind them all of them are without a mark; else those that the end does not reach back to.
    const unmarked = all.slice(0, Math.max(0, all.length - (end?.positions ?? 0)));
    const last = unmarked.at(-1);
    if (last !== undefined && restored.has(last)) marks.set(last, unmarked.length);
    known = reach;
  }
  return marks;
}
