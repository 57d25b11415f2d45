import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { describe, expect, it } from 'vitest';
import { type AppendixColumns, Oracle } from '../../../../../test/oracle/oracle.ts';
import { eventsOfRows, rowsOf } from '../../../../../test/support/exported-rows.ts';
import { type PublishedRow, publishedAppendices, sampleEvents } from '../sample-events.ts';
import { csvOf } from './csv.ts';
import { dossiersOfBaseline, dossiersOfSample, legsOf, type MadeUpDossiers } from './made-up-dossiers.ts';

const registry = await readUnitsFile(sampleUnitsFile);
const codeOf = new Map(registry.units.map(({ code, name }) => [name, code]));

function csvOfData(data: MadeUpDossiers): string {
  const frame = { asOf: data.asOf, nameOf: (code: string) => registry.find(code)?.name ?? code };
  return [...csvOf(legsOf(data), frame)].join('');
}

const csv = csvOfData(dossiersOfSample());
const lines = csv.split('\r\n');
const rows = rowsOf(csv);
const published = publishedAppendices();
const unitsOf = (appendix: readonly PublishedRow[]) => appendix.flatMap(({ unit }) => unit ?? []);
const DAYS = ['2020-04-01', '2020-04-15'] as const;

/** The cells that are printed in the published appendices. */
function printed({ received, resolved, pending }: AppendixColumns): object {
  const { total, onTime, late } = resolved;
  const { total: open, notDue, overdue } = pending;
  return { received, resolved: { total, onTime, late }, pending: { total: open, notDue, overdue } };
}

describe('the list of dossiers of the sample', () => {
  const events = eventsOfRows(rows, codeOf);
  const oracle = new Oracle(events);

  it.each([1, 2, 3] as const)('folds to appendix %i in every cell', (number) => {
    const appendix = published[number];
    const ofUnits = oracle.appendix(unitsOf(appendix), ...DAYS);
    const folded = [...ofUnits, { unit: null, ...oracle.total(ofUnits) }];
    expect(folded.map((row) => ({ unit: row.unit, ...printed(row) }))).toEqual(
      appendix.map(({ unit, received, resolved, pending }) => ({ unit, received, resolved, pending })),
    );
  });

  it('folds to the early and suspended ones too, which are not published', () => {
    const units = unitsOf(published[1]);
    expect(oracle.appendix(units, ...DAYS)).toEqual(new Oracle(sampleEvents()).appendix(units, ...DAYS));
  });

  it('has no anomalies', () => {
    expect(oracle.anomalies()).toEqual([]);
  });

  it('tells of every leg once', () => {
    expect(rows).toHaveLength(11_637);
    const names = rows.map((row) => `${row['Mã hồ sơ']} ${row['Đơn vị giải quyết']}`);
    expect(new Set(names).size).toBe(rows.length);
  });

  it('tells of legs without due that are overdue all the same', () => {
    const overdue = rows.filter((row) => row['Hạn trả'] === '' && row['Ngày trả kết quả'] === '');
    expect(overdue.filter((row) => row['Quá hạn từ ngày'] !== '').length).toBeGreaterThan(0);
    expect(rows.filter((row) => row['Hạn trả'] !== '' && row['Quá hạn từ ngày'] !== '')).toEqual([]);
  });
});

describe('its CSV', () => {
  it('begins with a byte order mark, a title and the headings', () => {
    expect(lines[0]).toMatch(/^\uFEFFDANH SÁCH HỒ SƠ .*15\/04\/2020\);+$/);
    expect(lines[1]).toBe(
      'STT;Mã hồ sơ;Đơn vị giải quyết;Mã thủ tục;Lĩnh vực;Hình thức tiếp nhận;Đơn vị chuyển;Hình thức liên thông;' +
        'Ngày tiếp nhận;Ngày hẹn trả lần đầu;Ngày gia hạn;Hạn trả;Ngày yêu cầu bổ sung;Ngày bổ sung;' +
        'Ngày trả kết quả;Kết quả;Hình thức trả;Nguyên nhân trễ hạn;Quá hạn từ ngày',
    );
  });

  it('ends with the number of rows', () => {
    expect(lines.at(-2)).toMatch(/^Tổng số hồ sơ: 11637;{18}$/);
    expect(lines.at(-1)).toBe('');
    expect(rows.map((row) => row['STT'])).toEqual(rows.map((_, index) => String(index + 1)));
  });

  it('writes days and moments as offices do', () => {
    for (const row of rows) {
      expect(row['Ngày tiếp nhận']).toMatch(/^\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d$/);
      expect(row['Hạn trả']).toMatch(/^(\d\d\/\d\d\/\d{4})?$/);
    }
  });

  it('quotes what would break a line', () => {
    const frame = { asOf: '2020-04-15', nameOf: () => 'a;"b"' };
    const [leg] = legsOf(dossiersOfSample());
    expect([...csvOf(leg === undefined ? [] : [leg], frame)][1]).toContain(';"a;""b""";');
  });
});

describe('the list of dossiers of the baseline', () => {
  it('folds to what its events fold to, over the quarter', () => {
    const data = dossiersOfBaseline({ dossiers: 3_000 });
    const units = unitsOf(published[1]);
    const exported = new Oracle(eventsOfRows(rowsOf(csvOfData(data)), codeOf));
    const own = new Oracle([...dossiersOfBaseline({ dossiers: 3_000 }).dossiers].flat());
    const quarter = ['2020-01-01', '2020-03-31'] as const;
    expect(exported.appendix(units, ...quarter)).toEqual(own.appendix(units, ...quarter));
    expect(exported.anomalies()).toEqual([]);
  });
});
