import { dayNumber } from './clock.ts';
import { Dice } from './dice.ts';
import type { OracleEvent } from './history.ts';
import type { RecordedEvent } from './oracle.ts';
import { inOrderOfArrival, recorded, type Told } from './random-arrivals.ts';
import { dayBetween, dayOf, momentOn, writeDue, writeMoment } from './random-moments.ts';
import { type Reorganisation, reorganised } from './random-reorganisation.ts';

export interface RandomHistoryOptions {
  readonly dossiers?: number | undefined;
  readonly units?: readonly string[] | undefined;
  /** First and last local day on which events happen. Dues may lie outside. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /**
   * What received dossiers are about. With it, a fifth of them lack the one or the other, and a fifth of the received
   * events are corrected some time later: voided, and issued again under a new id. Without it, one procedure in one field.
   */
  readonly about?: About | undefined;
  readonly reorganisation?: Reorganisation | undefined;
}

interface About {
  readonly procedures: readonly string[];
  readonly fields: readonly string[];
}

interface Setting {
  readonly dice: Dice;
  readonly about: About | undefined;
  readonly units: readonly string[];
  readonly from: number;
  readonly to: number;
}

const DEFAULT_UNITS = ['so-tu-phap', 'so-y-te', 'dong-ha', 'vinh-linh', 'so-tnmt'];

/** Weights by repetition: the closings and the moves between units are where most rules meet. */
const KINDS = [
  ...['received', 'forwarded', 'forwarded', 'forwarded', 'transferred', 'transferred', 'due-changed'],
  ...['due-changed', 'supplement-requested', 'supplement-requested', 'supplemented', 'supplemented'],
  ...['deadline-passed', 'deadline-passed', 'resolved', 'resolved', 'withdrawn'],
];

const DEFAULT_ABOUT: About = {
  procedures: ['2.000635', '1.004194', '2.002226', '1.001612'],
  fields: ['ho-tich', 'dat-dai', 'kinh-doanh'],
};

/** Valid events, hostile in every way validity allows, in an order of arrival that is only mostly chronological. */
export function randomHistory(seed: number, options: RandomHistoryOptions = {}): OracleEvent[] {
  return randomArrivals(seed, options).map(({ event }) => event);
}

/**
 * The same events with moments at which they were recorded, in that order: mostly minutes after they happened, some
 * weeks late, some at the same millisecond. Dossiers are about several procedures and fields unless told otherwise.
 */
export function randomRecordedHistory(seed: number, options: RandomHistoryOptions = {}): RecordedEvent[] {
  return recorded(seed, randomArrivals(seed, { about: DEFAULT_ABOUT, ...options }));
}

function randomArrivals(seed: number, options: RandomHistoryOptions) {
  const units = options.units ?? DEFAULT_UNITS;
  if (units.length < 2) throw new Error('a random history needs two units to forward between');
  const dice = new Dice(seed);
  const from = dayNumber(options.from ?? '2019-12-20');
  const setting = { dice, units, from, to: dayNumber(options.to ?? '2020-03-10'), about: options.about };
  const told: Told[] = [];
  for (let number = 1; number <= (options.dossiers ?? 40); number += 1) {
    const story = new Storyteller(setting, `R${seed}-${number}`).tell(told);
    const plan = options.reorganisation;
    told.push(...(plan === undefined ? story : reorganised(dice, story, plan, dayNumber(plan.on))));
  }
  return inOrderOfArrival(dice, told);
}

class Storyteller {
  private readonly told: Told[] = [];
  private readonly counters = new Map<string, number>();
  private readonly setting: Setting;
  private readonly dossier: string;
  private readonly dice: Dice;
  private moment: number;
  private custodian: string;
  private dueDayHint: number;

  constructor(setting: Setting, dossier: string) {
    this.setting = setting;
    this.dossier = dossier;
    this.dice = setting.dice;
    this.custodian = this.dice.pick(setting.units);
    this.dueDayHint = dayBetween(this.dice, setting.from, setting.to);
    this.moment = momentOn(this.dice, this.dueDayHint);
  }

  tell(others: readonly Told[]): readonly Told[] {
    // Some dossiers lack the event that opens them, as when a system was connected half-way.
    if (this.dice.chance(0.88)) this.say('received', this.custodian);
    for (let steps = this.dice.whole(0, 9); steps > 0; steps -= 1) {
      this.letTimePass();
      const unit = this.dice.chance(0.85) ? this.custodian : this.dice.pick(this.setting.units);
      const kind = this.dice.pick(KINDS);
      this.say(kind, unit);
      // The same kind once more at the very same instant: only source and id can decide which comes last.
      if (this.dice.chance(0.12)) this.say(kind, unit);
      // Without a new leg now and then, most of what follows a close would be no more than an anomaly.
      if (['resolved', 'withdrawn'].includes(kind) && this.dice.chance(0.6)) this.say('received', unit);
    }
    if (this.dice.chance(0.5)) this.closeInTheEnd();
    this.voidSome(others);
    if (this.setting.about !== undefined) this.correctSome();
    return this.told;
  }

  private closeInTheEnd(): void {
    this.letTimePass();
    this.say(this.dice.chance(0.8) ? 'resolved' : 'withdrawn', this.custodian);
  }

