import { describe, expect, it } from 'vitest';
import {
  balanceOf,
  figureText,
  narrate,
  paragraphOf,
  periodInput,
  textOf,
  unit,
} from '../testing/narrative.ts';

const KEY = '2020-04-01..2020-04-15';
const units = [unit('a'), unit('b', 'district')];

describe('the whole province', () => {
  it('with a figure below 0 says why', () => {
    const balances = [
      balanceOf('a', { receivedDirect: 5, transferredOut: 5 }),
      balanceOf('b', { transferredIn: 0 }),
    ];
    const narrative = narrate(periodInput(KEY, units, balances));
    expect(textOf(narrative).join('\n')).toContain('(kỳ trước chuyển qua: −5 hồ sơ[1], liên thông: 0 hồ sơ)');
    expect(narrative.footnotes[0]?.text).toMatch(/^Số âm do/);
    expect(narrative.notes.join()).toContain('transferred in 0, out 5');
  });

  it('tells of transfers', () => {
    const balances = [
      balanceOf('a', { openingOpen: 3, transferredOut: 3 }),
      balanceOf('b', { transferredIn: 3 }),
    ];
    expect(textOf(narrate(periodInput(KEY, units, balances)))).toContain(
      'Số lượt hồ sơ chuyển giao giữa các đơn vị do sắp xếp tổ chức: 3 lượt, không làm thay đổi tổng số hồ sơ toàn tỉnh',
    );
  });

  it('has figures of units that are no department, district or commune, and a note of them', () => {
    const narrative = narrate(
      periodInput(KEY, [...units, unit('tinh', 'province')], [balanceOf('tinh', { receivedOnline: 1 })]),
    );
    expect(figureText(narrative, 'province.new')).toBe('1');
    expect(narrative.notes.join()).toMatch(/^.*1 units are no department, district or commune .*: tinh/);
  });
});

describe('the post', () => {
  const silent = { unreported: ['postal-intake', 'postal-returns'] as const };
  const posted = balanceOf('a', {
    receivedPostal: 1,
    receivedDirect: 1,
    resolvedOnTime: 2,
    returnedByPost: 1,
  });
  const about = (chosen: Parameters<typeof periodInput>[1]) => {
    const text = textOf(narrate(periodInput(KEY, chosen, [posted]))).join('\n');
    return text.split('\n').filter((line) => /BCCI/.test(line) && !/^(ii|iii|\*)/.test(line));
  };

  it('known everywhere', () => {
    expect(about(units)).toEqual([
      'Hồ sơ tiếp nhận qua dịch vụ bưu chính công ích – BCCI: 1 hồ sơ (50,0%)',
      'Trong đó, hồ sơ trả kết quả qua dịch vụ BCCI: 1 hồ sơ (50,0%)',
      'iv. Số liệu về BCCI được tính tại tất cả các đơn vị. Trong thời gian trên, hồ sơ BCCI tiếp nhận là 1 hồ sơ và trả kết quả là 1 hồ sơ.',
    ]);
  });

  it('known nowhere', () => {
    expect(about([unit('b', 'district', silent)])).toEqual([
      'Hồ sơ tiếp nhận qua dịch vụ bưu chính công ích – BCCI: chưa có số liệu',
      'Trong đó, hồ sơ trả kết quả qua dịch vụ BCCI: chưa có số liệu',
      'iv. Chưa có số liệu về BCCI trên địa bàn toàn tỉnh.',
    ]);
  });

  it.each([
    [
      [unit('a'), unit('b', 'district', { unreported: ['postal-returns'] })],
      'iv. Chưa có đầy đủ số liệu về BCCI trên địa bàn toàn tỉnh: hồ sơ tiếp nhận qua BCCI được tính tại tất cả các đơn vị; hồ sơ trả kết quả qua BCCI được tính tại 1 cơ quan cấp tỉnh. ',
    ],
    [
      [unit('b', 'district', { unreported: ['postal-intake'] })],
      'iv. Chưa có đầy đủ số liệu về BCCI trên địa bàn toàn tỉnh: hồ sơ tiếp nhận qua BCCI chưa có số liệu; hồ sơ trả kết quả qua BCCI được tính tại tất cả các đơn vị. Trong thời gian trên, hồ sơ BCCI trả kết quả là 0 hồ sơ.',
    ],
  ])('known in part says where (%#)', (chosen, words) => {
    expect(about(chosen).at(-1)).toMatch(words);
  });

  it('of units that resolved nothing is not divided', () => {
    const input = periodInput(
      KEY,
      [unit('a'), unit('b', 'district', silent)],
      [balanceOf('b', { receivedDirect: 2, resolvedLate: 2 })],
    );
    const narrative = narrate(input);
    expect(paragraphOf(narrative, 'Trong đó, hồ sơ trả')).toMatch(/: 0 hồ sơ \(0,0%\)\[\d\]$/);
    expect(paragraphOf(narrative, 'Tính riêng')).toBe('');
    expect(paragraphOf(narrate({ ...input, balances: [] }), 'Trong đó, hồ sơ trả')).toMatch(/: 0 hồ sơ$/);
  });

  it('known at units of one level counts both kinds', () => {
    const narrative = narrate(
      periodInput(KEY, [unit('a'), unit('c', 'department', silent), unit('x', 'commune', silent)]),
    );
    expect(paragraphOf(narrative, 'Hồ sơ tiếp nhận qua dịch vụ')).toContain(
      '(tính tại 1 cơ quan cấp tỉnh, chưa tính tại 1 cơ quan cấp tỉnh và 1 đơn vị cấp xã): 0 hồ sơ[1]',
    );
  });
});

