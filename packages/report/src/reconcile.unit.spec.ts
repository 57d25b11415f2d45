import { describe, expect, it } from 'vitest';
import type { AppendixReport } from './appendix-figures.ts';
import { emptyBalance, type UnitBalance } from './balance.ts';
import { appendix } from './forms/appendix.ts';
import { balancesOf, formTable } from './forms/table.ts';
import { tableCsv } from './forms/table-csv.ts';
import { tableJson } from './forms/table-json.ts';
import { periodOfKey } from './period.ts';
import { reconcile } from './reconcile.ts';
import { publishedTable, TableBroken } from './reconcile-table.ts';
import type { ReportUnit } from './structure.ts';

const units: readonly ReportUnit[] = [
  { code: 'so-y-te', name: 'Sở Y tế', level: 'department' },
  { code: 'so-tttt', name: 'Sở Thông tin và Truyền thông', level: 'department' },
  { code: 'dakrong', name: 'UBND huyện Đakrông', level: 'district' },
];
const balance = (unit: string, online: number, late: number): UnitBalance => ({
  ...emptyBalance(unit),
  openingOpen: 5,
  receivedOnline: online,
  resolvedLate: late,
  closingOpen: 5 + online - late,
});
const balances = [balance('so-y-te', 3, 2), balance('dakrong', 4, 1)];
const table = formTable({
  form: appendix,
  period: periodOfKey('2020-04'),
  baseline: null,
  asKnownAt: '',
  by: 'unit',
  scope: 'all',
  structureOn: '2020-04-30',
  rows: units.map((unit) => ({ head: unit, period: balancesOf(balances)([unit.code]), baseline: null })),
  notComparable: null,
  notes: [],
});
const report = JSON.parse(tableJson(table, 'en')) as AppendixReport;

const linesOf = (csv: string) =>
  csv
    .trim()
    .split(/\r?\n/)
    .map((text, index) => ({ line: index + 1, cells: text.split(',') }));
function tableOf(csv: string) {
  const [header, ...lines] = linesOf(csv);
  if (header === undefined) throw new RangeError('no header');
  return publishedTable(header, lines, units);
}
const published = (...changes: readonly (readonly [from: string, to: string])[]) =>
  changes.reduce(
    (csv, [from, to]) => {
      expect(csv).toContain(from);
      return csv.replace(from, to);
    },
    tableCsv(table).replace('\uFEFF', ''),
  );
const compare = (csv: string) => reconcile(tableOf(csv), report);
const Y_TE = 'Sở Y tế,8,3,5,0,0,2,0,2,6,6,0';

describe('a published table', () => {
  it('equals the computed one that it was printed from', () => {
    expect(compare(published())).toEqual({
      compared: 44,
      differences: [],
      faults: [],
      unitsLeftOut: [],
      columnsLeftOut: [],
    });
  });

  it('differs in the cells where it does, and only there', () => {
    const { differences, faults } = compare(published([Y_TE, 'Sở Y tế,8,3,5,0,0,2,1,1,6,6,0']));
    expect(differences.map((one) => [one.unit?.code, one.line, one.column.path, one.difference])).toEqual([
      ['so-y-te', 2, 'resolved.onTime', -1],
      ['so-y-te', 2, 'resolved.late', 1],
    ]);
    expect(faults.map(({ text }) => text)).toEqual([
      'Tổng số: (9) is 0, but the rows add up to 1',
      'Tổng số: (10) is 3, but the rows add up to 2',
    ]);
  });

  it.each(['SỞ Y TẾ', 'so y te', ' Sở  Y tế'.normalize('NFD'), 'so-y-te'])('may call a unit %s', (name) => {
    expect(compare(published(['Sở Y tế', name])).differences).toEqual([]);
  });

  it('may have fewer units and columns, which is told', () => {
    const few = compare('unit,received_total,pending_total\nSở Y tế,8,6\nTổng cộng,8,6\n');
    expect(few).toMatchObject({ compared: 4, differences: [], faults: [] });
    expect(few.unitsLeftOut).toEqual([]);
    expect(few.columnsLeftOut).toHaveLength(9);
    const left = compare('unit,received_total\nso-tttt,0\nUBND huyện Đakrông,9\n').unitsLeftOut;
    expect(left.map(({ code }) => code)).toEqual(['so-y-te']);
  });
});