  private letTimePass(): void {
    if (this.dice.chance(0.2)) return;
    const today = dayOf(this.moment);
    // Jumping to the days around the last due makes early, on time, late and first-overdue days all likely.
    const wanted = this.dice.chance(0.35)
      ? this.dueDayHint + this.dice.pick([-1, 0, 1, 1, 2])
      : today + this.dice.pick([0, 0, 0, 1, 1, 2, 3, 7, 30]);
    const day = Math.min(Math.max(wanted, today), this.setting.to);
    this.moment = Math.max(this.moment, momentOn(this.dice, day));
  }

  private say(kind: string, unit: string): void {
    this.record(kind, this.moment, this.dataOf(kind, unit));
  }

  private record(kind: string, moment: number, data: object, arrival = moment): void {
    const source = `/mcdt/${this.dice.chance(0.7) ? this.custodian : this.dice.pick(this.setting.units)}`;
    // Numbering per source gives different events of one dossier the same id, and "10" sorts before "9".
    const number = (this.counters.get(source) ?? 0) + 1;
    this.counters.set(source, number);
    const event: OracleEvent = {
      specversion: '1.0',
      id: `${this.dossier}-${this.dice.pick(['', '', 'a', 'B'])}${number + 7}`,
      source,
      type: `vn.tthc.dossier.${kind}.v1`,
      subject: this.dossier,
      time: writeMoment(this.dice, moment),
      datacontenttype: 'application/json',
      data,
    };
    this.told.push({ moment, arrival, event });
  }

  private dataOf(kind: string, unit: string): object {
    const { dice } = this;
    switch (kind) {
      case 'received':
        return {
          unit,
          channel: dice.pick(['online', 'direct', 'postal']),
          ...this.due(0.75),
          ...this.subjectMatter(),
        };
      case 'forwarded':
        return this.forwarding(unit);
      case 'transferred':
        return this.fromTo(unit);
      case 'due-changed':
        return { unit, ...this.due(1), ...this.maybe('reason', 'xin lỗi, hẹn lại') };
      case 'supplement-requested':
        return { unit, ...this.maybe('reason', 'thiếu bản sao') };
      case 'supplemented':
        return { unit, ...this.due(0.4) };
      case 'resolved':
        return { unit, outcome: dice.pick(['granted', 'granted', 'refused']), ...this.howItEnded() };
      case 'withdrawn':
        return { unit, ...this.maybe('reason', 'theo nguyện vọng') };
      default:
        return { unit };
    }
  }

  private forwarding(unit: string): object {
    const route = this.fromTo(unit);
    const custody = this.dice.pick([
      {},
      { custody: 'kept' },
      { custody: 'released' },
      { custody: 'released' },
    ]);
    return { ...route, ...this.due(0.6), ...custody };
  }

  private fromTo(from: string): { from: string; to: string } {
    const to = this.dice.pick(this.setting.units.filter((unit) => unit !== from));
    if (this.dice.chance(0.7)) this.custodian = to;
    return { from, to };
  }

  private due(probability: number): object {
    if (!this.dice.chance(probability)) return {};
    const due = writeDue(this.dice, dayOf(this.moment));
    // The hint may be a day off for a due written as a moment elsewhere in the world; it is only a hint.
    this.dueDayHint = dayNumber(due.slice(0, 10));
    return { due };
  }

  private subjectMatter(): object {
    const { dice } = this;
    const { about } = this.setting;
    if (about === undefined)
      return { ...this.maybe('procedure', '2.000635'), ...this.maybe('field', 'ho-tich') };
    return {
      ...(dice.chance(0.8) ? { procedure: dice.pick(about.procedures) } : {}),
      ...(dice.chance(0.8) ? { field: dice.pick(about.fields) } : {}),
    };
  }

  /** What was received with a wrong procedure or field never happened, and happened at the same moment otherwise. */
  private correctSome(): void {
    const received = this.told.filter(({ event }) => event.type.includes('received'));
    for (const { event, moment } of received) {
      if (!this.dice.chance(0.2)) continue;
      const { procedure: _, field: __, ...others } = event.data as Record<string, unknown>;
      const noticed = Math.max(moment, momentOn(this.dice, this.dice.whole(dayOf(moment), this.setting.to)));
      const voids = { source: event.source, id: event.id };
      this.record('voided', noticed, { voids, reason: 'sai thủ tục' });
      this.record('received', moment, { ...others, ...this.subjectMatter() }, noticed);
    }
  }

  private howItEnded(): object {
    const returnedVia = this.dice.pick(['direct', 'online', 'postal', 'postal']);
    return { ...this.maybe('returnedVia', returnedVia), ...this.maybe('cause', 'qua-tai') };
  }

  private maybe(attribute: string, value: string): object {
    return this.dice.chance(0.5) ? { [attribute]: value } : {};
  }

  private voidSome(others: readonly Told[]): void {
    for (const { event } of [...this.told]) if (this.dice.chance(0.07)) this.sayVoid(event);
    const voids = this.told.filter(({ event }) => event.type.includes('voided'));
    for (const { event } of voids) if (this.dice.chance(0.3)) this.sayVoid(event);
    if (this.dice.chance(0.04)) this.sayVoid({ source: '/mcdt/nowhere', id: 'never-sent' });
    // An event of another dossier is out of reach, so this void must change nothing.
    if (others.length > 0 && this.dice.chance(0.1)) this.sayVoid(this.dice.pick(others).event);
  }

  private sayVoid(named: { readonly source: string; readonly id: string }): void {
    const { from, to } = this.setting;
    const moment = this.dice.chance(0.3) ? this.moment : momentOn(this.dice, dayBetween(this.dice, from, to));
    const voids = { source: named.source, id: named.id };
    this.record('voided', moment, { voids, reason: 'nhập nhầm' });
  }
}
