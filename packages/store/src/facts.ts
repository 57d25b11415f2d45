import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { AnomalyChange, Day, DossierEvent, Movement } from '@sohoso/dossier';
import { claimPartition, drainInserts, Fenced, insertComment, insertFault } from './claims.ts';
import { type ClickHouse, INSERT_TIMEOUT_MS } from './clickhouse.ts';
import { type Batch, factLines } from './fact-line.ts';
import { healRollUps } from './heal.ts';
import {
  dossierEvents,
  factsEvents,
  factsNextOffset,
  factsOffsets,
  installation,
  toEvent,
} from './queries/facts.ts';
import { lastDispositions } from './queries/positions.ts';
import { marksOfRestored } from './restored.ts';

interface AtPosition {
  readonly partition: number;
  readonly offset: number;
  readonly recordedAtMs: number;
  readonly recordedDay: Day;
  /** The name of the key under which the record came; null or missing where it tells of none. */
  readonly sentBy?: string | null;
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

/** A partition of the facts that stands still for its claimant. */
export interface Settled {
  /** The claim, which inserts must name. */
  readonly claim: string;
  /** The position after the last fact; 0 where there is none. */
  readonly next: number;
}

/** Reads and writes of the facts table. */
export class Facts {
  readonly #clickhouse: ClickHouse;

  constructor(clickhouse: ClickHouse) {
    this.#clickhouse = clickhouse;
  }

  /**
   * Takes a partition over, or finds out what became of an insert whose outcome is not known: claims it, waits until no
   * earlier insert of it is running, and brings the roll-ups up to its facts. From then on nobody but the claimant adds to it.
   * Throws RollUpsBroken where the roll-ups hold what cannot be.
   */
  async settle(partition: number, owner: string): Promise<Settled> {
    const { writer } = this.#clickhouse;
    const claim = await this.#takeOver(partition, owner);
    return { claim, next: await healRollUps(writer, partition, claim) };
  }

