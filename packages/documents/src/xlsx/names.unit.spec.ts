import { describe, expect, it } from 'vitest';
import { sheetNames } from './names.ts';

describe('names of sheets', () => {
  it('are as wanted where Excel lets them', () => {
    expect(sheetNames(['PHỤ LỤC 1', 'PHỤ LỤC 2'])).toEqual(['PHỤ LỤC 1', 'PHỤ LỤC 2']);
  });

  it('are without what Excel forbids', () => {
    expect(sheetNames(["'Biểu 6a/VPCP: [x]*?'", 'History'])).toEqual(['Biểu 6a VPCP x', 'History (2)']);
    expect(sheetNames(['', '[]'])).toEqual(['Bảng 1', 'Bảng 2']);
  });

  it('are never the same twice, not even in capitals or when cut', () => {
    const long = 'T'.repeat(40);
    const names = sheetNames([long, long, long.toLowerCase()]);
    expect(names).toEqual(['T'.repeat(31), `${'T'.repeat(27)} (2)`, `${'t'.repeat(27)} (3)`]);
  });

  it('are not cut within a character', () => {
    expect(sheetNames([`${'a'.repeat(30)}😀`])).toEqual(['a'.repeat(30)]);
  });
});
