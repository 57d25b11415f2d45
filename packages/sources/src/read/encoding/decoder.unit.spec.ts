import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encode } from '../../testing/encode.ts';
import type { Encoding } from '../options.ts';
import { BadBytes, decoderOf } from './decoder.ts';

const encodings: readonly Encoding[] = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1258', 'tcvn3'];
const text = string({ unit: constantFrom(...'Hồ sơ đã giải quyết, ợ ữ ắ ậ Đ Ư "\r\n9') });
const cuts = array(integer({ min: 0, max: 500 }), { maxLength: 8 });

describe.each(encodings)('a decoder of %s', (encoding) => {
  it('gives any text back, wherever its bytes are cut', () => {
    assert(
      property(text, cuts, (any, at) => {
        const bytes = encode(any, encoding);
        const decoder = decoderOf(encoding);
        const places = [...at.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].toSorted(
          (a, b) => a - b,
        );
        const pieces = places
          .slice(1)
          .map((to, index) => decoder.decode(bytes.subarray(places[index], to), index === places.length - 2));
        expect(pieces.join('').normalize('NFC')).toBe(any.normalize('NFC'));
      }),
    );
  });
});

describe('bytes that cannot be', () => {
  it.each<[Encoding, readonly number[]]>([
    ['utf-8', [0x61, 0xe1, 0x61]],
    ['utf-8', [0x61, 0xe1, 0xbb]],
    ['utf-16le', [0x00, 0xd8, 0x61, 0x00]],
    ['utf-16be', [0xdc, 0x00]],
    ['utf-16le', [0x61]],
    ['windows-1258', [0x61, 0x8a]],
    ['tcvn3', [0x61, 0x80]],
  ])('are refused in %s: %j', (encoding, bytes) => {
    expect(() => decoderOf(encoding).decode(Uint8Array.from(bytes), true)).toThrow(BadBytes);
  });
});