  /**
   * Inserts the facts of one batch of one partition: all of them, or on an error none or all, some roll-ups perhaps without;
   * `settle` tells. The token must be a new one each time. Throws Fenced where another has claimed the partition since.
   */
  async insert(facts: readonly Fact[], batch: Batch, token: string): Promise<void> {
    const [first] = facts;
    if (first === undefined) return;
    const settings = {
      insert_deduplication_token: token,
      log_comment: `${insertComment(first.partition)} ${token}`,
    };
    try {
      const result = await this.#clickhouse.writer.exec({
        query: 'INSERT INTO fact_lines FORMAT LineAsString',
        values: Readable.from([factLines(facts, batch)], { objectMode: false }),
        clickhouse_settings: settings,
      });
      // Nothing comes back, but a stream that nobody reads would hold its connection.
      for await (const _ of result.stream);
    } catch (error) {
      throw insertFault(error as Error);
    }
  }

  async #takeOver(partition: number, owner: string): Promise<string> {
    const claim = await claimPartition(this.#clickhouse.writer, partition, owner);
    await drainInserts(this.#clickhouse, partition, INSERT_TIMEOUT_MS);
    return claim;
  }

  /**
   * Waits until no insert of any partition is running; for what must see all facts that others were about to insert when the
   * log grew.
   */
  drain(): Promise<void> {
    return drainInserts(this.#clickhouse, 'all', INSERT_TIMEOUT_MS);
  }

  /**
   * Inserts facts that had been missing from position `from` on; no view sums them. Claims the partition, so that nobody else
   * inserts the same positions at the same time; what is there by then is left as it is. Returns how many were inserted.
   * Throws Fenced where others claim it again and again.
   */
  async restore(partition: number, from: number, facts: readonly Fact[]): Promise<number> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#restoreUnderClaim(partition, from, facts);
      } catch (error) {
        // A consumer that folds this partition takes it back at once; what was restored by then stays.
        if (!(error instanceof Fenced) || tries >= RESTORE_TRIES) throw error;
      }
    }
  }

  async #restoreUnderClaim(partition: number, from: number, facts: readonly Fact[]): Promise<number> {
    const run = randomUUID();
    const claim = await this.#takeOver(partition, `restore-${run}`);
    const last = facts.at(-1)?.offset ?? from;
    const there = await factsOffsets.run(this.#clickhouse.writer, { partition, from, to: last });
    const known = new Set(there.map(({ offset }) => offset));
    const missing = facts.filter(({ offset }) => !known.has(offset));
    const offsets = missing.map(({ offset }) => offset);
    const restored = await marksOfRestored(this.#clickhouse.reader, partition, offsets);
    if (known.size === 0) {
      await this.insert(missing, { from, claim, restored }, `restore:${run}`);
      return missing.length;
    }
    let after = from;
    for (const fact of facts) {
      const token = `restore:${run}:${fact.offset}`;
      if (!known.has(fact.offset)) await this.insert([fact], { from: after, claim, restored }, token);
      after = fact.offset + 1;
    }
    return missing.length;
  }

  /** The identity of the log that these are the facts of; null when there are none yet. */
  async logIdentity(): Promise<string | null> {
    return this.#installation('log');
  }

  async setLogIdentity(identity: string): Promise<void> {
    await this.#setInstallation('log', identity);
  }

  /** Whether the log has had fewer partitions once: then facts of a dossier may bear the number of another than its own. */
  async hasGrown(): Promise<boolean> {
    return (await this.#installation('grown')) === 'yes';
  }

  async setGrown(): Promise<void> {
    await this.#setInstallation('grown', 'yes');
  }

  async #installation(name: string): Promise<string | null> {
    const [row] = await installation.run(this.#clickhouse.writer, { name });
    return row?.value ?? null;
  }

  async #setInstallation(name: string, value: string): Promise<void> {
    await this.#clickhouse.writer.insert({
      table: 'installation',
      columns: ['name', 'value'],
      values: [[name, value]],
      format: 'JSONCompactEachRow',
      clickhouse_settings: { insert_deduplication_token: `${name}:${value}:${Date.now()}` },
    });
  }

  /** The position after the last one of each partition that has any. */
  async nextOffsets(): Promise<ReadonlyMap<number, number>> {
    const rows = await factsNextOffset.run(this.#clickhouse.writer, {});
    return new Map(rows.map((row) => [row.partition, row.next]));
  }

  /** When the log recorded the last fact of each partition, ms since 1970. */
  async lastRecorded(): Promise<ReadonlyMap<number, { readonly offset: number; readonly atMs: number }>> {
    const rows = await factsNextOffset.run(this.#clickhouse.writer, {});
    return new Map(rows.map((r) => [r.partition, { offset: r.next - 1, atMs: r.recordedAtMs }]));
  }

  /** The counted events of a partition at the positions of a range, in log order, in pages; what fold state is made of. */
  async *events(
    partition: number,
    { start, before }: PositionRange,
    home: Home | null = null,
    pageEvents = PAGE_EVENTS,
  ): AsyncGenerator<DossierEvent[]> {
    let from = start;
    for (;;) {
      const rows = await factsEvents.run(this.#clickhouse.reader, {
        partition,
        from,
        before,
        homes: home?.partitionCount ?? 0,
        home: home?.partition ?? 0,
        limit: pageEvents,
      });
      if (rows.length === 0) return;
      yield rows.map(toEvent);
      from = (rows.at(-1)?.offset ?? from) + 1;
    }
  }

  /** Why each of the last facts of a partition was refused, oldest first; empty for those that were not. */
  async lastRefusals(partition: number, limit: number): Promise<readonly string[]> {
    const rows = await lastDispositions.run(this.#clickhouse.reader, { partition, limit });
    return rows.map(({ reason }) => reason).toReversed();
  }

  /**
   * The counted events of some dossiers that were recorded before a record: at positions of its partition before its own;
   * where the log has grown also those of other partitions that were recorded no later. In the order of recording.
   */
  async eventsBefore(record: RecordPlace, dossiers: readonly string[]): Promise<DossierEvent[]> {
    const { partition, offset: before, recordedAtMs } = record;
    const hasGrown = (await this.hasGrown()) ? 1 : 0;
    const params = { partition, before, recordedAtMs, hasGrown, dossiers } as const;
    return (await dossierEvents.run(this.#clickhouse.reader, params)).map(toEvent);
  }
}

/** Where and when the log took a record in. */
export interface RecordPlace {
  readonly partition: number;
  readonly offset: number;
  readonly recordedAtMs: number;
}

/** Positions from `start` on, without `before`. */
export interface PositionRange {
  readonly start: number;
  readonly before: number;
}

/** The partition, of so many, that a dossier's key belongs to. */
export interface Home {
  readonly partition: number;
  readonly partitionCount: number;
}

const PAGE_EVENTS = 50_000;
const RESTORE_TRIES = 20;