describe('arithmetic of a published table', () => {
  it.each([
    [
      'Sở Y tế,9,3,5,0,0,2,0,2,6,6,0',
      ['(3) = (4)+(5)+(6)+(7) does not hold: 9 ≠ 8', '(3) = (8)+(11) does not hold: 9 ≠ 8'],
    ],
    ['Sở Y tế,8,3,5,0,0,2,1,2,6,6,0', ['(8) = (9)+(10) does not hold: 2 ≠ 3']],
    ['Sở Y tế,8,3,5,0,0,2,0,2,6,6,1', ['(11) = (12)+(13) does not hold: 6 ≠ 7']],
    ['Sở Y tế,8,3,5,0,0,2,0,2,6,8,-2', ['(13) is -2, which is negative']],
    ['Sở Y tế,8,3,5,0,0.5,2,0,2,6,6,0', ['(7) is 0.5, which is no whole number']],
  ])('is checked row by row: %s', (row, expected) => {
    const faults = compare(published([Y_TE, row])).faults.filter(({ line }) => line === 2);
    expect(faults.map(({ text }) => text)).toEqual(expected.map((text) => `Sở Y tế: ${text}`));
  });

  it('does not mind what was carried over being negative', () => {
    const csv =
      'unit,received_total,received_online,carried_over,received_direct_or_postal,received_forwarded\nso-y-te,2,3,-1,0,0';
    expect(compare(csv).faults).toEqual([]);
  });

  it('finds a unit that stands there twice, and compares its first row', () => {
    const twice = compare(published([`${Y_TE}\r\n`, `${Y_TE}\r\n9,so y te,0,0,0,0,0,0,0,0,0,0,0\r\n`]));
    expect(twice.differences).toEqual([]);
    expect(twice.faults).toEqual([{ line: 3, text: 'Sở Y tế: stands there twice, in line 2 too' }]);
  });

  it('takes a point for thousands', () => {
    const { differences } = compare('unit,received_total\nso-y-te,1.008');
    expect(differences).toMatchObject([{ published: 1008, computed: 8, difference: -1000 }]);
  });
});

describe('a file that is no table', () => {
  it.each([
    ['unit,received\nso-y-te,1', /^line 1, column "received": is none of no, unit, received_total/],
    ['received_total\n1', /^line 1: there is no column unit/],
    ['no,unit\n1,so-y-te', /^line 1: there is none of the columns/],
    ['unit,received_total,received_total\nso-y-te,1,1', /^line 1, column received_total: is there twice/],
    ['unit,received_total\nSở Y,1', /^line 2, column unit: "Sở Y" is no unit of the registry/],
    ['unit,received_total\nso-y-te,', /^line 2, column received_total: is empty; write 0/],
    ['unit,received_total\nso-y-te,x', /^line 2, column received_total: "x" is not a number/],
    ['unit,received_total\ntổng số,1\nTotal,1', /^line 3, column unit: is a second total row/],
  ])('is refused with line and column: %s', (csv, sentence) => {
    expect(() => tableOf(csv)).toThrow(TableBroken);
    expect(() => tableOf(csv)).toThrow(sentence);
  });

  it('is refused where a name may be that of two units', () => {
    const another = [...units, { code: 'new', name: 'Sớ Y tế', level: 'department' }];
    const header = { line: 1, cells: ['unit', 'received_total'] };
    const read = (name: string) => publishedTable(header, [{ line: 2, cells: [name, '1'] }], another).rows[0];
    expect(read('Sở Y tế')?.unit.code).toBe('so-y-te');
    expect(() => read('so y te')).toThrow(
      'line 2, column unit: "so y te" may be so-y-te or new; write the code',
    );
  });
});
