import { textCell } from '../cell.ts';
import { type ChosenEncoding, chooseEncoding, notUtf8, sampleBytes } from '../encoding/choose.ts';
import { BadBytes, type Decoder, decoderOf, encodingNames } from '../encoding/decoder.ts';
import { fileFault } from '../fault.ts';
import type { Heading } from '../heading/find-heading.ts';
import type { ReadLimits, ReadOptions } from '../options.ts';
import type { SourceFile } from '../source-file.ts';
import type { Cell, Row, RowFault, Table } from '../table.ts';
import { type CsvRecord, CsvRecords } from './records.ts';
import { tryHeading } from './try-heading.ts';

/** Opens a CSV file: finds out its encoding, its delimiter and its heading. */
export async function openCsv(file: SourceFile, options: ReadOptions): Promise<Table> {
  if (!/^[^"\r\n]+$/.test(options.delimiter))
    throw fileFault(
      file.path,
      'delimiter: in the mapping must be a character, no quotation mark or line end',
    );
  const whole = file.size <= sampleBytes;
  const chosen = await chooseEncoding(
    file,
    options.encoding,
    (text) => tryHeading(text, whole, options).found !== null,
  );
  const head = (await file.read(0, sampleBytes)).subarray(chosen.skip);
  const text = await decodeStrictly(file, chosen, decoderOf(chosen.encoding), head, whole, 0);
  if (!text.includes('\n') && text.includes('\r'))
    throw fileFault(file.path, 'its lines end in carriage returns alone; save it with Windows line ends');
  const trial = tryHeading(text, whole, options);
  if (trial.found === null) throw fileFault(file.path, trial.sentence);
  return new CsvTable(file, chosen, trial.delimiter, trial.found, options.limits);
}

class CsvTable implements Table {
  readonly file: string;
  readonly format = 'csv';
  readonly encoding: string;
  readonly header: Table['header'];
  readonly #file: SourceFile;
  readonly #chosen: ChosenEncoding;
  readonly #delimiter: string;
  readonly #heading: Heading;
  readonly #limits: ReadLimits;
  #read = 0;
  #begun = false;

  constructor(
    file: SourceFile,
    chosen: ChosenEncoding,
    delimiter: string,
    heading: Heading,
    limits: ReadLimits,
  ) {
    this.file = file.path;
    this.encoding = chosen.encoding;
    this.header = { row: heading.row, names: heading.names };
    this.#file = file;
    this.#chosen = chosen;
    this.#delimiter = delimiter;
    this.#heading = heading;
    this.#limits = limits;
  }

  async *rows(): AsyncGenerator<Row | RowFault> {
    if (this.#begun) throw new Error('the rows of a table are read once');
    this.#begun = true;
    try {
      const decoder = decoderOf(this.#chosen.encoding);
      const records = new CsvRecords(this.#delimiter, this.#limits);
      for await (const { bytes, end } of this.#file.pieces(this.#chosen.skip)) {
        this.#read = end;
        const last = end === this.#file.size;
        const text = await decodeStrictly(this.#file, this.#chosen, decoder, bytes, last, records.line);
        const { complete, plain } = records.pushChecked(text, last);
        for (const record of complete) {
          if (this.#file.closed) return;
          const row = 'reason' in record ? record : this.#row(record, plain);
          if (row !== null && row.number > this.#heading.last) yield row;
        }
      }
    } finally {
      await this.close();
    }
  }

  progress(): number {
    return this.#read / this.#file.size;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The row of a record; null where it is blank. `plain`: its texts need no check. */
  #row({ line, fields }: CsvRecord, plain: boolean): Row | RowFault | null {
    const columns = this.#heading.names.length;
    const { maxCellChars } = this.#limits;
    const cells: Cell[] = new Array(columns);
    let blank = true;
    for (let column = 0; column < columns; column++) {
      const field = fields[column];
      const cell =
        field === undefined
          ? ''
          : plain && field.length <= maxCellChars
            ? field.trim()
            : textCell(field, maxCellChars);
      if (cell !== '') blank = false;
      cells[column] = cell;
    }
    const extra = fields.findLastIndex((field, column) => column >= columns && field.trim() !== '');
    if (extra >= columns) return tooMany(line, extra + 1, columns);
    return blank ? null : { number: line, cells };
  }
}

function tooMany(number: number, columns: number, headings: number): RowFault {
  return {
    number,
    reason: 'too-many-columns',
    detail: `the row has ${columns} columns, the heading has ${headings}; is a cell with the delimiter in it not between quotation marks?`,
  };
}

/** Throws a FileFault where the bytes cannot be; `line` is where they begin. */
async function decodeStrictly(
  file: SourceFile,
  chosen: ChosenEncoding,
  decoder: Decoder,
  bytes: Buffer,
  last: boolean,
  line: number,
): Promise<string> {
  try {
    return decoder.decode(bytes, last);
  } catch (error) {
    if (!(error instanceof BadBytes)) throw error;
    if (chosen.encoding === 'utf-8') throw await notUtf8(file, chosen.skip);
    throw fileFault(
      file.path,
      `after line ${line} there are bytes that are not ${encodingNames[chosen.encoding]}; is encoding: in the mapping right?`,
      error,
    );
  }
}
