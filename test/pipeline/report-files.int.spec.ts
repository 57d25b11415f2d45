import { readFile } from 'node:fs/promises';
import { getDocumentProxy } from 'unpdf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entriesOf, unescaped } from '../../packages/documents/src/testing/archive.ts';
import { sheetCells } from '../../packages/documents/src/testing/sheet-cells.ts';
import { type SampleServer, sampleServer } from '../support/sample-server.ts';

let server = {} as SampleServer;
/** Rows of the three published appendices: number, name, eleven figures. */
let published: readonly (readonly (readonly string[])[])[] = [];
beforeAll(async () => {
  server = await sampleServer();
  published = await Promise.all([1, 2, 3].map(publishedRows));
});
afterAll(() => server.close());

async function publishedRows(appendix: number): Promise<readonly (readonly string[])[]> {
  const file = new URL(`../../services/standalone/sample/appendix-${appendix}.csv`, import.meta.url);
  const [, ...lines] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
  return lines.map((line) =>
    [...line.matchAll(/"([^"]*)"|([^,]+)|(?<=,|^)(?=,|$)/g)].map((m) => m[1] ?? m[2] ?? ''),
  );
}

const PERIOD = 'from=2020-04-01&to=2020-04-15';
const bytesOf = async (url: string) => {
  const answer = await server.app.inject({ url });
  expect([answer.statusCode, url]).toEqual([200, url]);
  return new Uint8Array(answer.rawPayload);
};

/** What section II of the published report says, where arithmetic gives it; its blanks are the printer's. */
const SECTION_II = [
  'Tổng số hồ sơ giải quyết toàn tỉnh là: 4.545 hồ sơ',
  'kỳ trước chuyển qua và liên thông: 3.261 hồ sơ',
  'Số hồ sơ tiếp nhận mới: 1.284 hồ sơ',
  'trực tiếp: 1.101 hồ sơ (85,7%)',
  'trực tuyến: 156 hồ sơ (12,1%)',
  '27 hồ sơ',
  'Tổng số hồ sơ trả kết quả: 2.826 hồ sơ',
  '297 hồ sơ (10,5%)',
  'liên thông là: 899 hồ sơ',
  'chỉ có 4 hồ sơ',
  'Sở Công thương',
  'Sở Tư pháp',
];
/** And where arithmetic gives something else than what was published: 2,2 % and 82 a day. */
const OURS = ['(2,1%)', '89,9 hồ sơ/ngày'];

/** Footnote marks within the words are taken out, blanks are left out. */
const unspaced = (text: string) => text.replaceAll(/\s+/g, '');
const vietnamese = (figure: string) => figure.replace(/\B(?=(\d{3})+$)/g, '.');

async function pdfText(file: Uint8Array): Promise<string> {
  const document = await getDocumentProxy(file);
  const pages = await Promise.all(
    Array.from({ length: document.numPages }, async (_, index) => {
      const { items } = await (await document.getPage(index + 1)).getTextContent();
      return items.map((item) => ('str' in item ? item.str : '')).join(' ');
    }),
  );
  return unspaced(pages.join(' '));
}

function docxText(file: Uint8Array): string {
  const xml = entriesOf(file).get('word/document.xml') ?? '';
  return unspaced(
    unescaped([...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, text]) => text).join('')),
  );
}

describe.each([
  ['pdf', pdfText],
  ['docx', docxText],
] as const)('the whole report as %s', (format, read) => {
  it('holds the three published appendices, row by row, and section II', async () => {
    const text = await read(await bytesOf(`/v1/narrative?${PERIOD}&format=${format}`));
    for (const rows of published) {
      for (const [number = '', name = '', ...figures] of rows)
        expect(text).toContain(unspaced(`${number}${name}${figures.map(vietnamese).join('')}`));
    }
    for (const words of [...SECTION_II, ...OURS]) expect(text).toContain(unspaced(words));
    for (const words of [
      'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
      'Độc lập - Tự do - Hạnh phúc',
      'UBND TỈNH QUẢNG TRỊ',
    ])
      expect(text).toContain(unspaced(words));
  });
});

