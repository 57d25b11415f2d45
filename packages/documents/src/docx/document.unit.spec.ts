import type { PrintedTable } from '@sohoso/report';
import { beforeAll, describe, expect, it } from 'vitest';
import { docxOf } from '../makers.ts';
import { entriesOf, unescaped } from '../testing/archive.ts';
import { sampleReport, sampleTables } from '../testing/sample-report.ts';
import { wideTable } from '../testing/wide-table.ts';

const textOf = (xml: string): string =>
  unescaped([...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join(''));

const rowsOf = (table: string): string[][] =>
  [...table.matchAll(/<w:tr>.*?<\/w:tr>/gs)].map(([row]) =>
    [...row.matchAll(/<w:tc>.*?<\/w:tc>/gs)].map(([cell]) => textOf(cell)),
  );

/** The tables of the appendices; those that lay out head and signature have no borders. */
const tablesOf = (xml: string): string[] =>
  [...xml.matchAll(/<w:tbl>.*?<\/w:tbl>/gs)]
    .map(([table]) => table)
    .filter((table) => table.includes('<w:tblHeader/>'));

describe('the document of the published report', () => {
  let entries: ReadonlyMap<string, string>;
  let xml: string;
  beforeAll(async () => {
    entries = entriesOf(await docxOf(sampleReport()));
    xml = entries.get('word/document.xml') ?? '';
  });

  it('holds every figure of the three appendices', () => {
    const tables = tablesOf(xml).map((table) => rowsOf(table).slice(4));
    const spelled = (cell: unknown) =>
      typeof cell === 'number' ? String(cell).replace(/\B(?=(\d{3})+$)/, '.') : String(cell);
    expect(tables).toEqual(sampleTables().map(({ rows }) => rows.map(({ cells }) => cells.map(spelled))));
    expect(tables[0]?.at(-1)).toContain('4.545');
  });

  it('holds the words of every paragraph, items with their marks', () => {
    const text = textOf(xml);
    for (const { kind, runs } of sampleReport().paragraphs) {
      const mark = { section: '', part: '', text: '', item: '- ', subitem: '+ ' }[kind];
      expect(text).toContain(mark + runs.map((run) => run.text).join(''));
    }
  });

  it('is A4, the text upright, each appendix across, with the margins of the decree', () => {
    const sizes = [...xml.matchAll(/<w:pgSz ([^/]*)\/>/g)].map(([, size]) => size);
    const across = 'w:w="16838" w:h="11906" w:orient="landscape"';
    expect(sizes).toEqual(['w:w="11906" w:h="16838" w:orient="portrait"', across, across, across]);
    const margins = /<w:pgMar w:top="(\d+)" w:right="(\d+)" w:bottom="(\d+)" w:left="(\d+)"/
      .exec(xml)
      ?.slice(1);
    const millimetres = margins?.map((twips) => Math.round((Number(twips) / 1_440) * 25.4));
    expect(millimetres).toEqual([20, 15, 20, 30]);
  });

  it('numbers the pages of each section above the text, but not the first', () => {
    expect(xml.match(/<w:titlePg\/>/g)).toHaveLength(4);
    expect(xml.match(/<w:pgNumType w:start="1"\/>/g)).toHaveLength(4);
    const headers = [...entries.keys()].filter((path) => /header\d+\.xml$/.test(path));
    expect(headers.filter((path) => entries.get(path)?.includes('PAGE'))).toHaveLength(4);
  });

  it('has footnotes that are footnotes', () => {
    expect(xml.match(/<w:footnoteReference w:id="[12]"\/>/g)).toHaveLength(2);
    const note =
      /<w:footnote w:id="1">.*?<\/w:footnote>/s.exec(entries.get('word/footnotes.xml') ?? '')?.[0] ?? '';
    expect(textOf(note)).toContain('27/1.284 là 2,1%');
  });

  it('repeats the merged headings on each page', () => {
    const [table = ''] = tablesOf(xml);
    expect(table.match(/<w:tblHeader\/>/g)).toHaveLength(4);
    expect([...table.matchAll(/<w:gridSpan w:val="(\d)"\/>/g)].map(([, span]) => span)).toEqual([
      ...['5', '6', '4', '3', '3'],
    ]);
    expect(table.match(/<w:vMerge w:val="restart"\/>/g)).toHaveLength(3);
    expect(table.match(/<w:vMerge\/>/g)).toHaveLength(5);
  });

  it('has the head of an official letter, in its font', () => {
    const text = textOf(xml);
    for (const part of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'Nơi nhận:',
      'GIÁM ĐỐC',
    ])
      expect(text.split(part)).toHaveLength(2);
    expect(entries.get('word/styles.xml')).toContain('w:ascii="Times New Roman"');
  });
});

describe('a document of a table alone', () => {
  const table: PrintedTable = wideTable(1);
  let xml: string;
  beforeAll(async () => {
    const report = { ...sampleReport(), paragraphs: [], footnotes: [], tables: [table] };
    xml = entriesOf(await docxOf(report)).get('word/document.xml') ?? '';
  });

  it('has no letter around it', () => {
    expect(xml.match(/<w:sectPr>/g)).toHaveLength(1);
    expect(textOf(xml)).not.toContain('Nơi nhận');
  });

  it('warns in red before the table, and notes below', () => {
    const [before = '', after = ''] = xml.split('<w:tblHeader/>');
    expect(before).toMatch(/w:color="C00000".*<w:color w:val="C00000"\/>.*không dùng để ban hành/s);
    expect(after).not.toContain('C00000');
    expect(textOf(xml.slice(xml.lastIndexOf('</w:tbl>')))).toContain('Tỷ lệ làm tròn');
  });
});
