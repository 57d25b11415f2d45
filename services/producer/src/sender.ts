import { type DossierEvent, type Refusal, unitsOf } from '@sohoso/dossier';
import { ALL_UNITS, type KeptKey } from './keys-file.ts';
import type { TokenBucket } from './token-bucket.ts';

/**
 * Whoever sends under a key: what it may send, and how fast. A key speaks for its units, of any dossier: whether the dossier is at
 * that unit is not asked, for that is known only where events are folded, and in another order than they come. So it may forward
 * any dossier from its own unit to any other, also one that it never had.
 */
export class Sender {
  /** The name of the key, which is kept beside each event. */
  readonly name: string;
  readonly bucket: TokenBucket;
  readonly hasAllUnits: boolean;
  readonly #isSource: (source: string) => boolean;
  /** Null where it may void nothing. */
  readonly #isVoidable: ((source: string) => boolean) | null;
  readonly #units: ReadonlySet<string>;

  constructor({ name, sources, voids, units }: KeptKey, bucket: TokenBucket) {
    this.name = name;
    this.bucket = bucket;
    this.hasAllUnits = units.includes(ALL_UNITS);
    this.#isSource = matcher(sources);
    // What is voided is named by its source alone, not by its unit, and several units may share a source. So a key that does not
    // speak for all of them takes back only what somebody allowed it expressly.
    const mayVoid = voids !== undefined || this.hasAllUnits;
    this.#isVoidable = mayVoid ? matcher(voids ?? sources) : null;
    this.#units = new Set(units);
  }

  /** Why this event is not the sender's to send; null where it is. */
  refusalOf(event: DossierEvent): Refusal | null {
    if (!this.#isSource(event.source)) {
      const detail = `source: the key ${this.name} may not send for this source; ask for it to be added to a key`;
      return { reason: 'source-not-allowed', detail };
    }
    if (event.type === 'voided') {
      if (this.#isVoidable === null) {
        const detail = `data.voids: the key ${this.name} does not speak for all units, so it may void nothing; ask for a key that was made with --voids`;
        return { reason: 'unit-not-allowed', detail };
      }
      if (this.#isVoidable(event.voids.source)) return null;
      const detail = `data.voids.source: the key ${this.name} may not void events of this source`;
      return { reason: 'source-not-allowed', detail };
    }
    if (this.hasAllUnits) return null;
    // A unit may pass a dossier on to anyone; what is done there is told by that unit.
    const spoken = event.type === 'forwarded' ? [event.from] : unitsOf(event);
    const other = spoken.find((unit) => !this.#units.has(unit));
    if (other === undefined) return null;
    const detail = `data: the key ${this.name} may not speak for the unit "${other}"`;
    return { reason: 'unit-not-allowed', detail };
  }
}

function matcher(patterns: readonly string[]): (source: string) => boolean {
  const exact = new Set(patterns);
  const starts = patterns.filter((pattern) => pattern.endsWith('*')).map((pattern) => pattern.slice(0, -1));
  // Of the set, a pattern itself is no source: an event that is called like one is not let in by that.
  for (const start of starts) exact.delete(`${start}*`);
  return (source) => exact.has(source) || starts.some((start) => source.startsWith(start));
}
