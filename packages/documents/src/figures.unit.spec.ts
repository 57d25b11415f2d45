import type { PrintedCell, PrintedColumnKind } from '@sohoso/report';
import { describe, expect, it } from 'vitest';
import { figureText } from './figures.ts';

const cases: readonly (readonly [PrintedCell, PrintedColumnKind, string])[] = [
  [0, 'count', '0'],
  [4545, 'count', '4.545'],
  [-1234567, 'count', '−1.234.567'],
  [89.9, 'count', '89,9'],
  [12.1, 'percent', '12,1%'],
  [100, 'percent', '100,0%'],
  [0.3, 'points', '+0,3'],
  [-0.4, 'points', '−0,4'],
  [0, 'points', '0,0'],
  [1284, 'number', '1284'],
  [null, 'percent', '–'],
  ['(1)', 'count', '(1)'],
];

describe('a cell on paper', () => {
  it.each(cases)('%s as %s is %s', (cell, kind, text) => expect(figureText(cell, kind)).toBe(text));
});
