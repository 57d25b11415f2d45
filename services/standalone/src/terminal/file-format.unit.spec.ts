import { describe, expect, it } from 'vitest';
import { formatFor } from './file-format.ts';

const offered = ['table', 'json', 'csv', 'pdf'] as const;

describe('the format of what is written', () => {
  it.each([
    [{}, 'table'],
    [{ output: 'a.PDF' }, 'pdf'],
    [{ output: 'a.csv', format: 'json' as const }, 'json'],
    [{ output: 'a.txt' }, 'table'],
    [{ output: 'a' }, 'table'],
  ])('of %j is %s', (asked, format) => {
    expect(formatFor(asked, offered)).toBe(format);
  });

  it('cannot be a file that is not to be had', () => {
    expect(() => formatFor({ output: 'a.docx' }, offered)).toThrow(/a\.docx: this is not to be had as docx/);
  });
});
