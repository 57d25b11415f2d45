import type { ClickHouseClient } from '@clickhouse/client';
import { insertComment, insertFault } from './claims.ts';
import { requireNoMaintenance } from './locks.ts';
import { batchStart, lastBatches, type MarkSums, standing } from './queries/positions.ts';
import { type RollUp, sums } from './queries/sums.ts';

/** A roll-up holds what no cut-off insert can leave behind; it must be rebuilt from the facts. */
export class RollUpsBroken extends Error {
  override readonly name = 'RollUpsBroken';
}

/** The most batches that are inserted again; a partition has one in doubt at a time. */
const MAX_BATCHES = 100;

interface Batch {
  readonly from: number;
  readonly to: number;
}

/** What a roll-up has less than the facts, by its marks. */
interface Lack {
  readonly positions: number;
  readonly batches: bigint;
}

/**
 * Brings each roll-up up to the facts of one partition, by the marks of its batches: an insert that was cut off leaves some
 * roll-ups without the last batch. The caller must have claimed the partition and waited for earlier inserts; others may go on
 * with theirs. Returns the position after the last fact. Throws RollUpsBroken where marks do not fit, Fenced where another
 * has claimed the partition since, StoreLocked while the store is repaired or its roll-ups are exchanged.
 */
export async function healRollUps(
  client: ClickHouseClient,
  partition: number,
  claim: string,
): Promise<number> {
  const [stand] = await standing.run(client, { partition });
  if (stand === undefined) throw new TypeError('a query without rows');
  const [ofProcedure, ofUnit, ofLeg] = (['procedureDay', 'unitDay', 'legDay'] as const).map((of) =>
    lackOf(stand, of),
  ) as [Lack, Lack, Lack];
  if ([ofProcedure, ofUnit, ofLeg].every(isNothing)) return stand.next;

  const tail = await tailOf(client, partition, stand);
  const add = async (table: RollUp, batches: readonly Batch[], sign: 1 | -1 = 1) => {
    for (const batch of batches) {
      const params = { table, partition, ...batch, sign, claim };
      await sums[table].run(client, params, insertComment(partition)).catch((error: Error) => {
        throw insertFault(error);
      });
    }
  };
  const procedure = await tail('procedure_day', ofProcedure);
  const unit = await tail('unit_day', ofUnit);
  const leg = await tail('leg_day', ofLeg);
  // What goes into procedure_day reaches unit_day through the view; so both must lack the same before.
  await add('unit_day', procedure.slice(unit.length), -1);
  await add('unit_day', unit.slice(procedure.length));
  await add('procedure_day', procedure);
  await add('leg_day', leg);
  return stand.next;
}

function lackOf(stand: MarkSums, of: 'procedureDay' | 'unitDay' | 'legDay'): Lack {
  return {
    positions: stand.marked - stand[of],
    batches: BigInt(stand.markedBatches) - BigInt(stand[`${of}Batches`]),
  };
}

const isNothing = ({ positions, batches }: Lack) => positions === 0 && batches === 0n;

/** Finds the last batches of the partition that make up what a roll-up lacks, newest first. */
async function tailOf(client: ClickHouseClient, partition: number, stand: MarkSums) {
  const last = await lastBatches.run(client, { partition, limit: MAX_BATCHES });
  return async (table: RollUp, lacking: Lack): Promise<readonly Batch[]> => {
    if (isNothing(lacking)) return [];
    let [positions, batches, count] = [0, 0n, 0];
    for (const batch of last) {
      positions += batch.positions;
      batches += BigInt(batch.hash);
      count++;
      if (positions >= lacking.positions) break;
    }
    if (positions !== lacking.positions || batches !== lacking.batches) {
      await requireNoMaintenance(client);
      throw new RollUpsBroken(
        `${table} does not hold the batches of partition ${partition} that the facts have (${stand.marked - lacking.positions} positions of ${stand.marked}), and no cut-off insert leaves that behind; see what differs with: sohoso audit, and mend it with: sohoso repair`,
      );
    }
    return Promise.all(last.slice(0, count).map((batch) => rangeOf(client, partition, batch)));
  };
}

async function rangeOf(
  client: ClickHouseClient,
  partition: number,
  { offset, positions }: { readonly offset: number; readonly positions: number },
): Promise<Batch> {
  const [found] = await batchStart.run(client, { partition, end: offset, positions });
  return { from: found?.start ?? offset, to: offset };
}
