import { randomUUID } from 'node:crypto';
import type { EventLog } from '@sohoso/log';
import {
  type AuditFault,
  audit,
  auditState,
  type ClickHouse,
  type Facts,
  type FoldState,
  type Lock,
  missingPositions,
  rebuildRollUps,
  stateFaults,
  takeMaintenance,
} from '@sohoso/store';
import type { FoldRules } from './fold-batch.ts';
import { Partitions } from './partitions.ts';
import { type MissingRun, restoreFacts } from './restore.ts';
import { adoptGrowth } from './same-log.ts';

/** How far a piece of maintenance is: log positions, or events, done of all. */
export interface MaintenanceProgress {
  readonly step: 'restore-facts' | 'rebuild-rollups' | 'rebuild-state';
  readonly done: number;
  readonly of: number;
}

export interface MaintenanceDeps {
  readonly log: EventLog;
  readonly group: string;
  readonly clickhouse: ClickHouse;
  readonly facts: Facts;
  readonly state: FoldState;
  readonly rules: Omit<FoldRules, 'partitionOf'>;
  /** Does something while nothing is folded in a partition, where a consumer runs in this process. */
  readonly whileStill?: <T>(partition: number, work: () => Promise<T>) => Promise<T>;
}

type Tell = (progress: MaintenanceProgress) => void;

const MAX_RUNS = 10_000;

/** What brings log, facts, roll-ups and fold state back together, while reports are answered and, mostly, events are folded. */
export class Maintenance {
  readonly #deps: MaintenanceDeps;

  constructor(deps: MaintenanceDeps) {
    this.#deps = deps;
  }

  /** Restores missing facts from the log, then rebuilds roll-ups and fold state where the audit finds fault with them. */
  async repair(tell: Tell): Promise<readonly string[]> {
    const done: string[] = [];
    // One at a time, over all processes on this store: facts that come back while roll-ups are rebuilt would be lost to them.
    const lease = await takeMaintenance(this.#deps.clickhouse.writer, `repair-${randomUUID()}`);
    try {
      const restored = await this.#restoreFacts(tell);
      if (restored > 0) done.push(`${restored} facts restored from the log`);
      const { faults } = await audit(this.#deps.clickhouse.reader, null);
      if (faults.some(({ check }) => check === 'cells' || check === 'months' || check === 'marks')) {
        await this.rebuildRollUps(tell, lease);
        done.push('roll-ups rebuilt from the facts');
      }
    } finally {
      await lease.release();
    }
    const wrong = new Set((await this.#differing()).map(({ partition }) => partition));
    const ends = await this.#deps.facts.nextOffsets();
    for (let partition = 0; partition < this.#deps.log.partitionCount; partition++) {
      // Ahead of the facts; where a consumer runs here the facts may well be ahead of the state for a moment.
      if ((this.#deps.state.position(partition) ?? 0) > (ends.get(partition) ?? 0)) wrong.add(partition);
    }
    if (wrong.size > 0) {
      await this.rebuildState(tell, [...wrong]);
      done.push(`fold state of ${wrong.size} partitions rebuilt from the facts`);
    }
    return done;
  }

  /** Folds records at positions that the facts lack once more; returns how many facts were restored. */
  async #restoreFacts(tell: Tell): Promise<number> {
    const { log, group, facts, clickhouse } = this.#deps;
    const missing: MissingRun[] = [];
    // In this order: what others commit after this is in the facts that are read next.
    const lag = await log.lag(group);
    const ends = await facts.nextOffsets();
    for (const { partition, begin, committed } of lag) {
      const runs = await missingPositions.run(clickhouse.reader, { partition, limit: MAX_RUNS });
      missing.push(...runs.map((run) => ({ partition, ...run })));
      const next = Math.max(begin, ends.get(partition) ?? 0);
      if (next < committed) missing.push({ partition, start: next, end: committed - 1 });
    }
    const of = missing.reduce((sum, { start, end }) => sum + end - start + 1, 0);
    let done = 0;
    return restoreFacts(this.#deps, missing, (positions) => {
      done += positions;
      tell({ step: 'restore-facts', done, of });
    });
  }

  /** Makes all roll-ups anew from the facts; see `rebuildRollUps` of the store. */
  rebuildRollUps(tell: Tell, held?: Lock): Promise<void> {
    return rebuildRollUps(
      this.#deps.clickhouse,
      (progress) => tell({ step: 'rebuild-rollups', ...progress }),
      held,
    );
  }

  /** Makes the fold state of partitions anew from the facts; of all that have facts, unless told which. */
  async rebuildState(tell: Tell, only?: readonly number[]): Promise<void> {
    const { log, facts, state, whileStill } = this.#deps;
    if (whileStill === undefined) await adoptGrowth(log, facts, state);
    const ends = await facts.nextOffsets();
    const partitions = only ?? (await this.#partitionsWithDossiers(ends));
    const of = partitions.reduce((sum, partition) => sum + (ends.get(partition) ?? 0), 0);
    let done = 0;
    tell({ step: 'rebuild-state', done, of });
    const stands = new Partitions(log, facts, state, 'rebuild');
    for (const partition of partitions) {
      const before = done;
      await this.#still(partition, async () => {
        const next = (await facts.nextOffsets()).get(partition) ?? 0;
        await stands.rebuild(partition, next, (events) => {
          done = Math.min(of, done + events);
          tell({ step: 'rebuild-state', done, of });
        });
      });
      // Not every position is an event that counts.
      done = before + (ends.get(partition) ?? 0);
      tell({ step: 'rebuild-state', done, of });
    }
  }

  /** Compares the fold state with the facts. */
  async auditState(): Promise<readonly AuditFault[]> {
    return stateFaults(await this.#differing());
  }

  async #differing() {
    const { log, clickhouse, facts, state } = this.#deps;
    const homes = (await facts.hasGrown()) ? log.partitionCount : 0;
    const found = [];
    for (let partition = 0; partition < log.partitionCount; partition++) {
      if (state.position(partition) === null) continue;
      found.push(
        ...(await this.#still(partition, () => auditState(clickhouse.reader, state, partition, homes))),
      );
    }
    return found;
  }

  /** Where the log has grown, dossiers may have moved to partitions that have no facts of their own yet. */
  async #partitionsWithDossiers(ends: ReadonlyMap<number, number>): Promise<readonly number[]> {
    if (!(await this.#deps.facts.hasGrown())) return [...ends.keys()];
    return Array.from({ length: this.#deps.log.partitionCount }, (_, partition) => partition);
  }

  #still<T>(partition: number, work: () => Promise<T>): Promise<T> {
    return this.#deps.whileStill?.(partition, work) ?? work();
  }
}
