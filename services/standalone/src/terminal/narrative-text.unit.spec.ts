import type { Narrative } from '@sohoso/report';
import { describe, expect, it } from 'vitest';
import { narrativeText } from './narrative-text.ts';

const narrative: Narrative = {
  period: { from: '2020-04-01', to: '2020-04-15', key: '2020-04-01..2020-04-15' },
  baseline: null,
  asKnownAt: '2020-04-16T00:00:00.000Z',
  figures: [],
  paragraphs: [
    { kind: 'section', runs: [{ text: 'II. CÔNG TÁC' }] },
    {
      kind: 'item',
      runs: [
        { text: 'Số hồ sơ tiếp nhận mới: ' },
        { text: '1.284', figure: 'a', footnote: 1 },
        { text: ' hồ sơ' },
      ],
    },
    { kind: 'subitem', runs: [{ text: 'Trực tuyến' }] },
  ],
  footnotes: [{ number: 1, text: 'Làm tròn riêng từng tỷ lệ.' }],
  standingOut: {} as Narrative['standingOut'],
  notes: ['a note'],
};

describe('the narrative on the terminal', () => {
  it('has its footnotes in the text and below it', () => {
    expect(narrativeText(narrative, null).split('\n')).toEqual([
      'II. CÔNG TÁC',
      '- Số hồ sơ tiếp nhận mới: 1.284[1] hồ sơ',
      '  + Trực tuyến',
      '',
      '[1] Làm tròn riêng từng tỷ lệ.',
      '',
      '* a note',
      '',
    ]);
  });

  it('wraps at the width of the terminal, further lines set in', () => {
    const lines = narrativeText(narrative, 28).split('\n');
    expect(lines.slice(1, 3)).toEqual(['- Số hồ sơ tiếp nhận mới:', '  1.284[1] hồ sơ']);
    expect(lines.every((line) => line.length <= 28)).toBe(true);
  });
});
