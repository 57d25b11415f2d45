import { entriesOf, unescaped } from './archive.ts';

/** A cell as the file has it: a number or a text, and the number format that its style names. */
export interface SheetCell {
  readonly value: number | string;
  readonly format: string;
}

const CELL = /<c r="([A-Z]+\d+)"(?: s="(\d+)")?(?: t="(\w+)")?>(.*?)<\/c>/g;

/** The cells of a sheet that are not empty, by their address; throws for anything but a number or a shared text. */
export function sheetCells(workbook: Uint8Array, sheet: number): ReadonlyMap<string, SheetCell> {
  const entries = entriesOf(workbook);
  const texts = [...(entries.get('xl/sharedStrings.xml') ?? '').matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(
    ([, text = '']) => unescaped(text),
  );
  const formats = formatsOf(entries.get('xl/styles.xml') ?? '');
  const xml = entries.get(`xl/worksheets/sheet${sheet}.xml`) ?? '';
  return new Map(
    [...xml.matchAll(CELL)].map(([, address = '', style = '0', type, inner = '']) => {
      const value = /^<v>(-?[\d.]+)<\/v>$/.exec(inner)?.[1];
      if (value === undefined || (type !== undefined && type !== 's'))
        throw new Error(`${address}: ${inner}`);
      const format = formats[Number(style)] ?? '';
      return [address, { value: type === 's' ? (texts[Number(value)] ?? '') : Number(value), format }];
    }),
  );
}

/** The number format of each style; those that the format has built in stand as their number. */
function formatsOf(styles: string): string[] {
  const codes = new Map(
    [...styles.matchAll(/<numFmt numFmtId="(\d+)" formatCode="([^"]*)"/g)].map(([, id, code = '']) => [
      id,
      unescaped(code),
    ]),
  );
  const cells = /<cellXfs[^>]*>(.*?)<\/cellXfs>/.exec(styles)?.[1] ?? '';
  return [...cells.matchAll(/<xf [^>]*?numFmtId="(\d+)"|<xf /g)].map(([, id]) => codes.get(id) ?? id ?? '');
}
