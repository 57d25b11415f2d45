import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BalanceBroken, type UnitBalance } from '../balance.ts';
import type { RatioUnit } from '../ratio-coverage.ts';
import { balanceOf, figureText, narrate, periodInput, textOf } from '../testing/narrative.ts';

const sample = new URL('../../../../services/standalone/sample/', import.meta.url);
/** Postal intake and returns of the departments; the published report has their sums only, 27 and 297. */
const POSTAL: Readonly<Record<string, number>> = { '2': 2, '4': 4, '10': 3, '12': 2, '13': 14, '19': 2 };
const RETURNED: Readonly<Record<string, number>> = { '2': 60, '4': 100, '13': 137 };
const DISTRICTS_FROM = 21;

/** The rows of the published table of the whole province as units with their balances. */
function publishedRows(): {
  readonly units: readonly RatioUnit[];
  readonly balances: readonly UnitBalance[];
} {
  const lines = readFileSync(new URL('appendix-1.csv', sample), 'utf8').trim().split(/\r?\n/).slice(1, -1);
  const rows = lines.map((line) => {
    const [, no = '', name = '', rest = ''] = /^(\d+),("[^"]*"|[^,]*),(.*)$/.exec(line) ?? [];
    const [, online, carriedOver, directOrPostal, forwarded, , onTime, late, , , overdue] = rest
      .split(',')
      .map((cell) => Number(cell));
    const level = Number(no) < DISTRICTS_FROM ? 'department' : 'district';
    const postal = POSTAL[no] ?? 0;
    return {
      unit: {
        code: no,
        name: name.replaceAll('"', ''),
        level,
        ...(level === 'district' ? { unreported: ['postal-intake', 'postal-returns'] as const } : {}),
      },
      balance: balanceOf(no, {
        openingOpen: carriedOver ?? 0,
        receivedOnline: online ?? 0,
        receivedDirect: (directOrPostal ?? 0) - postal,
        receivedPostal: postal,
        receivedForwarded: forwarded ?? 0,
        resolvedOnTime: onTime ?? 0,
        resolvedLate: late ?? 0,
        closingOverdue: overdue ?? 0,
        returnedByPost: RETURNED[no] ?? 0,
      }),
    };
  });
  return { units: rows.map(({ unit }) => unit), balances: rows.map(({ balance }) => balance) };
}

const { units, balances } = publishedRows();
const fortnight = periodInput('2020-04-01..2020-04-15', units, balances);
/** 12,4 % of them online. */
const quarter = periodInput('2020-Q1', units, [
  balanceOf('2', { receivedOnline: 1_240, receivedDirect: 8_760 }),
]);
const published = {
  'province.handled': { value: 4545, text: '4.545 hồ sơ' },
  'province.online.share': { value: 12.1, text: '12,1%' },
  'province.postal.share': {
    value: 2.2,
    text: '2,2%',
    note: 'tỷ lệ được điều chỉnh để cộng lại bằng 100,0%',
  },
  'province.returned-by-post.share': { value: 10.5, text: '10,5%' },
  'local.per-day': {
    value: 82,
    text: '82 hồ sơ/ngày (899/11)',
    note: 'ngày 02/4/2020 là ngày nghỉ lễ.',
  },
};
const narrative = narrate(fortnight, {
  baseline: quarter,
  counts: { districts: 9, communes: 125 },
  appendices: { departments: 'Phụ lục 2', local: 'Phụ lục 3' },
  published,
});

