import { Counter, Gauge, type Registry } from '@sohoso/service';

/** How events came in: one by one as they happen, or as a backfill that lets the others pass. */
export const lanes = ['live', 'backfill'] as const;
export type Lane = (typeof lanes)[number];

/** Why a whole request was turned away. */
type TurnedAway = 'key-invalid' | 'rate-limited' | 'overloaded';

/** What intake tells Prometheus; nothing where there is no registry. */
export class IntakeMetrics {
  readonly #events: Counter<'lane' | 'outcome'> | undefined;
  readonly #refused: Counter<'reason'> | undefined;
  readonly #turnedAway: Counter<'kind'> | undefined;
  readonly #waited: Counter | undefined;
  readonly #backfills: Gauge | undefined;

  constructor(registry: Registry | undefined) {
    if (registry === undefined) return;
    const registers = [registry];
    this.#events = new Counter({
      name: 'sohoso_intake_events_total',
      help: 'Events that were sent over HTTP since the start, by lane and by whether they were taken in',
      labelNames: ['lane', 'outcome'],
      registers,
    });
    this.#refused = new Counter({
      name: 'sohoso_intake_refused_total',
      help: 'Events that were refused over HTTP since the start, by reason',
      labelNames: ['reason'],
      registers,
    });
    this.#turnedAway = new Counter({
      name: 'sohoso_intake_turned_away_total',
      help: 'Requests that were turned away whole since the start, by kind of problem',
      labelNames: ['kind'],
      registers,
    });
    this.#waited = new Counter({
      name: 'sohoso_backfill_waiting_seconds_total',
      help: 'Seconds that chunks of backfills waited for their turn and for room since the start',
      registers,
    });
    this.#backfills = new Gauge({
      name: 'sohoso_backfill_under_way',
      help: 'Backfills that are being taken in',
      registers,
    });
    // Known from the start with 0, so that the first one shows as an increase.
    for (const lane of lanes)
      for (const outcome of ['accepted', 'refused']) this.#events.inc({ lane, outcome }, 0);
  }

  accepted(lane: Lane, count: number): void {
    this.#events?.inc({ lane, outcome: 'accepted' }, count);
  }

  refused(lane: Lane, reason: string): void {
    this.#events?.inc({ lane, outcome: 'refused' });
    this.#refused?.inc({ reason });
  }

  turnedAway(kind: TurnedAway): void {
    this.#turnedAway?.inc({ kind });
  }

  backfillWaited(seconds: number): void {
    this.#waited?.inc(seconds);
  }

  backfillsUnderWay(count: number): void {
    this.#backfills?.set(count);
  }
}
