import type { Day } from '@sohoso/dossier';
import type { Unit } from './unit.ts';

/** What a report's total goes by where rows are named by the codes of their units; a unit of that code could not be told from it. */
const TOTAL_ROW = 'total';

/** The units of an installation, in report order. */
export class UnitRegistry {
  readonly units: readonly Unit[];
  /** What is odd about the units and hinders nothing: a parent that never exists together with its unit. One sentence each. */
  readonly notes: readonly string[];
  readonly #byCode: ReadonlyMap<string, Unit>;

  /** Throws a RangeError with one sentence per fault: a code twice or one that is taken, a parent that is not there or lies below its own unit, validity backwards. */
  constructor(units: readonly Unit[]) {
    this.units = units.toSorted((a, b) => a.order - b.order);
    this.#byCode = new Map(units.map((unit) => [unit.code, unit]));
    const faults = [...this.#faults(), ...this.#cycles()];
    if (faults.length > 0) throw new RangeError(faults.join('; '));
    this.notes = this.units.flatMap((unit) => this.#neverTogether(unit));
  }

  #faults(): readonly string[] {
    const faults: string[] = [];
    const seen = new Set<string>();
    for (const { code, parent, validFrom, validTo } of this.units) {
      if (seen.has(code)) faults.push(`the unit code "${code}" stands there twice`);
      seen.add(code);
      if (code === TOTAL_ROW)
        faults.push(
          `no unit can have the code "${code}": it is what reports call their total; give it another one`,
        );
      if (parent !== null && !this.#byCode.has(parent))
        faults.push(`the parent "${parent}" of "${code}" is not there`);
      if (validFrom !== null && validTo !== null && validFrom > validTo)
        faults.push(`"${code}" ends before it begins`);
    }
    return faults;
  }

  /** Each circle of parents once; figures rolled up along it would have no top. */
  #cycles(): readonly string[] {
    const settled = new Set<string>();
    const faults: string[] = [];
    for (const { code } of this.units) {
      const line: string[] = [];
      let at: string | null = code;
      while (at !== null && !settled.has(at) && !line.includes(at)) {
        line.push(at);
        at = this.#byCode.get(at)?.parent ?? null;
      }
      if (at !== null && line.includes(at)) {
        const circle = [...line.slice(line.indexOf(at)), at].map((one) => `"${one}"`).join(' → ');
        faults.push(`the parents go round in a circle: ${circle}; leave the topmost one's parent empty`);
      }
      for (const one of line) settled.add(one);
    }
    return faults;
  }

  /** Not refused: rolled up, a unit's figures go to its parent whenever either existed, and files that say so have worked so far. */
  #neverTogether({ code, parent, validFrom, validTo }: Unit): readonly string[] {
    const above = parent === null ? undefined : this.#byCode.get(parent);
    if (above === undefined) return [];
    if (above.validTo !== null && validFrom !== null && above.validTo < validFrom)
      return [`"${above.code}", the parent of "${code}", ends before "${code}" begins`];
    if (above.validFrom !== null && validTo !== null && above.validFrom > validTo)
      return [`"${above.code}", the parent of "${code}", begins after "${code}" has ended`];
    return [];
  }

  find(code: string): Unit | undefined {
    return this.#byCode.get(code);
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  /** The units that exist on a day, in report order. */
  on(day: Day): readonly Unit[] {
    return this.units.filter((unit) => isValidOn(unit, day));
  }
}

function isValidOn({ validFrom, validTo }: Unit, day: Day): boolean {
  return (validFrom === null || validFrom <= day) && (validTo === null || validTo >= day);
}
