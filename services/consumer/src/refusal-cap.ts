import type { Fact } from '@sohoso/store';

export interface RefusalCapOptions {
  /** How many of the last records are looked at. */
  readonly windowRecords: number;
  /** The most of them that may be refused, in percent of the whole window; 100 allows any. */
  readonly maxRefusedPercent: number;
}

/** A record of a batch that was refused. */
export interface RefusedRecord {
  /** Its place in the batch, counted from 0. */
  readonly index: number;
  /** A reason code, e.g. `schema-invalid`. */
  readonly reason: string;
}

/** More records were refused than a sender's slips explain. What it holds back stays in the log. */
export class TooManyRefused extends Error {
  override readonly name = 'TooManyRefused';
}

const GOOD = 0;
/** Reasons are numbered from 1 in bytes. There are about ten; were there ever more than fit, the rest share the last number. */
const LAST_REASON = 255;
const SHOWN_REASONS = 3;

/**
 * A cap on the share of refused records among the last ones that this consumer worked on. A sender's slip is put aside and
 * its neighbours count; a bad release of a sender, or a wrong units file, must stop the work before the whole log lies in
 * the dead letters. What is missing in a window that is not full yet counts as good, so a few slips stop nothing.
 */
export class RefusalCap {
  readonly #options: RefusalCapOptions;
  /** What became of the last records: GOOD, or the number of the reason. The oldest stands at `#next`. */
  readonly #ring: Uint8Array;
  #next = 0;
  /** How many records the ring holds, up to its length. */
  #held = 0;
  /** How many of them were refused. */
  #refused = 0;
  readonly #reasons: string[] = ['good'];

  /** Throws RangeError where the window is not a whole number of records from 1, or the share not from 0 to 100. */
  constructor(options: RefusalCapOptions) {
    const { windowRecords, maxRefusedPercent } = options;
    if (!Number.isInteger(windowRecords) || windowRecords < 1)
      throw new RangeError(`windowRecords is ${windowRecords}; it must be a whole number from 1`);
    if (!(maxRefusedPercent >= 0 && maxRefusedPercent <= 100))
      throw new RangeError(`maxRefusedPercent is ${maxRefusedPercent}; it must be from 0 to 100`);
    this.#options = options;
    this.#ring = new Uint8Array(windowRecords);
  }

