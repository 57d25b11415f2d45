import { Readable } from 'node:stream';
import type { AnomalyChange, Day, DossierEvent, Movement } from '@sohoso/dossier';
import type { ClickHouse } from './clickhouse.ts';
import { factLine } from './fact-line.ts';
import { type EventRow, factsEvents, factsNextOffset, factsOffsets, installation } from './queries/facts.ts';
import { repairRollUps } from './queries/repair.ts';

interface AtPosition {
  readonly partition: number;
  readonly offset: number;
  readonly recordedAtMs: number;
  readonly recordedDay: Day;
}

/** What became of one position of the log. Every position that was read becomes exactly one fact. */
export type Fact = AtPosition &
  (
    | {
        readonly disposition: 'counted';
        readonly event: DossierEvent;
        readonly movements: readonly Movement[];
        readonly anomalies: readonly AnomalyChange[];
      }
    | { readonly disposition: 'repeated'; readonly event: DossierEvent }
    | { readonly disposition: 'rerouted'; readonly event: DossierEvent }
    | { readonly disposition: 'refused'; readonly reason: string; readonly detail: string }
  );

/** Reads and writes of the facts table. */
export class Facts {
  readonly #clickhouse: ClickHouse;

  constructor(clickhouse: ClickHouse) {
    this.#clickhouse = clickhouse;
  }

  /**
   * Inserts the facts of one batch: all of them, or on an error none or all. The token must name the batch; the
   * same token again is skipped by the facts and by each roll-up that has it already.
   */
  async insert(facts: readonly Fact[], token: string): Promise<void> {
    if (facts.length === 0) return;
    const lines = facts.map(factLine).join('\n');
    const result = await this.#clickhouse.writer.exec({
      query: 'INSERT INTO fact_lines FORMAT LineAsString',
      values: Readable.from([lines], { objectMode: false }),
      clickhouse_settings: { insert_deduplication_token: token },
    });
    // Nothing comes back, but a stream that nobody reads would hold its connection.
    for await (const _ of result.stream);
  }

  /** Makes every roll-up hold what the facts add up to; see `repairRollUps`. */
  repairRollUps(): Promise<void> {
    return repairRollUps(this.#clickhouse.writer);
  }

  /** The identity of the log that these are the facts of; null when there are none yet. */
  async logIdentity(): Promise<string | null> {
    const [row] = await installation.run(this.#clickhouse.writer, { name: 'log' });
    return row?.value ?? null;
  }

  async setLogIdentity(identity: string): Promise<void> {
    await this.#clickhouse.writer.insert({
      table: 'installation',
      columns: ['name', 'value'],
      values: [['log', identity]],
      format: 'JSONCompactEachRow',
      clickhouse_settings: { insert_deduplication_token: `log:${identity}` },
    });
  }

  /** Which of the positions `from` … `to` (both included) are there. */
  async offsets(partition: number, from: number, to: number): Promise<ReadonlySet<number>> {
    const rows = await factsOffsets.run(this.#clickhouse.writer, { partition, from, to });
    return new Set(rows.map((row) => row.offset));
  }

  /** The position after the last one of each partition that has any. */
  async nextOffsets(): Promise<ReadonlyMap<number, number>> {
    const rows = await factsNextOffset.run(this.#clickhouse.writer, {});
    return new Map(rows.map((row) => [row.partition, row.next]));
  }

  /** The counted events of a partition from a position on, in log order, in pages; what fold state is made of. */
  async *events(
    partition: number,
    start: number,
    pageSize = 50_000,
  ): AsyncGenerator<readonly DossierEvent[]> {
    let from = start;
    for (;;) {
      const rows = await factsEvents.run(this.#clickhouse.reader, { partition, from, limit: pageSize });
      if (rows.length === 0) return;
      yield rows.map(toEvent);
      from = (rows.at(-1)?.offset ?? from) + 1;
    }
  }
}

/** The event that a row was made of. */
function toEvent({ dossier, source, id, type, atMicros, day, data }: EventRow): DossierEvent {
  return { type, source, id, dossier, at: atMicros, day, ...JSON.parse(data) } as DossierEvent;
}
