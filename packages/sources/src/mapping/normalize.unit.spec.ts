import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalize, slug } from './normalize.ts';

describe('a text as it is compared', () => {
  it.each([
    ['  Ngày  HẸN\ttrả: ', 'ngay hen tra'],
    ['Đơn vị giải quyết', 'don vi giai quyet'],
    ['ĐƠN VỊ GIẢI QUYẾT (*)', 'don vi giai quyet'],
    ['"Sở TN&MT"', 'so tn&mt'],
    ['(1)', '1'],
    ['–', ''],
  ])('%j is %j', (text, expected) => {
    expect(normalize(text)).toBe(expected);
  });

  it('is the same for composed and decomposed letters, and for itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'Hồ sơ TRỰC tuyến, đã (trả) ỹ-ƯỢ ') }), (text) => {
        expect(normalize(text.normalize('NFD'))).toBe(normalize(text.normalize('NFC')));
        expect(normalize(normalize(text))).toBe(normalize(text));
      }),
    );
  });

  it('becomes a code without white space', () => {
    expect(slug('Thành lập và hoạt động doanh nghiệp')).toBe('thanh-lap-va-hoat-dong-doanh-nghiep');
    expect(slug('Thi đua - khen thưởng')).toBe('thi-dua-khen-thuong');
  });
});
