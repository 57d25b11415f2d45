import type { PartitionLag } from '@sohoso/log';
import { Counter, Gauge, Histogram, type Registry } from '@sohoso/service';
import { faultKinds, type LagProbe, type LastFault } from './health.ts';

/** Every metric of the system that is not the process's own. Names end in their unit, or in `_total` where they only grow. */
export const metrics = {
  logReachable: {
    name: 'sohoso_log_reachable',
    help: '1 when the log answered this scrape within 2 s, else 0; the gauges of positions and lag are absent then',
  },
  logEndPosition: {
    name: 'sohoso_log_end_position',
    help: 'Position that the next event of the partition will get',
    labelNames: ['partition'],
  },
  logCommittedPosition: {
    name: 'sohoso_log_committed_position',
    help: 'Position before which all events of the partition are in the store',
    labelNames: ['partition'],
  },
  lag: {
    name: 'sohoso_lag_events',
    help: 'Events of the partition that the log has and the store has not',
    labelNames: ['partition'],
  },
  records: {
    name: 'sohoso_records_total',
    help: 'Records worked on and committed since the start, the refused ones included',
  },
  refused: {
    name: 'sohoso_refused_total',
    help: 'Records put aside as dead letters since the start, by reason',
    labelNames: ['reason'],
  },
  batches: { name: 'sohoso_batches_total', help: 'Batches committed since the start' },
  insertSeconds: {
    name: 'sohoso_insert_seconds',
    help: 'Seconds that an insert of one batch into ClickHouse took; failed attempts are not in it',
    // From an insert of a few events to one that runs into its time limit.
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  },
  insertFailures: {
    name: 'sohoso_insert_failures_total',
    help: 'Attempts to insert a batch that failed since the start; most are tried again',
  },
  faults: {
    name: 'sohoso_faults_total',
    help: 'Faults since the start that are not bad records, by kind; most mend by themselves',
    labelNames: ['kind'],
  },
  lastFault: {
    name: 'sohoso_last_fault_timestamp_seconds',
    help: 'When the last fault was, in seconds since 1970; absent before the first',
  },
  auditHolds: {
    name: 'sohoso_audit_holds',
    help: '1 when the last audit found that log, facts and roll-ups agree, else 0; absent before the first',
  },
  auditFaults: {
    name: 'sohoso_audit_faults',
    help: 'Faults that the last audit found, by check',
    labelNames: ['check'],
  },
  auditDuration: {
    name: 'sohoso_audit_duration_seconds',
    help: 'Seconds that the last audit took; absent before the first',
  },
  auditTimestamp: {
    name: 'sohoso_audit_timestamp_seconds',
    help: 'When the last audit ended, in seconds since 1970; absent before the first',
  },
} as const;

/** What an audit came to. */
export interface AuditOutcome {
  readonly holds: boolean;
  /** How many faults each check found; checks without one are named too, with 0. */
  readonly faultsByCheck: ReadonlyMap<string, number>;
  readonly durationMs: number;
  /** Milliseconds since 1970. */
  readonly endedAtMs: number;
}

/** What the consumer tells Prometheus, under the names above. Lag is asked of the log on each scrape, with a bound. */
export class ConsumerMetrics {
  readonly #records: Counter;
  readonly #refused: Counter<'reason'>;
  readonly #batches: Counter;
  readonly #insertSeconds: Histogram;
  readonly #insertFailures: Counter;
  readonly #faults: Counter<'kind'>;
  readonly #lastFault: Gauge;
  readonly #auditHolds: Gauge;
  readonly #auditFaults: Gauge<'check'>;
  readonly #auditDuration: Gauge;
  readonly #auditTimestamp: Gauge;

  constructor(registry: Registry, lag: LagProbe) {
    const registers = [registry];
    registerLag(registry, lag);
    this.#records = new Counter({ ...metrics.records, registers });
    this.#refused = new Counter({ ...metrics.refused, registers });
    this.#batches = new Counter({ ...metrics.batches, registers });
    this.#insertSeconds = new Histogram({
      ...metrics.insertSeconds,
      buckets: [...metrics.insertSeconds.buckets],
      registers,
    });
    this.#insertFailures = new Counter({ ...metrics.insertFailures, registers });
    this.#faults = new Counter({ ...metrics.faults, registers });
    // Known from the start with 0, so that the first fault of a kind shows as an increase.
    for (const kind of faultKinds) this.#faults.inc({ kind }, 0);
    this.#lastFault = absent(new Gauge({ ...metrics.lastFault, registers }));
    this.#auditHolds = absent(new Gauge({ ...metrics.auditHolds, registers }));
    this.#auditFaults = new Gauge({ ...metrics.auditFaults, registers });
    this.#auditDuration = absent(new Gauge({ ...metrics.auditDuration, registers }));
    this.#auditTimestamp = absent(new Gauge({ ...metrics.auditTimestamp, registers }));
  }

  /** Notes a batch whose state and position are committed; `records` counts the refused ones too. */
  committed(records: number, refused: readonly { readonly reason: string }[]): void {
    this.#batches.inc();
    this.#records.inc(records);
    for (const { reason } of refused) this.#refused.inc({ reason });
  }

  /** Makes one attempt to insert a batch and notes how long it took, or that it failed. Throws what the attempt throws. */
  async inserting<T>(attempt: () => Promise<T>): Promise<T> {
    const end = this.#insertSeconds.startTimer();
    try {
      const result = await attempt();
      end();
      return result;
    } catch (error) {
      this.#insertFailures.inc();
      throw error;
    }
  }

  fault({ kind, atMs }: Pick<LastFault, 'kind' | 'atMs'>): void {
    this.#faults.inc({ kind });
    this.#lastFault.set(atMs / 1_000);
  }

  audited({ holds, faultsByCheck, durationMs, endedAtMs }: AuditOutcome): void {
    this.#auditHolds.set(holds ? 1 : 0);
    this.#auditFaults.reset();
    for (const [check, faults] of faultsByCheck) this.#auditFaults.set({ check }, faults);
    this.#auditDuration.set(durationMs / 1_000);
    this.#auditTimestamp.set(endedAtMs / 1_000);
  }
}

/** A gauge starts at 0, which would be a statement; taken out, it says nothing until it is set. */
function absent(gauge: Gauge): Gauge {
  gauge.remove();
  return gauge;
}

/** Each gauge asks for itself, for a registry reads them all at once; the probe makes one request of it. */
function registerLag(registry: Registry, lag: LagProbe): void {
  const byPartition = (
    metric: { readonly name: string; readonly help: string; readonly labelNames: readonly ['partition'] },
    figure: (of: PartitionLag) => number,
  ) =>
    new Gauge<'partition'>({
      ...metric,
      registers: [registry],
      async collect() {
        const answer = await lag();
        this.reset();
        if (answer.fault !== undefined) return;
        for (const partitionLag of answer.partitions)
          this.set({ partition: String(partitionLag.partition) }, figure(partitionLag));
      },
    });
  byPartition(metrics.logEndPosition, ({ end }) => end);
  byPartition(metrics.logCommittedPosition, ({ committed }) => committed);
  byPartition(metrics.lag, ({ waiting }) => waiting);
  new Gauge({
    ...metrics.logReachable,
    registers: [registry],
    async collect() {
      this.set((await lag()).fault === undefined ? 1 : 0);
    },
  });
}
