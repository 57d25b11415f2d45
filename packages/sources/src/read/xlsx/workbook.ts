import { readPart } from './read-part.ts';
import { prefixed } from './xml-reader.ts';
import type { ZipParts } from './zip-parts.ts';

/** The parts that say what is in a workbook are small. */
const smallPart = 16 * 2 ** 20;

interface Sheet {
  readonly name: string;
  /** The name of its part; null where it is no sheet of cells (a chart). */
  readonly part: string | null;
  readonly hidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly sharedStrings: string | null;
  readonly styles: string | null;
  /** Dates count from 1904-01-01, as on an old Macintosh. */
  readonly from1904: boolean;
}

interface Relation {
  readonly type: string;
  readonly part: string;
}

/** Reads what a workbook consists of (ECMA-376 part 1, 18.2). Throws a FileFault where it is none. */
export async function readWorkbook(parts: ZipParts): Promise<Workbook> {
  const root = [...(await readRelations(parts, '')).values()].find(({ type }) => type === 'officeDocument');
  const part = root?.part ?? 'xl/workbook.xml';
  if (!parts.has(part) || !/workbook\.xml$/i.test(part)) throw parts.fault(otherFormat(parts, part));
  const relations = await readRelations(parts, part);
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readPart(
    parts,
    part,
    {
      open(element, attributes) {
        if (element === 'workbookPr') from1904 = isTrue(attributes['date1904']);
        if (element !== 'sheet') return;
        const relation = relations.get(prefixed(attributes, 'id') ?? '');
        sheets.push({
          name: attributes['name'] ?? '',
          part: relation?.type === 'worksheet' ? relation.part : null,
          hidden: (attributes['state'] ?? 'visible') !== 'visible',
        });
      },
      close: () => undefined,
      text: () => undefined,
    },
    smallPart,
  );
  const partOf = (type: string): string | null =>
    [...relations.values()].find((relation) => relation.type === type)?.part ?? null;
  return { sheets, sharedStrings: partOf('sharedStrings'), styles: partOf('styles'), from1904 };
}

/** The relations of a part by id; of the package itself for ''. Those that point out of the file are left out. */
async function readRelations(parts: ZipParts, part: string): Promise<ReadonlyMap<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const relations = new Map<string, Relation>();
  await readPart(
    parts,
    `${folder}_rels/${part.slice(folder.length)}.rels`,
    {
      open(element, attributes) {
        const { Id: id, Type: type, Target: target } = attributes;
        if (element !== 'Relationship' || id === undefined || type === undefined || target === undefined)
          return;
        if (attributes['TargetMode'] === 'External') return;
        relations.set(id, { type: type.slice(type.lastIndexOf('/') + 1), part: resolvePart(folder, target) });
      },
      close: () => undefined,
      text: () => undefined,
    },
    smallPart,
  );
  return relations;
}

function resolvePart(folder: string, target: string): string {
  const names: string[] = [];
  for (const name of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function otherFormat(parts: ZipParts, part: string): string {
  if (/\.bin$/i.test(part) || parts.has('xl/workbook.bin'))
    return 'it is a binary workbook (.xlsb); save it as .xlsx';
  if (parts.has('content.xml') && parts.has('META-INF/manifest.xml'))
    return 'it is an OpenDocument file (.ods); save it as .xlsx';
  if (parts.has('word/document.xml')) return 'it is a Word document; export the list as .xlsx or .csv';
  return 'it is a zip file without a workbook in it; unpack it and give the file that is inside';
}
