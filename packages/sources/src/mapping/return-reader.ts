import type { FieldReaders } from './field-readers.ts';
import type { Mapping } from './mapping.ts';
import type { RowReader } from './row-mapper.ts';
import { whoseReader } from './whose.ts';

/** Reads the rows of a list of returned results: which dossier's result reached the applicant, and how. */
export function returnReader(mapping: Mapping, readers: FieldReaders): RowReader {
  const whose = whoseReader(mapping, readers);
  const returnedViaOf = readers.listed('returnedVia');
  const returnedAtOf = readers.moment('returnedAt');
  return (row, cells, faults) => {
    const own = whose(cells, faults);
    if (own === null || own === 'other-unit') return own;
    const returnedVia = returnedViaOf(cells, faults);
    const at = returnedAtOf(cells, faults);
    if (returnedVia === null)
      faults.note(readers.heading('returnedVia'), 'value-missing', 'the row has no way of return');
    if (at === null)
      faults.note(readers.heading('returnedAt'), 'value-missing', 'the row has no day of return');
    if (returnedVia === null || at === null) return null;
    return { kind: 'return', row, dossier: own.dossier, unit: own.unit, returnedVia, at };
  };
}
