import { type Cell, FileFault } from '../read/table.ts';
import type { BoundColumns } from './columns.ts';
import type { Mapping } from './mapping.ts';
import { type MomentReader, momentReader } from './moment-cell.ts';
import { normalize } from './normalize.ts';
import type { RowFaults } from './row-fault.ts';
import { fieldCode, listedValue, plainText, procedureCode, remark, type TextReader } from './text-cell.ts';
import { type KnownUnit, unitFinder } from './unit-names.ts';
import { type Field, type ListedField, type MomentField, type ValueOf, valuesOf } from './vocabulary.ts';

type Reader<T> = (cells: readonly Cell[], faults: RowFaults) => T | null;

const nothing = () => null;

/** Compiles the columns of a file into one function for each field; a field without a column is always empty. */
export class FieldReaders {
  readonly #mapping: Mapping;
  readonly #columns: BoundColumns;
  readonly #findUnit: ReturnType<typeof unitFinder>;

  constructor(mapping: Mapping, columns: BoundColumns, units: readonly KnownUnit[]) {
    this.#mapping = mapping;
    this.#columns = columns;
    this.#findUnit = unitFinder(units, mapping.units);
  }

  heading(field: Field): string | null {
    return this.#columns.found.get(field)?.heading ?? null;
  }

  moment(field: MomentField): MomentReader {
    const column = this.#columns.found.get(field);
    if (column === undefined) return nothing;
    const rule = this.#mapping.columns.get(field);
    const own = rule?.from === 'column' ? rule.dates : null;
    return momentReader(column.index, column.heading, own ?? this.#mapping.dates);
  }

  text(field: Field): TextReader {
    const rule = this.#mapping.columns.get(field);
    if (rule?.from === 'constant') return () => rule.value;
    const column = this.#columns.found.get(field);
    if (column === undefined) return nothing;
    const { index, heading } = column;
    const { codes } = this.#mapping;
    switch (field) {
      case 'procedure':
        return procedureCode(index, heading, codes.procedure);
      case 'field':
        return fieldCode(index, heading, codes.field);
      case 'cause':
        return remark(index, heading);
      default:
        return plainText(index, heading);
    }
  }

  listed<F extends ListedField>(field: F): Reader<ValueOf<F>> {
    this.#checkConstant(field, (value) => this.#mapping.values[field].byText.has(normalize(value)));
    const allowed = valuesOf[field];
    const table = this.#mapping.values[field];
    return listedValue(this.text(field), this.heading(field), table, allowed) as Reader<ValueOf<F>>;
  }

  /** The code of the unit that a row names; one that is not in the registry is noted. */
  unit(field: 'unit' | 'forwardedFrom'): Reader<string> {
    this.#checkConstant(field, (value) => 'code' in this.#findUnit(value));
    const read = this.text(field);
    const heading = this.heading(field);
    return (cells, faults) => {
      const text = read(cells, faults);
      if (text === null) return null;
      const found = this.#findUnit(text);
      if ('code' in found) return found.code;
      faults.note(heading, 'unit-unknown', found.unknown);
      return null;
    };
  }

  #checkConstant(field: Field, isKnown: (value: string) => boolean): void {
    const rule = this.#mapping.columns.get(field);
    if (rule?.from !== 'constant' || isKnown(rule.value)) return;
    const what =
      field === 'unit' || field === 'forwardedFrom' ? 'a unit of the registry' : 'a value that it knows';
    throw new FileFault(
      `the mapping ${this.#mapping.origin}: columns.${field}: "${rule.value}" is not ${what}`,
    );
  }
}
