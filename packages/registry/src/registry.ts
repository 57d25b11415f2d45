import type { Day } from '@sohoso/dossier';
import type { Unit } from './unit.ts';

/** The units of an installation, in report order. */
export class UnitRegistry {
  readonly units: readonly Unit[];
  readonly #byCode: ReadonlyMap<string, Unit>;

  /** Throws a RangeError with one sentence per fault: a code twice, a parent that is not there, validity backwards. */
  constructor(units: readonly Unit[]) {
    this.units = units.toSorted((a, b) => a.order - b.order);
    this.#byCode = new Map(units.map((unit) => [unit.code, unit]));
    const faults = this.#faults();
    if (faults.length > 0) throw new RangeError(faults.join('; '));
  }

  #faults(): readonly string[] {
    const faults: string[] = [];
    const seen = new Set<string>();
    for (const { code, parent, validFrom, validTo } of this.units) {
      if (seen.has(code)) faults.push(`the unit code "${code}" stands there twice`);
      seen.add(code);
      if (parent !== null && !this.#byCode.has(parent))
        faults.push(`the parent "${parent}" of "${code}" is not there`);
      if (validFrom !== null && validTo !== null && validFrom > validTo)
        faults.push(`"${code}" ends before it begins`);
    }
    return faults;
  }

  find(code: string): Unit | undefined {
    return this.#byCode.get(code);
  }

  has(code: string): boolean {
    return this.#byCode.has(code);
  }

  /** The units that exist on a day, in report order. */
  on(day: Day): readonly Unit[] {
    return this.units.filter(
      (unit) =>
        (unit.validFrom === null || unit.validFrom <= day) && (unit.validTo === null || unit.validTo >= day),
    );
  }
}