describe('the published fortnight', () => {
  it.each([
    ['province.handled', '4.545'],
    ['province.carried-over-and-forwarded', '3.261'],
    ['province.new', '1.284'],
    ['province.direct', '1.101'],
    ['province.direct.share', '85,7%'],
    ['province.online', '156'],
    ['province.online.share', '12,1%'],
    ['baseline.online.share', '12,4%'],
    ['province.postal', '27'],
    ['province.resolved', '2.826'],
    ['province.returned-by-post', '297'],
    ['province.returned-by-post.share', '10,5%'],
    ['local.intake', '899'],
    ['local.districts', '9'],
    ['local.communes', '125'],
    ['local.online', '4'],
  ])('has %s as it was published, %s, and in the text', (id, text) => {
    expect(figureText(narrative, id)).toBe(text);
    const runs = narrative.paragraphs.flatMap((paragraph) => paragraph.runs);
    expect(runs.find(({ figure }) => figure === id)?.text).toBe(text);
  });

  it.each([
    ['province.postal.share', '2,1%', '27 ÷ 1284'],
    ['local.per-day', '89,9', '899 ÷ 10'],
    ['province.returned-by-post.like-for-like.share', '24,7%', '297 ÷ 1202'],
  ])('has %s as arithmetic gives it, %s', (id, text, how) => {
    expect(narrative.figures.find((figure) => figure.id === id)).toMatchObject({
      text,
      how: expect.stringContaining(how),
    });
  });

  it('reads like the report', () => {
    expect(textOf(narrative)).toEqual([
      'II. CÔNG TÁC GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH:',
      'i. Trong kỳ báo cáo từ ngày 01/4/2020 đến ngày 15/4/2020, hồ sơ tiếp nhận trực tuyến chiếm tỷ lệ 12,1% tổng số hồ sơ tiếp nhận mới trên địa bàn toàn tỉnh, thấp hơn 0,3 điểm phần trăm so với tỷ lệ 12,4% của quý I/2020. Cụ thể:',
      '* Hồ sơ TTHC tiếp nhận toàn tỉnh:',
      'Tổng số hồ sơ giải quyết toàn tỉnh là: 4.545 hồ sơ các loại, trong đó:',
      'Số hồ sơ kỳ trước chuyển qua và liên thông: 3.261 hồ sơ (kỳ trước chuyển qua: 3.129 hồ sơ, liên thông: 132 hồ sơ)',
      'Số hồ sơ tiếp nhận mới: 1.284 hồ sơ[1]',
      'Hồ sơ tiếp nhận trực tiếp: 1.101 hồ sơ (85,7%)',
      'Hồ sơ tiếp nhận trực tuyến: 156 hồ sơ (12,1%)',
      'Hồ sơ tiếp nhận qua dịch vụ bưu chính công ích – BCCI (tính tại 20 cơ quan cấp tỉnh, chưa tính tại 9 đơn vị cấp huyện): 27 hồ sơ[2] (2,1%)[3]',
      '* Hồ sơ trả kết quả qua BCCI:',
      'Tổng số hồ sơ trả kết quả: 2.826 hồ sơ',
      'Trong đó, hồ sơ trả kết quả qua dịch vụ BCCI (tính tại 20 cơ quan cấp tỉnh, chưa tính tại 9 đơn vị cấp huyện): 297 hồ sơ (10,5%)[4]',
      'Tính riêng các đơn vị có số liệu trả kết quả qua BCCI: 297/1.202 hồ sơ (24,7%)',
      'ii. Ở cấp tỉnh, có 2 đơn vị thực hiện tốt việc tiếp nhận hồ sơ trực tuyến và có số lượng hồ sơ phát sinh cao[5]: Sở Công thương (125/127 hồ sơ tiếp nhận mới, chiếm 98,4%); Sở Tư pháp (11/18 hồ sơ tiếp nhận mới, chiếm 61,1%). Tuy nhiên, có 2 đơn vị phát sinh nhiều hồ sơ nhưng hồ sơ trực tuyến và qua BCCI rất ít: Sở Nông nghiệp và PTNT (4/148 hồ sơ tiếp nhận mới, chiếm 2,7%); Sở Kế hoạch và Đầu tư (0/10 hồ sơ tiếp nhận mới, chiếm 0,0%). Có 6 đơn vị không phát sinh hồ sơ trong kỳ báo cáo: Sở Lao động Thương binh và Xã hội; Sở Nội vụ; Sở Tài chính; Sở Ngoại vụ; Sở Văn hóa, Thể thao và Du lịch; Bảo hiểm xã hội tỉnh. (Xem Phụ lục 2)',
      'iii. Ở cấp huyện, tổng số hồ sơ tiếp nhận mới theo các hình thức trực tiếp, trực tuyến và tiếp nhận liên thông là: 899 hồ sơ các loại. Bình quân lượng hồ sơ tiếp nhận mỗi ngày làm việc của 9 đơn vị cấp huyện và 125 đơn vị cấp xã là 89,9 hồ sơ/ngày[6] (10 ngày làm việc). Tuy nhiên, hồ sơ tiếp nhận trực tuyến trong cả thời gian trên chỉ có 4 hồ sơ, chiếm 0,4% số hồ sơ tiếp nhận mới không kể liên thông. (Xem Phụ lục 3)',
      'iv. Chưa có đầy đủ số liệu về BCCI trên địa bàn toàn tỉnh; số liệu tiếp nhận và trả kết quả qua BCCI chỉ được tính tại 20 cơ quan cấp tỉnh. Trong thời gian trên, hồ sơ BCCI tiếp nhận là 27 hồ sơ và trả kết quả là 297 hồ sơ.',
    ]);
  });

  it('tells in footnotes where it differs from what was published, and where it does not adds none', () => {
    const texts = narrative.footnotes.map(({ text }) => text);
    expect(narrative.footnotes.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(texts[0]).toMatch(/cộng lại là 99,9%, không điều chỉnh cho bằng 100,0%\.$/);
    expect(texts[2]).toBe('Số đã công bố: 2,2%; tỷ lệ được điều chỉnh để cộng lại bằng 100,0%.');
    expect(texts[3]).toMatch(/^Tử số chỉ tính tại 20 cơ quan cấp tỉnh, .* chỉ để tham khảo\.$/);
    expect(texts[4]).toMatch(/có từ 10 hồ sơ tiếp nhận mới .* từ 50% .* dưới 10% .*, kể cả liên thông\.$/);
    expect(texts[5]).toBe(
      '899 hồ sơ chia cho 10 ngày làm việc, theo lịch "Lịch thử" (phiên bản 1). Số đã công bố: 82 hồ sơ/ngày (899/11); ngày 02/4/2020 là ngày nghỉ lễ.',
    );
    expect(texts.filter((text) => text.includes('Số đã công bố'))).toHaveLength(2);
  });

  it('names the departments that stand out', () => {
    const { mostOnline, fewOnlineOrPostal, noneReceived } = narrative.standingOut;
    expect(mostOnline.map(({ name }) => name)).toEqual(['Sở Công thương', 'Sở Tư pháp']);
    expect(fewOnlineOrPostal.map(({ code }) => code)).toEqual(['12', '8']);
    expect(noneReceived.map(({ code }) => code)).toEqual(['5', '6', '7', '15', '17', '20']);
  });

  it('says what it was made from', () => {
    expect(narrative).toMatchObject({
      period: { from: '2020-04-01', to: '2020-04-15', key: '2020-04-01..2020-04-15' },
      baseline: { from: '2020-01-01', to: '2020-03-31', key: '2020-Q1' },
      asKnownAt: '2030-01-01T00:00:00Z',
    });
    expect(narrative.notes).toContain('a holiday');
  });
});

describe('published figures', () => {
  it('that the narrative does not have, or does not print, are told of in notes', () => {
    const one = (id: string) => narrate(fortnight, { published: { [id]: { value: 1, text: 'một' } } }).notes;
    expect(one('no-such')).toContain('published figure no-such: the narrative has no figure of this id');
    expect(one('local.communes')).toContain(
      'published figure local.communes: the narrative has no figure of this id',
    );
    expect(one('postal-intake.reporting.department')).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^published/)]),
    );
    expect(one('province.shares-sum')).toContain(
      'published figure province.shares-sum: một, ours is 99,9% (85.7 + 12.1 + 2.1, each rounded alone)',
    );
  });
});

it('nothing is told that does not balance', () => {
  const broken = balances.map((one) => (one.unit === '14' ? { ...one, closingOpen: 0 } : one));
  expect(() => narrate({ ...fortnight, balances: broken })).toThrow(BalanceBroken);
  expect(() => narrate(fortnight, { asKnownAt: 'now' })).toThrow(/is no moment/);
});
