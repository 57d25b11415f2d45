import { deflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Folder, temporaryFolder } from '../../testing/folder.ts';
import { readTable, refusal } from '../../testing/read.ts';
import { mergedCells, textRow, type WorkbookXml, workbookParts } from '../../testing/workbook.ts';
import { type ZipPart, zip } from '../../testing/zip.ts';
import { defaultLimits, type ReadLimits } from '../options.ts';

let folder: Folder;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const rows = textRow(1, ['Mã hồ sơ', 'Ngày tiếp nhận']) + textRow(2, ['A1', 'x']);
const sheetPart = 'xl/worksheets/sheet1.xml';

/** The refusal of a workbook whose parts were changed. */
async function refused(
  change: (part: ZipPart) => ZipPart,
  some: Partial<WorkbookXml> = {},
  limits: Partial<ReadLimits> = {},
): Promise<string> {
  const parts = workbookParts({ sheets: [{ name: 'a', rows }], ...some }).map(change);
  return refusal(await folder.write('ds.xlsx', zip(parts)), { limits });
}

const sheetAs =
  (change: Partial<ZipPart>) =>
  (part: ZipPart): ZipPart =>
    part.name === sheetPart ? { ...part, ...change } : part;
const same = (part: ZipPart): ZipPart => part;
const sheetXml = (inside: string): string => `<worksheet><sheetData>${rows}${inside}</sheetData></worksheet>`;

describe('a zip bomb', () => {
  const bomb = sheetXml(
    `<row r="3"><c r="A3" t="str"><v>${' '.repeat(900_000)}</v></c></row>`
      .replace(/r="[A-Z]?3"/g, '')
      .repeat(15),
  );

  it('is stopped by how tightly it is packed, unless small', async () => {
    expect(deflateRawSync(bomb).length * 200).toBeLessThan(bomb.length);
    expect(await refused(sheetAs({ content: bomb }))).toBe(
      'ds.xlsx: its part xl/worksheets/sheet1.xml is packed more than 200 to 1, as a zip bomb is',
    );
    expect(defaultLimits.ratioFromBytes).toBeLessThan(bomb.length);
  });

  it('is stopped while it inflates where its directory lies', async () => {
    expect(await refused(sheetAs({ content: bomb, saysBytes: 1000 }))).toMatch(
      /^ds\.xlsx: its part xl\/worksheets\/sheet1\.xml is broken \(too many bytes/,
    );
    expect(await refused(sheetAs({ saysBytes: 5_000_000_00 }))).toContain('packed more than 200 to 1');
    expect(await refused(sheetAs({ saysBytes: 5000 }))).toContain('is broken (not enough bytes');
  });

  it('is stopped by the bytes of a part, of the shared texts, by parts and by merged cells', async () => {
    expect(await refused(same, {}, { maxEntryBytes: 300 })).toMatch(/inflates to more than 300 bytes$/);
    expect(
      await refused(same, { shared: '<si><t>x</t></si>'.repeat(50) }, { maxSharedStringBytes: 500 }),
    ).toContain('xl/sharedStrings.xml inflates to more than 500 bytes');
    expect(await refused(same, {}, { maxEntries: 3 })).toBe('ds.xlsx: it has 4 parts, more than 3');
    const after = mergedCells('A5:B5', 'A6:B6', 'A7:B7');
    expect(await refused(same, { sheets: [{ name: 'a', rows, after }] }, { maxMerges: 2 })).toContain(
      'more than 2 merged cells',
    );
  });

  it('is stopped by a text or a tag without an end, and by columns far to the right', async () => {
    const cell = (text: string): string => sheetXml(`<row><c t="str"><v>${text}</v></c></row>`);
    expect(await refused(sheetAs({ content: cell('xy'.repeat(600_000)), store: true }))).toContain(
      'has a text or tag of more than a million characters',
    );
    expect(
      await refused(sheetAs({ content: sheetXml('<row r="3"><c r="XFD3"><v>1</v></c></row>') })),
    ).toContain('has something in cell XFD3, behind column 1000');
    const { rows: read } = await readTable(
      await folder.write(
        'ds.xlsx',
        zip(workbookParts({ sheets: [{ name: 'a', rows: `${rows}<row r="3"><c r="XFD3" s="1"/></row>` }] })),
      ),
    );
    expect(read).toHaveLength(1);
  });
});

describe('a broken workbook', () => {
  it('is refused with the part that is broken', async () => {
    expect(await refused(sheetAs({ saysCrc: 1 }))).toBe(
      'ds.xlsx: its part xl/worksheets/sheet1.xml is broken, its checksum is wrong',
    );
    expect(await refused(sheetAs({ content: sheetXml('<row r="3"><c></row>') }))).toContain(
      'its part xl/worksheets/sheet1.xml is not well-formed XML',
    );
    expect(await refused(sheetAs({ content: Buffer.from([0x3c, 0x61, 0xff]) }))).toContain('is not UTF-8');
    expect(await refused(sheetAs({ content: sheetXml('<row r="2"/>') }))).toContain(
      'has row "2" behind row 2',
    );
    expect(await refused(sheetAs({ content: sheetXml('<row r="3"><c r="1"><v>1</v></c></row>') }))).toContain(
      'has a cell in row 3 that is in no column',
    );
    expect(await refused(sheetAs({ encrypted: true }))).toContain('it is protected by a password');
    expect(
      await refused((part) => (part.name === sheetPart ? { ...part, name: 'xl/Workbook.xml' } : part)),
    ).toContain('it has the part xl/Workbook.xml twice');
    expect(await refused(sheetAs({ name: 'xl/worksheets/other.xml' }))).toContain(
      'it has no visible sheet with cells',
    );
    expect(await refused(sheetAs({ name: '../sheet1.xml' }))).toContain('its directory cannot be read');
  });

  it('may be cut off anywhere: it is refused, and nothing else', async () => {
    const whole = zip(workbookParts({ sheets: [{ name: 'a', rows }] }));
    for (let length = 4; length < whole.length; length += 97)
      expect(await refusal(await folder.write('cut.xlsx', whole.subarray(0, length)))).toMatch(
        /^cut\.xlsx: /,
      );
  });
});

describe('XML that reaches out', () => {
  it.each([
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY e "x">]>'],
    ['an outside document type', '<!DOCTYPE a SYSTEM "file:///etc/hostname">'],
  ])('is refused: %s', async (_, declaration) => {
    for (const name of [sheetPart, 'xl/workbook.xml', 'xl/sharedStrings.xml']) {
      const message = await refused(
        (part) =>
          part.name === name
            ? { ...part, content: declaration + String(part.content).replace(/<\?xml.*?\?>/, '') }
            : part,
        { shared: '<si/>' },
      );
      expect(message).toBe(`ds.xlsx: its part ${name} has a document type, which no workbook has`);
    }
  });

  it('is refused: an entity that is not known; relations to the outside are not followed', async () => {
    expect(await refused(sheetAs({ content: sheetXml('<row><c t="str"><v>&e;</v></c></row>') }))).toContain(
      'is not well-formed XML',
    );
    const outside = (part: ZipPart): ZipPart =>
      part.name.endsWith('workbook.xml.rels')
        ? { ...part, content: String(part.content).replace('Id="s1"', 'Id="s1" TargetMode="External"') }
        : part;
    expect(await refused(outside)).toContain('it has no visible sheet with cells');
  });
});
