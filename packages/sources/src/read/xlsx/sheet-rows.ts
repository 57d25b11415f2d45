import { textCell } from '../cell.ts';
import { columnLetters, columnOf } from '../column-label.ts';
import type { ReadLimits } from '../options.ts';
import type { Cell } from '../table.ts';
import { StringItem, unescaped } from './string-item.ts';
import { XmlFault, XmlReader } from './xml-reader.ts';

/** What the cells of a sheet refer to. */
export interface CellContext {
  readonly sharedStrings: readonly Cell[];
  readonly dateFormats: readonly boolean[];
  readonly from1904: boolean;
  readonly limits: ReadLimits;
}

export interface SheetRow {
  readonly number: number;
  readonly cells: Cell[];
}

/** Days between 1899-12-30 and 1904-01-01. */
const daysTo1904 = 1462;
const daysTo1970 = 25_569;

/** Reads the rows of a sheet (ECMA-376 part 1, 18.3.1) piece by piece, up to the end of its `sheetData`. */
export class SheetRows {
  /** The end of the rows was reached; what follows is not read. */
  done = false;
  readonly #context: CellContext;
  readonly #reader: XmlReader;
  #rows: SheetRow[] = [];
  #inRows = false;
  #number = 0;
  #cells: Cell[] = [];
  #column = -1;
  #type = 'n';
  #style = 0;
  #value: string | null = null;
  #inValue = false;
  #hasFormula = false;
  #hasInline = false;
  readonly #inline = new StringItem();

  constructor(context: CellContext) {
    this.#context = context;
    this.#reader = new XmlReader({
      open: (element, attributes) => this.#open(element, attributes),
      close: (element) => this.#close(element),
      text: (text) => {
        if (this.#inValue) this.#value += text;
        else if (this.#hasInline) this.#inline.add(text);
      },
    });
  }

  /** The rows that are complete with this piece. */
  write(piece: string): readonly SheetRow[] {
    this.#reader.write(piece);
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #open(element: string, attributes: Readonly<Record<string, string>>): void {
    if (element === 'sheetData') this.#inRows = true;
    if (!this.#inRows || this.done) return;
    if (element === 'c') this.#beginCell(attributes);
    else if (element === 'v') {
      this.#inValue = true;
      this.#value = '';
    } else if (element === 'row') this.#beginRow(attributes['r']);
    else if (element === 'f') this.#hasFormula = true;
    else if (element === 'is') this.#beginInline();
    else if (this.#hasInline) this.#inline.open(element);
  }

  #close(element: string): void {
    if (!this.#inRows || this.done) return;
    if (element === 'c') this.#endCell();
    else if (element === 'v') this.#inValue = false;
    else if (element === 'row') this.#rows.push({ number: this.#number, cells: this.#cells });
    else if (element === 'sheetData') this.done = true;
    else if (this.#hasInline) this.#inline.close(element);
  }

  #beginRow(reference: string | undefined): void {
    const number = reference === undefined ? this.#number + 1 : Number(reference);
    if (!Number.isInteger(number) || number <= this.#number)
      throw new XmlFault(`has row "${reference}" behind row ${this.#number}`);
    this.#number = number;
    this.#cells = [];
    this.#column = -1;
  }

  #beginCell(attributes: Readonly<Record<string, string>>): void {
    const reference = attributes['r'];
    this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
    this.#type = attributes['t'] ?? 'n';
    this.#style = Number(attributes['s'] ?? 0);
    this.#value = null;
    this.#hasFormula = false;
    this.#hasInline = false;
  }

  #beginInline(): void {
    this.#hasInline = true;
    this.#inline.begin();
  }

  #endCell(): void {
    const cell = this.#cell();
    if (cell === '') return;
    const column = this.#column;
    if (column < 0) throw new XmlFault(`has a cell in row ${this.#number} that is in no column`);
    if (column >= this.#context.limits.maxColumns)
      throw new XmlFault(
        `has something in cell ${columnLetters(column)}${this.#number}, behind column ${this.#context.limits.maxColumns}`,
      );
    while (this.#cells.length < column) this.#cells.push('');
    this.#cells[column] = cell;
  }

  #cell(): Cell {
    const { maxCellChars } = this.#context.limits;
    if (this.#hasInline) return textCell(this.#inline.text(), maxCellChars);
    const value = this.#value;
    if (value === null)
      return this.#hasFormula
        ? { fault: 'the formula was never calculated; open and save the file in Excel' }
        : '';
    switch (this.#type) {
      case 's':
        return (
          this.#context.sharedStrings[Number(value)] ?? {
            fault: 'the cell refers to a text that is not in the file',
          }
        );
      case 'str':
      case 'inlineStr':
        return textCell(unescaped(value), maxCellChars);
      case 'b':
        return value.trim() === '1' || value.trim() === 'true' ? 'TRUE' : 'FALSE';
      case 'e':
        return { fault: `the cell shows the error ${value.trim()}` };
      case 'd':
        return isoDate(value);
      default:
        return this.#numberCell(value);
    }
  }

  #numberCell(text: string): Cell {
    if (text.trim() === '') return '';
    const value = Number(text);
    if (!Number.isFinite(value)) return { fault: 'the cell holds no number, although it says so' };
    const isDate = this.#context.dateFormats[this.#style] ?? false;
    return { value: isDate && this.#context.from1904 ? value + daysTo1904 : value, isDate };
  }
}

/** The serial of a date that is written as ISO 8601, as strict workbooks may do; it has no time zone. */
function isoDate(text: string): Cell {
  const milliseconds = Date.parse(
    `${text
      .trim()
      .replace(/Z$/, '')
      .replace(/^\d{4}-\d\d-\d\d$/, '$&T00:00')}Z`,
  );
  if (Number.isNaN(milliseconds)) return { fault: 'the cell holds no date, although it says so' };
  return { value: milliseconds / 86_400_000 + daysTo1970, isDate: true };
}
