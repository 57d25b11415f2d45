import { describe, expect, it } from 'vitest';
import { encode } from '../../testing/encode.ts';
import { BadBytes, decoderOf } from './decoder.ts';
import { tcvn3Units } from './tcvn3.ts';

const letters = 'aăâeêioôơuưy';
const tones = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];

describe('TCVN3', () => {
  it('has every small letter of Vietnamese with every tone, and the seven capitals without', () => {
    const text = `${[...letters].flatMap((letter) => tones.map((tone) => (letter + tone).normalize('NFC'))).join('')}đĂÂÊÔƠƯĐ`;
    expect(decoderOf('tcvn3').decode(encode(text, 'tcvn3'), true)).toBe(text);
  });

  it('reads text as it stands in old files', () => {
    const bytes = Buffer.from('Hå s¬ ®· gi¶i quyÕt, Së T­ ph¸p tØnh Qu¶ng TrÞ', 'latin1');
    expect(decoderOf('tcvn3').decode(bytes, true)).toBe('Hồ sơ đã giải quyết, Sở Tư pháp tỉnh Quảng Trị');
  });

  it('refuses the 16 places where VN1 has capitals with tone marks', () => {
    const gaps = Array.from({ length: 96 }, (_, at) => at + 0xa0).filter(
      (byte) => tcvn3Units[byte] === 0xfffd,
    );
    expect(gaps.map((gap) => gap.toString(16)).join(' ')).toBe(
      'af ba bf c0 c1 c2 c3 c4 c5 cd d9 da db e0 f0 ff',
    );
    for (const gap of gaps)
      expect(() => decoderOf('tcvn3').decode(Uint8Array.of(gap), true)).toThrow(BadBytes);
  });
});
