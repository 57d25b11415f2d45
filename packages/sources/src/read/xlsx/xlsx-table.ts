import { isBlank } from '../cell.ts';
import { sheetPlaces } from '../column-label.ts';
import { quoted } from '../fault.ts';
import { findHeading, type Heading, type HeadingSearch, headRows } from '../heading/find-heading.ts';
import type { HeadRow, Merge } from '../heading/head-row.ts';
import type { ReadOptions } from '../options.ts';
import type { SourceFile } from '../source-file.ts';
import type { Cell, Row, RowFault, Table } from '../table.ts';
import { type CellSheet, sheetsToTry } from './choose-sheet.ts';
import { MergedRows } from './merged-rows.ts';
import { readMerges } from './merges.ts';
import { naming } from './read-part.ts';
import { readSharedStrings } from './shared-strings.ts';
import { type CellContext, type SheetRow, SheetRows } from './sheet-rows.ts';
import { readDateFormats } from './styles.ts';
import { readWorkbook } from './workbook.ts';
import { ZipParts } from './zip-parts.ts';

/** Opens a workbook: finds the sheet and the heading in it. */
export async function openXlsx(file: SourceFile, options: ReadOptions): Promise<Table> {
  const { limits } = options;
  const parts = await ZipParts.open(file, limits);
  const workbook = await readWorkbook(parts);
  const sheets = sheetsToTry(parts, workbook, options.sheet);
  const context: CellContext = {
    sharedStrings: await readSharedStrings(parts, workbook.sharedStrings, limits),
    dateFormats: await readDateFormats(parts, workbook.styles),
    from1904: workbook.from1904,
    limits,
  };
  let closest: { sheet: CellSheet; search: HeadingSearch & { found: null } } | null = null;
  for (const sheet of sheets) {
    const merges = await readMerges(parts, sheet.part, limits.maxMerges);
    const search = findHeading(
      await firstRows(parts, sheet, context, options),
      merges,
      {
        wanted: options.wanted,
        normalize: options.normalize,
        headerRow: options.headerRow,
        maxColumns: limits.maxColumns,
      },
      sheetPlaces,
    );
    if (search.found !== null) return new XlsxTable(file, parts, sheet, context, search.found, merges);
    if (closest === null || search.fits > closest.search.fits) closest = { sheet, search };
  }
  const place = workbook.sheets.length > 1 ? `sheet ${quoted(closest?.sheet.name ?? '')}: ` : '';
  throw parts.fault(`${place}${closest?.search.sentence ?? 'it has no rows'}`);
}

async function firstRows(
  parts: ZipParts,
  sheet: CellSheet,
  context: CellContext,
  options: ReadOptions,
): Promise<readonly HeadRow[]> {
  const rows: HeadRow[] = [];
  const from = options.headerRow ?? 1;
  for await (const batch of rowBatches(parts, sheet, context))
    for (const { number, cells } of batch) {
      if (number < from || isBlank(cells)) continue;
      rows.push({ number, last: number, cells });
      if (rows.length === headRows) return rows;
    }
  return rows;
}

/** The rows of a sheet as they come. */
async function* rowBatches(
  parts: ZipParts,
  sheet: CellSheet,
  context: CellContext,
  onRead?: (bytes: number) => void,
): AsyncGenerator<readonly SheetRow[]> {
  const rows = new SheetRows(context);
  const pieces = parts.text(sheet.part, undefined, onRead);
  try {
    for (;;) {
      const piece = await pieces.next();
      if (piece.done === true) return;
      yield await naming(parts, sheet.part, async () => rows.write(piece.value));
      if (rows.done) return;
    }
  } finally {
    await pieces.return(undefined);
  }
}

class XlsxTable implements Table {
  readonly file: string;
  readonly format = 'xlsx';
  readonly encoding = null;
  readonly header: Table['header'];
  readonly #file: SourceFile;
  readonly #parts: ZipParts;
  readonly #sheet: CellSheet;
  readonly #context: CellContext;
  readonly #last: number;
  readonly #merged: MergedRows;
  #read = 0;
  #begun = false;
  #ended = false;

  constructor(
    file: SourceFile,
    parts: ZipParts,
    sheet: CellSheet,
    context: CellContext,
    heading: Heading,
    merges: readonly Merge[],
  ) {
    this.file = file.path;
    this.header = { row: heading.row, names: heading.names };
    this.#file = file;
    this.#parts = parts;
    this.#sheet = sheet;
    this.#context = context;
    this.#last = heading.last;
    this.#merged = new MergedRows(merges, heading.last, heading.names.length);
  }

  async *rows(): AsyncGenerator<Row | RowFault> {
    if (this.#begun) throw new Error('the rows of a table are read once');
    this.#begun = true;
    try {
      const onRead = (bytes: number): void => {
        this.#read = bytes;
      };
      for await (const batch of rowBatches(this.#parts, this.#sheet, this.#context, onRead)) {
        for (const row of batch) {
          if (this.#file.closed) return;
          const complete = row.number > this.#last ? this.#row(row) : null;
          if (complete !== null) yield complete;
        }
      }
      this.#ended = true;
    } finally {
      await this.close();
    }
  }

  /** By inflated bytes of the sheet; what stands behind the rows counts as read with them. */
  progress(): number {
    const size = this.#parts.size(this.#sheet.part);
    return this.#ended || size === 0 ? 1 : this.#read / size;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  /** The row with as many cells as the heading has; null where it is blank. Notes beside the table are left out. */
  #row({ number, cells }: SheetRow): Row | RowFault | null {
    const columns = this.header.names.length;
    const cut: Cell[] = cells.length > columns ? cells.slice(0, columns) : cells;
    while (cut.length < columns) cut.push('');
    if (isBlank(cut)) return null;
    const range = this.#merged.covering(number);
    if (range === null) return { number, cells: cut };
    return {
      number,
      reason: 'merged-cells',
      detail: `the cells ${range} are merged over several rows, so this row lacks what stands in them; take the cells apart and fill in every row`,
    };
  }
}
