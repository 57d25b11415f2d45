import type { Cell } from '../read/table.ts';
import { dossierId } from './dossier-id.ts';
import type { FieldReaders } from './field-readers.ts';
import type { Mapping } from './mapping.ts';
import type { RowFaults } from './row-fault.ts';

/** The dossier and the unit that a row is about. */
export interface Whose {
  readonly dossier: string;
  readonly unit: string;
}

/** Reads whom a row is about; null where that is at fault, and `other-unit` where the mapping leaves the unit out. */
export function whoseReader(
  mapping: Mapping,
  readers: FieldReaders,
): (cells: readonly Cell[], faults: RowFaults) => Whose | 'other-unit' | null {
  const code = readers.text('dossier');
  const unit = readers.unit('unit');
  const { onlyUnits } = mapping;
  const idOf = dossierId(mapping.dossier, readers.heading('dossier') ?? '');
  return (cells, faults) => {
    const codeText = code(cells, faults);
    if (codeText === null) {
      faults.note(readers.heading('dossier'), 'dossier-missing', 'the row has no dossier code');
      return null;
    }
    const unitCode = unit(cells, faults);
    if (unitCode === null) {
      faults.note(readers.heading('unit'), 'value-missing', 'the row has no unit');
      return null;
    }
    if (onlyUnits !== null && !onlyUnits.has(unitCode)) return 'other-unit';
    const dossier = idOf(codeText, unitCode, faults);
    return dossier === null ? null : { dossier, unit: unitCode };
  };
}