describe('the whole report as xlsx', () => {
  it('holds the three published appendices as numbers, a sheet each, and section II on a sheet of its own', async () => {
    const file = await bytesOf(`/v1/reports/appendix?${PERIOD}&format=xlsx`);
    published.forEach((rows, index) => {
      const cells = [...sheetCells(file, index + 1)];
      const row = (at: string) => cells.filter(([address]) => address.replace(/^[A-Z]+/, '') === at);
      for (const [, name = '', ...figures] of rows) {
        const [address = ''] = cells.findLast(([, { value }]) => value === name) ?? [];
        const found = row(address.replace(/^[A-Z]+/, '')).map(([, { value }]) => value);
        expect(found.slice(-11)).toEqual(figures.map(Number));
      }
    });
    const words = unspaced(
      [...sheetCells(file, published.length + 1).values()].map(({ value }) => value).join(' '),
    );
    for (const text of [...SECTION_II, ...OURS]) expect(words).toContain(unspaced(text));
  });
});

describe('the text of a period', () => {
  const narrative = async (rest: string) => {
    const answer = await server.app.inject({ url: `/v1/narrative?${PERIOD}${rest}` });
    expect(answer.statusCode).toBe(200);
    return answer.json() as {
      readonly figures: readonly { readonly id: string; readonly value: number; readonly text: string }[];
      readonly paragraphs: readonly { readonly runs: readonly { readonly text: string }[] }[];
      readonly footnotes: readonly { readonly text: string }[];
    };
  };

  it('says in footnotes where a published figure is not what arithmetic gives, and only there', async () => {
    const given = 'province.postal.share:2.2,local.per-day:82,province.handled:4545';
    const plain = await narrative('');
    const told = (await narrative(`&published=${given}`)).footnotes.map(({ text }) => text);
    const more = told.filter((text) => !plain.footnotes.some((note) => note.text === text));
    expect(more).toHaveLength(2);
    expect(more.join('\n')).toMatch(/Số đã công bố: 2,2.*Số đã công bố: 82/s);
  });

  it('refers to the appendices that go with it', async () => {
    const { paragraphs } = await narrative('');
    const text = paragraphs.flatMap(({ runs }) => runs.map((run) => run.text)).join('');
    expect(text).toContain('(Xem Phụ lục 2)');
    expect(text).toContain('(Xem Phụ lục 3)');
  });

  it.each([
    ['&published=x', /published: "x" is not an id and a number/],
    ['&baseline=2020-Q9', /baseline: "2020-Q9" is not a period/],
    ['&asKnownAt=2999-01-01', /lies ahead/],
    ['&asKnownAt=gestern', /is no moment/],
    ['&format=odt', /format/],
    ['&published=local.perDay:82', /no figure local.perDay/],
  ])('is refused in a sentence: %s', async (rest, sentence) => {
    const answer = await server.app.inject({ url: `/v1/narrative?${PERIOD}${rest}` });
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toMatch(sentence);
  });
});

describe('a question that no form answers', () => {
  it.each([
    ['/v1/reports/ii-07?period=2020', 404, /no form "ii-07"; there are: appendix, ii-06a/],
    ['/v1/reports/comparison?period=2020', 400, /give the other one as baseline/],
    ['/v1/reports/appendix?period=2020&baseline=2019', 400, /does not compare, only its text/],
    ['/v1/reports/intake?period=2020&baseline=2019', 400, /does not compare/],
    ['/v1/reports/appendix?period=2020&asKnownAt=2999-01-01T00:00:00Z', 400, /lies ahead/],
    ['/v1/reports/appendix?period=2020&on=2021-01-01', 400, /a day after the period/],
    ['/v1/reports/appendix?period=2020&by=channel', 400, /by/],
    ['/v1/reports/comparison/cells/total/shares.online.period?period=2020&baseline=2019', 404, /is a share/],
    ['/v1/reports/extended/cells/total/received.directOrPostal?period=2020', 404, /no column/],
  ])('is told so: %s', async (url, status, sentence) => {
    const answer = await server.app.inject({ url });
    expect([answer.statusCode, answer.json().detail]).toEqual([status, expect.stringMatching(sentence)]);
  });
});
