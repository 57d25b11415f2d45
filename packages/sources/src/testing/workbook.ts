import { type ZipPart, zip } from './zip.ts';

/** A sheet in XML: what stands in its `sheetData`, and what comes after it. */
interface SheetXml {
  readonly name: string;
  readonly rows: string;
  readonly after?: string;
  readonly state?: 'hidden' | 'veryHidden';
}

export interface WorkbookXml {
  readonly sheets: readonly SheetXml[];
  /** The items of the shared texts, `<si>…</si>`. */
  readonly shared?: string;
  readonly styles?: string;
  readonly properties?: string;
  /** Parts that replace those of the same name, or come in addition. */
  readonly parts?: readonly ZipPart[];
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const types = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** A workbook as a program may write it, where a library cannot be told to. */
export function workbook(from: WorkbookXml): Buffer {
  return zip(workbookParts(from));
}

export function workbookParts({
  sheets,
  shared,
  styles,
  properties,
  parts = [],
}: WorkbookXml): readonly ZipPart[] {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${types}/${type}" Target="${target}"/>`;
  const list = sheets.map(({ name, state }, index) => {
    const hidden = state === undefined ? '' : ` state="${state}"`;
    return `<sheet name="${name}" sheetId="${index + 1}"${hidden} r:id="s${index + 1}"/>`;
  });
  const relations = [
    ...sheets.map((_, index) => relation(`s${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`)),
    relation('shared', 'sharedStrings', 'sharedStrings.xml'),
    relation('styles', 'styles', '/xl/styles.xml'),
  ];
  const made: ZipPart[] = [
    {
      name: '_rels/.rels',
      content: `${xml}<Relationships>${relation('r1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `${xml}<workbook xmlns="${main}" xmlns:r="${types}">${properties ?? ''}<sheets>${list.join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `${xml}<Relationships>${relations.join('')}</Relationships>`,
    },
    ...sheets.map(({ rows, after }, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      content: `${xml}<worksheet xmlns="${main}"><sheetData>${rows}</sheetData>${after ?? ''}</worksheet>`,
    })),
  ];
  if (shared !== undefined)
    made.push({ name: 'xl/sharedStrings.xml', content: `${xml}<sst>${shared}</sst>` });
  if (styles !== undefined)
    made.push({ name: 'xl/styles.xml', content: `${xml}<styleSheet>${styles}</styleSheet>` });
  const replaced = new Set(parts.map(({ name }) => name));
  return [...made.filter(({ name }) => !replaced.has(name)), ...parts];
}

/** A row of texts, each written in its cell; a blank text leaves its cell out. Other cells are given as XML. */
export function textRow(number: number, texts: readonly string[]): string {
  const cells = texts.map((text, column) => {
    if (text.startsWith('<')) return text;
    const reference = `${String.fromCharCode(65 + column)}${number}`;
    return text === '' ? '' : `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join('')}</row>`;
}

export function mergedCells(...references: readonly string[]): string {
  const cells = references.map((reference) => `<mergeCell ref="${reference}"/>`);
  return `<mergeCells count="${cells.length}">${cells.join('')}</mergeCells>`;
}
