import { describe, expect, it } from 'vitest';
import { isDateFormat } from './styles.ts';

describe('a number format', () => {
  it.each([
    'dd/mm/yyyy',
    'd-mmm-yy',
    '[$-42A]dd/mm/yyyy;@',
    'yyyy\\-mm\\-dd hh:mm',
    '[h]:mm',
    '[ss]',
    '"ngày" dd',
    'HH:MM AM/PM',
    'D/M/YYYY',
  ])('%s shows dates or times', (code) => expect(isDateFormat(code)).toBe(true));

  it.each([
    'General',
    '0.00',
    '#,##0 "đồng/hs"',
    '0.00E+00',
    '[Red]-0',
    '#,##0\\ \\d',
    '_(* #,##0_);_(* (#,##0)',
    '@',
    '0"h"',
    '[$USD] 0',
    '_d0',
    '',
  ])('%s does not', (code) => expect(isDateFormat(code)).toBe(false));
});
