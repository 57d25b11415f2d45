import type { AnomalyChange, DossierEvent, Movement } from '@sohoso/dossier';
import { type Day, formatDay, formatInstant, instantFromMs } from '@sohoso/dossier';
import type { ClickHouse } from './clickhouse.ts';
import { type EventRow, factsEvents, factsNextOffset, factsOffsets } from './queries/facts.ts';

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

const columns: [string, ...string[]] = [
  'partition',
  'offset',
  'recorded_at',
  'recorded_day',
  'disposition',
  'reason',
  'detail',
  'dossier',
  'source',
  'id',
  'type',
  'time',
  'event_day',
  'data',
  'movements',
  'anomalies',
];

const NO_EVENT = ['', '', '', '', '1970-01-01 00:00:00.000000', '1970-01-01', ''] as const;
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
    await this.#clickhouse.writer.insert({
      table: 'dossier_events',
      columns,
      values: facts.map(toRow),
      format: 'JSONCompactEachRow',
      clickhouse_settings: { insert_deduplication_token: token },
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

  /** All counted events of a partition in log order, in pages; for rebuilding fold state. */
  async *events(partition: number, pageSize = 50_000): AsyncGenerator<readonly DossierEvent[]> {
    let from = 0;
    for (;;) {
      const rows = await factsEvents.run(this.#clickhouse.reader, { partition, from, limit: pageSize });
      if (rows.length === 0) return;
      yield rows.map(toEvent);
      from = (rows.at(-1)?.offset ?? from) + 1;
    }
  }
}

/** `2020-04-03 01:15:00.000` as the strict parser of the store reads it. */
function dateTime(iso: string): string {
  return iso.replace('T', ' ').replace('Z', '');
}

function toRow(fact: Fact): unknown[] {
  const { partition, offset, recordedAtMs, recordedDay, disposition } = fact;
  const recordedAt = dateTime(formatInstant(instantFromMs(recordedAtMs)).slice(0, 23));
  const position = [partition, offset, recordedAt, formatDay(recordedDay), disposition];
  if (fact.disposition === 'refused') return [...position, fact.reason, fact.detail, ...NO_EVENT, [], []];
  const described = [...position, '', '', ...eventColumns(fact.event)];
  if (fact.disposition !== 'counted') return [...described, [], []];
  return [...described, fact.movements.map(movementTuple), fact.anomalies.map(anomalyTuple)];
}

function eventColumns(event: DossierEvent): unknown[] {
  const { dossier, source, id, type, at, day, ...data } = event;
  return [dossier, source, id, type, dateTime(formatInstant(at)), formatDay(day), JSON.stringify(data)];
}

function movementTuple({ unit, procedure, field, day, measure, leg, quantity }: Movement): unknown[] {
  return [unit, procedure, field, formatDay(day), measure, leg, quantity];
}

function anomalyTuple({ source, id, code, unit, day, quantity }: AnomalyChange): unknown[] {
  return [source, id, code, unit, formatDay(day), quantity];
}

/** The event that a row was made of. */
function toEvent({ dossier, source, id, type, atMicros, day, data }: EventRow): DossierEvent {
  return { type, source, id, dossier, at: atMicros, day, ...JSON.parse(data) } as DossierEvent;
}