describe('departments', () => {
  const ii = (...args: Parameters<typeof periodInput>) => paragraphOf(narrate(periodInput(...args)), 'ii.');

  it('are named as the registry has them, less blanks that are too many', () => {
    const named = (name: string) =>
      ii(KEY, [unit('a', 'department', { name }), unit('c')], [balanceOf('c', { receivedForwarded: 1 })]);
    expect(named('  Sở  Y tế ')).toMatch(/: Sở Y tế\.$/);
    expect(named(' ')).toMatch(/: a\.$/);
  });

  it('that are none, or have nothing, take one sentence', () => {
    expect(ii(KEY, [unit('b', 'district')])).toBe('ii. Trong phạm vi báo cáo không có cơ quan cấp tỉnh.');
    expect(ii(KEY, [unit('a')])).toBe(
      'ii. Ở cấp tỉnh, có 1 cơ quan và không phát sinh hồ sơ trong kỳ báo cáo.',
    );
    expect(ii(KEY, [unit('a'), unit('c')])).toBe(
      'ii. Ở cấp tỉnh, có 2 cơ quan và đều không phát sinh hồ sơ trong kỳ báo cáo.',
    );
  });

  it('of which none stands out', () => {
    expect(ii(KEY, [unit('a')], [balanceOf('a', { receivedDirect: 9 })])).toBe(
      'ii. Ở cấp tỉnh, không có đơn vị nào vừa có số lượng hồ sơ phát sinh cao vừa thực hiện tốt việc tiếp nhận hồ sơ trực tuyến[1].',
    );
  });

  it('of which some only have few', () => {
    expect(ii(KEY, [unit('a')], [balanceOf('a', { receivedDirect: 1_000 })])).toMatch(
      / Có 1 đơn vị phát sinh nhiều hồ sơ nhưng .* rất ít: Sở A \(0\/1\.000 hồ sơ tiếp nhận mới, chiếm 0,0%\)\.$/,
    );
  });

  it('that do not report what comes by post are not said to have little of it', () => {
    const silent = unit('a', 'department', { unreported: ['postal-intake'] });
    const narrative = narrate(periodInput(KEY, [silent], [balanceOf('a', { receivedDirect: 1_000 })]));
    expect(paragraphOf(narrative, 'ii.')).not.toContain('rất ít');
    expect(narrative.standingOut.notJudged).toEqual(['a']);
    expect(narrative.footnotes.map(({ text }) => text).join()).toContain('Không xét');
  });

  it('of which many have nothing are counted after some names', () => {
    const many = ['a', 'c', 'd', 'e', 'f', 'g', 'h', 'k'].map((code) => unit(code));
    expect(ii(KEY, many, [balanceOf('a', { receivedForwarded: 1 })])).toMatch(
      / Có 7 đơn vị không phát sinh hồ sơ trong kỳ báo cáo: Sở C; Sở D; Sở E; Sở F; Sở G và 2 đơn vị khác\.$/,
    );
  });
});

describe('the local level', () => {
  const iii = (...args: Parameters<typeof narrate>) => paragraphOf(narrate(...args), 'iii.');
  const commune = unit('x', 'commune');
  const received = (code: string, count: number, ofOnline = 0) =>
    balanceOf(code, { receivedDirect: count - ofOnline, receivedOnline: ofOnline });

  it('that is not there, or has nothing, takes one sentence', () => {
    expect(iii(periodInput(KEY, [unit('a')]))).toBe(
      'iii. Trong phạm vi báo cáo không có đơn vị cấp huyện, cấp xã.',
    );
    expect(iii(periodInput(KEY, [unit('b', 'district'), commune]))).toBe(
      'iii. Ở cấp huyện và cấp xã, không phát sinh hồ sơ trong kỳ báo cáo.',
    );
  });

  it('of communes alone speaks of communes, and counts those of the structure', () => {
    expect(iii(periodInput(KEY, [commune], [received('x', 20)]))).toBe(
      'iii. Ở cấp xã, tổng số hồ sơ tiếp nhận mới theo các hình thức trực tiếp, trực tuyến, qua BCCI và tiếp nhận liên thông là: 20 hồ sơ các loại. Bình quân lượng hồ sơ tiếp nhận mỗi ngày làm việc của 1 đơn vị cấp xã là 2,0 hồ sơ/ngày[1] (10 ngày làm việc). Trong thời gian trên không có hồ sơ nào được tiếp nhận trực tuyến.',
    );
  });

  it('whose districts ended within the period gives no number of units', () => {
    const both = periodInput(KEY, [unit('b', 'district'), commune], [received('b', 5), received('x', 5)]);
    expect(iii({ ...both, structure: [commune] })).toContain(
      'của các đơn vị cấp huyện và cấp xã là 1,0 hồ sơ/ngày',
    );
  });

  it.each([
    [9, 'Tuy nhiên, hồ sơ tiếp nhận trực tuyến trong cả thời gian trên chỉ có 9 hồ sơ, chiếm 9,0%'],
    [10, 'Trong đó, hồ sơ tiếp nhận trực tuyến là 10 hồ sơ, chiếm 10,0%'],
  ])('with %i of a hundred online says: %s', (count, words) => {
    expect(iii(periodInput(KEY, [commune], [received('x', 100, count)]))).toContain(words);
  });

  it('in a time without a working day has no average', () => {
    expect(iii(periodInput('2020-04-11..2020-04-12', [commune], [received('x', 3)]))).toContain(
      'Không tính bình quân theo ngày vì trong thời gian trên không có ngày làm việc.',
    );
  });
});