  /**
   * Remembers a batch of `count` records, to be called before anything of it is written. Throws TooManyRefused, and remembers
   * nothing, where after any of its records too many of the last ones are refused. `refused` must ascend by index.
   */
  check(count: number, refused: readonly RefusedRecord[]): void {
    const { windowRecords, maxRefusedPercent } = this.#options;
    if (maxRefusedPercent === 100) return;
    const slide = this.#slide(count, refused);
    if (slide.most * 100 > maxRefusedPercent * windowRecords)
      throw new TooManyRefused(this.#sentence(slide.most, slide.mostAt, refused));
    this.#remember(count, refused, slide.after);
  }

  /**
   * Remembers what became of records before this run, oldest first, so that a restart does not begin with an empty window; of
   * refused ones no more than are allowed, for somebody may have let more through on purpose.
   */
  seed(reasons: readonly string[]): void {
    const { windowRecords, maxRefusedPercent } = this.#options;
    const room = Math.max(0, Math.floor((windowRecords * maxRefusedPercent) / 100) - this.#refused);
    const all = reasons.flatMap((reason, index) => (reason === '' ? [] : [{ index, reason }]));
    const refused = room === 0 ? [] : all.slice(-room);
    this.#remember(reasons.length, refused, this.#slide(reasons.length, refused).after);
  }

  /** Moves the window over a batch without changing it: the most refused ones in it, after which record, and at the end. */
  #slide(count: number, refused: readonly RefusedRecord[]): { most: number; mostAt: number; after: number } {
    const { windowRecords } = this.#options;
    let inWindow = this.#refused;
    let [most, mostAt] = [0, 0];
    let [entering, leaving] = [0, 0];
    for (let i = 0; i < count; i++) {
      const isRefused = refused[entering]?.index === i;
      if (isRefused) {
        entering++;
        inWindow++;
      }
      if (i < windowRecords) {
        if (this.#ring[(this.#next + i) % windowRecords] !== GOOD) inWindow--;
      } else if (refused[leaving]?.index === i - windowRecords) {
        leaving++;
        inWindow--;
      }
      // A good record is never what is too much, however many bad ones lie before it.
      if (isRefused && inWindow > most) {
        most = inWindow;
        mostAt = i;
      }
    }
    if (entering !== refused.length)
      throw new RangeError(`refused records must ascend by index, each below ${count}`);
    return { most, mostAt, after: inWindow };
  }

  #remember(count: number, refused: readonly RefusedRecord[], refusedAfter: number): void {
    const { windowRecords } = this.#options;
    const first = Math.max(0, count - windowRecords);
    for (let i = first; i < count; i++) this.#ring[(this.#next + i) % windowRecords] = GOOD;
    for (const { index, reason } of refused)
      if (index >= first) this.#ring[(this.#next + index) % windowRecords] = this.#numberOf(reason);
    this.#next = (this.#next + count) % windowRecords;
    this.#held = Math.min(windowRecords, this.#held + count);
    this.#refused = refusedAfter;
  }

  #numberOf(reason: string): number {
    const known = this.#reasons.indexOf(reason, 1);
    if (known > GOOD) return known;
    if (this.#reasons.length === LAST_REASON) this.#reasons.push('other');
    if (this.#reasons.length > LAST_REASON) return LAST_REASON;
    return this.#reasons.push(reason) - 1;
  }

  /** The message for a window that ends with the record at `last` of the batch and holds `most` refused ones. */
  #sentence(most: number, last: number, refused: readonly RefusedRecord[]): string {
    const { windowRecords, maxRefusedPercent } = this.#options;
    const counts = new Map<string, number>();
    const add = (reason: string) => void counts.set(reason, (counts.get(reason) ?? 0) + 1);
    for (let i = last + 1; i < windowRecords; i++) {
      const number = this.#ring[(this.#next + i) % windowRecords] ?? GOOD;
      if (number !== GOOD) add(this.#reasons[number] ?? 'other');
    }
    for (const { index, reason } of refused) if (index > last - windowRecords && index <= last) add(reason);
    const seen = Math.min(windowRecords, this.#held + last + 1);
    const allowed = `${maxRefusedPercent} % of ${windowRecords} are allowed`;
    return `${most} of the last ${seen} records were refused (${frequent(counts)}), ${allowed}; nothing more is put aside, and the log keeps them. Where the units file is wrong, mend it and start again; where a sender is, mend it, and start with SOHOSO_MAX_REFUSED_PERCENT=100 to let them all into the dead letters. Look at those put aside with: sohoso dead-letters list`;
  }
}

/** The most frequent reasons with their counts, and how many records had others. */
function frequent(counts: ReadonlyMap<string, number>): string {
  const byCount = [...counts].toSorted(([, a], [, b]) => b - a);
  const shown = byCount.slice(0, SHOWN_REASONS).map(([reason, count]) => `${reason} ${count}`);
  const others = byCount.slice(SHOWN_REASONS).reduce((sum, [, count]) => sum + count, 0);
  return [...shown, ...(others === 0 ? [] : [`others ${others}`])].join(', ');
}

/** The refused ones among the facts of one batch, which has one fact for each record, in order. */
export function refusedAmong(facts: readonly Fact[]): readonly RefusedRecord[] {
  const refused: RefusedRecord[] = [];
  let index = 0;
  for (const fact of facts) {
    if (fact.disposition === 'refused') refused.push({ index, reason: fact.reason });
    index++;
  }
  return refused;
}
