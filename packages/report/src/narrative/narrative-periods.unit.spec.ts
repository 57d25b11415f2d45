import { describe, expect, it } from 'vitest';
import type { UnitBalance } from '../balance.ts';
import { balanceOf, figureText, narrate, paragraphOf, periodInput, unit } from '../testing/narrative.ts';

const KEY = '2020-04-01..2020-04-15';
const units = [unit('a'), unit('b', 'district')];
const online = (share: number, of = 100): UnitBalance =>
  balanceOf('a', { receivedOnline: share, receivedDirect: of - share });
const opening = (...args: Parameters<typeof narrate>) => paragraphOf(narrate(...args), 'i.');

describe('a baseline', () => {
  const now = periodInput(KEY, units, [online(12)]);
  const against = (balances: readonly UnitBalance[], key = '2020-Q1') =>
    opening(now, { baseline: periodInput(key, units, balances) });

  it.each([
    [online(20), ', thấp hơn 8,0 điểm phần trăm so với tỷ lệ 20,0% của quý I/2020. Cụ thể:'],
    [online(4), ', cao hơn 8,0 điểm phần trăm so với tỷ lệ 4,0% của quý I/2020. Cụ thể:'],
    [online(24, 200), ', bằng tỷ lệ 12,0% của quý I/2020. Cụ thể:'],
    [online(12_001, 100_000), ', tương đương tỷ lệ 12,0% của quý I/2020. Cụ thể:'],
  ])('is compared with in words (%#)', (balance, words) => {
    expect(against([balance])).toContain(`trên địa bàn toàn tỉnh${words}`);
  });

  it('of no new dossier is not compared with, and it is said why', () => {
    expect(against([])).toMatch(
      /; không so sánh với quý I\/2020 vì trong kỳ đó không phát sinh hồ sơ tiếp nhận mới\. Cụ thể:$/,
    );
  });

  it('of the government’s reporting year is named with its key and days', () => {
    expect(against([online(20)], '2020-Q1@vpcp')).toContain(
      'của quý I/2020 (kỳ 2020-Q1@vpcp, từ ngày 15/12/2019 đến ngày 14/3/2020). ',
    );
  });

  it('of other units is not compared with; how many differ is said', () => {
    const then = periodInput('2019', [unit('a'), unit('old'), unit('older')], [online(20)]);
    const narrative = narrate(now, { baseline: then });
    expect(paragraphOf(narrative, 'i.')).toContain(
      '; không so sánh với năm 2019 vì các đơn vị của hai kỳ không tương ứng (1 đơn vị chỉ có ở kỳ báo cáo, 2 đơn vị chỉ có ở kỳ so sánh). Cụ thể:',
    );
    expect(figureText(narrative, 'baseline.online.points')).toBeUndefined();
    expect(narrative.notes.join()).toMatch(/not compared with 2019: the units do not correspond/);
  });

  it('of a period without new dossiers is named and left alone', () => {
    expect(
      opening(periodInput(KEY, units), { baseline: periodInput('2020-03', units, [online(1)]) }),
    ).toContain(
      'không phát sinh hồ sơ tiếp nhận mới nên không tính tỷ lệ hồ sơ trực tuyến và không so sánh với tháng 3/2020. Cụ thể:',
    );
  });

  it('that is not there is not spoken of', () => {
    expect(opening(now)).toMatch(/trên địa bàn toàn tỉnh\. Cụ thể:$/);
  });
});

describe('a period', () => {
  it.each([
    [KEY, 'từ ngày 01/4/2020 đến ngày 15/4/2020'],
    ['2020-04-01..2020-04-01', 'ngày 01/4/2020'],
    ['2020-02', 'tháng 02/2020 (từ ngày 01/02/2020 đến ngày 29/02/2020)'],
    ['2020-Q4', 'quý IV/2020 (từ ngày 01/10/2020 đến ngày 31/12/2020)'],
    ['2020-H1', '6 tháng đầu năm 2020 (từ ngày 01/01/2020 đến ngày 30/6/2020)'],
    ['2020-H2', '6 tháng cuối năm 2020 (từ ngày 01/7/2020 đến ngày 31/12/2020)'],
    ['2020-9M', '9 tháng đầu năm 2020 (từ ngày 01/01/2020 đến ngày 30/9/2020)'],
    ['2020', 'năm 2020 (từ ngày 01/01/2020 đến ngày 31/12/2020)'],
    ['2020-Q1@vpcp', 'quý I/2020 (kỳ 2020-Q1@vpcp, từ ngày 15/12/2019 đến ngày 14/3/2020)'],
  ])('%s is called %s', (key, words) => {
    expect(opening(periodInput(key, units))).toMatch(`i. Trong kỳ báo cáo ${words}, `);
  });

  const district = [balanceOf('b', { receivedDirect: 12 })];
  const asOf = (asKnownAt: string) => narrate(periodInput(KEY, units, district), { asKnownAt });

  it('that is not over says so, and is averaged over the days that are known', () => {
    // 17:30 UTC is the next day there.
    const narrative = asOf('2020-04-05T17:30:00Z');
    expect(paragraphOf(narrative, 'i.')).toMatch(
      /Kỳ báo cáo chưa kết thúc, số liệu được tính đến ngày 06\/4\/2020\. Cụ thể:$/,
    );
    expect(paragraphOf(narrative, 'iii.')).toContain('là 4,0 hồ sơ/ngày[1] (3 ngày làm việc)');
    expect(narrative.notes.join()).toContain('was not over as known at 2020-04-05T17:30:00Z');
  });

  it.each([
    ['2020-04-15T16:59:59Z', true],
    ['2020-04-15T17:00:00Z', false],
  ])('as known at %s is not over: %s', (moment, isRunning) => {
    expect(paragraphOf(asOf(moment), 'i.').includes('chưa kết thúc')).toBe(isRunning);
  });

  it('that has not begun says so', () => {
    expect(paragraphOf(asOf('2020-04-01T00:00:00Z'), 'i.')).toContain('chưa kết thúc');
    const narrative = asOf('2020-03-30T00:00:00Z');
    expect(paragraphOf(narrative, 'i.')).toContain(
      'Tại thời điểm tổng hợp số liệu (ngày 30/3/2020), kỳ báo cáo chưa bắt đầu.',
    );
    expect(paragraphOf(narrative, 'iii.')).toContain('Không tính bình quân theo ngày');
  });

  it('with a baseline that is not over has a note', () => {
    const baseline = periodInput('2020', units, [online(1)]);
    const input = periodInput(KEY, units, [online(1)]);
    expect(narrate(input, { baseline, asKnownAt: '2020-05-01T00:00:00Z' }).notes).toContain(
      'the baseline 2020 was not over as known at 2020-05-01T00:00:00Z',
    );
  });

  it('outside of the calendar has that said in its footnote', () => {
    const last = (key: string) => narrate(periodInput(key, units, district)).footnotes.at(-1)?.text;
    expect(last('2021')).toContain('lịch không bao gồm toàn bộ thời gian này');
    expect(last('2020')).not.toContain('không bao gồm');
    expect(last('2019-12-30..2020-01-03')).toContain('không bao gồm');
    expect(last('2020-12-30..2021-01-04')).toContain('không bao gồm');
  });
});
