import { describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';

describe('the source of announcements', () => {
  it.each(['/sohoso/deadlines', 'urn:x:hồ-sơ', 'https://example.vn/a?b=c'])('may be %s', (source) => {
    expect(readConfig({ SOHOSO_DEADLINES_SOURCE: source }).SOHOSO_DEADLINES_SOURCE).toBe(source);
  });
  it.each([' ', '/a b', '/a\n', '/a\u0007', '/a\u0085', '/a\ud800', 'x'.repeat(1_025)])(
    'may not be %j',
    (source) => {
      expect(() => readConfig({ SOHOSO_DEADLINES_SOURCE: source })).toThrow(/SOHOSO_DEADLINES_SOURCE/);
    },
  );
  it('is the usual one where it is empty', () => {
    expect(readConfig({ SOHOSO_DEADLINES_SOURCE: '' }).SOHOSO_DEADLINES_SOURCE).toBe('/sohoso/deadlines');
  });
});
