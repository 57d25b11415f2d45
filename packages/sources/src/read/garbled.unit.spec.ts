import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takenForWindows1252 } from '../testing/encode.ts';
import { garbledSentence, isGarbled } from './garbled.ts';

const words =
  'hồ sơ đã giải quyết trước hạn Sở Tư pháp tỉnh Quảng Trị cấp giấy chứng nhận quyền sử dụng đất lĩnh vực Hộ tịch trả kết quả qua bưu điện XÃ PHƯỜNG ĐÃ TRẢ ÂM ÌNH Ý'.split(
    ' ',
  );

describe('garbled text', () => {
  it('is UTF-8 that was read as Windows-1252 or Latin-1, for any words with letters of two or more signs', () => {
    assert(
      property(array(constantFrom(...words), { minLength: 4, maxLength: 8 }), (some) => {
        const text = `${some.join(' ')} đã giải quyết`;
        expect(isGarbled(text)).toBe(false);
        expect(isGarbled(takenForWindows1252(Buffer.from(text)))).toBe(true);
        expect(isGarbled(Buffer.from(text).toString('latin1'))).toBe(true);
        expect(isGarbled(takenForWindows1252(Buffer.from(text.normalize('NFD'))))).toBe(true);
      }),
    );
  });

  it.each([
    'Há»“ sÆ¡',
    'Sá»Ÿ',
    'giáº¥y',
    'Ä‘Ã£',
    'trÆ°á»›c',
    'khÃ´ng',
    'mất \ufffd chữ',
    'x\u0000y',
    'Hå s¬',
    '®· tr¶',
    'nghÞ',
    'ViÖt Nam',
  ])('is seen in %j', (text) => expect(isGarbled(text)).toBe(true));

  it.each([
    'UBND XÃ”',
    'thửa “ĐÃ”',
    '«XÃ»',
    'Công ty ABC® và DEF™',
    '120 m² × 3, 10 µm, 5°C, ½ thửa',
    '§ 12; Điều 5¹',
    'Công ty Böhm & Señor, Æon',
    'ÁN PHÍ',
    'a\tb\nc',
    'e\u0323\u0302',
    '‘‘–’’…',
  ])('is not seen in %j', (text) => expect(isGarbled(text)).toBe(false));

  it('tells text for old fonts from text that was decoded wrongly', () => {
    expect(garbledSentence('Hå s¬')).toContain('TCVN3');
    expect(garbledSentence('Há»“ sÆ¡')).toContain('"Há»“ sÆ¡"');
    expect(garbledSentence('Há»“ sÆ¡')).not.toContain('TCVN3');
  });
});
