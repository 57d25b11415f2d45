import type { ClickHouseClient } from '@clickhouse/client';
import { insertComment, insertFault } from './claims.ts';
import { batchStart, lastBatches, type MarkSums, standing } from './queries/positions.ts';
import { type RollUp, sums } from './queries/sums.ts';

/** A roll-up holds what no cut-off insert can leave behind; it must be rebuilt from the facts. */
export class RollUpsBroken extends Error {
  override readonly name = 'RollUpsBroken';
}

/** The most batches that are inserted again; a partition has one in doubt at a time. */
const MAX_BATCHES = 1_000;

interface Batch {
  readonly from: number;
  readonly to: number;
}

/**
 * Brings each roll-up up to the facts of one partition, by the marks of its batches: an insert that was cut off leaves some
 * roll-ups without the last batch. The caller must have claimed the partition and waited for earlier inserts; others may go on
 * with theirs. Returns the position after the last fact. Throws RollUpsBroken where marks do not fit, Fenced where another
 * has claimed the partition since, StoreLocked while the roll-ups are exchanged.
 */
export async function healRollUps(
  client: ClickHouseClient,
  partition: number,
  claim: string,
): Promise<number> {
  const [stand] = await standing.run(client, { partition });
  if (stand === undefined) throw new TypeError('a query without rows');
  const lacks = (of: Exclude<keyof MarkSums, 'marked'>) => stand.marked - stand[of];
  const [ofProcedure, ofUnit, ofLeg] = [lacks('procedureDay'), lacks('unitDay'), lacks('legDay')];
  if (ofProcedure === 0 && ofUnit === 0 && ofLeg === 0) return stand.next;

  const tail = await tailOf(client, partition, stand, Math.max(ofProcedure, ofUnit, ofLeg));
  const add = async (table: RollUp, batches: readonly Batch[], sign: 1 | -1 = 1) => {
    for (const batch of batches) {
      const params = { table, partition, ...batch, sign, claim };
      await sums[table].run(client, params, insertComment(partition)).catch((error: Error) => {
        throw insertFault(error);
      });
    }
  };
  const procedure = tail.of('procedure_day', ofProcedure);
  const unit = tail.of('unit_day', ofUnit);
  // What goes into procedure_day reaches unit_day through the view; so both must lack the same before.
  await add('unit_day', procedure.slice(unit.length), -1);
  await add('unit_day', unit.slice(procedure.length));
  await add('procedure_day', procedure);
  await add('leg_day', tail.of('leg_day', ofLeg));
  return stand.next;
}

/** The last batches of the partition, newest first, as far as `positions` reach back. */
async function tailOf(client: ClickHouseClient, partition: number, stand: MarkSums, positions: number) {
  const batches: (Batch & { upTo: number })[] = [];
  let upTo = 0;
  for (const last of await lastBatches.run(client, { partition, limit: MAX_BATCHES })) {
    if (upTo >= positions) break;
    const [found] = await batchStart.run(client, { partition, end: last.offset, positions: last.positions });
    upTo += last.positions;
    batches.push({ from: found?.start ?? last.offset, to: last.offset, upTo });
  }
  return {
    of(table: RollUp, lacking: number): readonly Batch[] {
      if (lacking === 0) return [];
      const count = batches.findIndex((batch) => batch.upTo === lacking) + 1;
      if (count > 0) return batches.slice(0, count).map(({ from, to }) => ({ from, to }));
      const held = stand.marked - lacking;
      throw new RollUpsBroken(
        `${table} holds ${held} positions of partition ${partition}, the facts ${stand.marked}, and no cut-off insert leaves that behind; see what differs with: sohoso audit, and mend it with: sohoso repair`,
      );
    },
  };
}
