import type { Day } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { type QualityAnswer, QualityTally, qualityCsv, qualityPageCsv } from './quality-answer.ts';
import { explanations, qualityReasons } from './quality-reasons.ts';
import { silentUnits } from './quality-silent.ts';

const units = [
  { code: 'so-y-te', name: 'Sở Y tế' },
  { code: 'dong-ha', name: 'UBND Thành phố Đông Hà' },
];

describe('a tally', () => {
  const tally = new QualityTally();
  const found = (unit: string | null, source: string | null, reason: 'no-due' | 'no-open-leg' | 'not-json') =>
    tally.add({ unit, source, reason });
  found('dong-ha', '/b', 'no-due');
  found('dong-ha', '/a', 'no-due');
  found('dong-ha', '/a', 'no-due');
  found('dong-ha', '/b', 'no-open-leg');
  found('gone', '/a', 'no-due');
  found('so-y-te', '/a', 'no-due');
  tally.add({ unit: null, source: null, reason: 'not-json' }, 40);
  const counts = tally.counts(units);

  it('counts by unit, reason and source: in the order of the registry, others after it, none last', () => {
    expect(counts.map((c) => `${c.unit?.code ?? '–'} ${c.reason} ${c.source ?? '–'} ${c.count}`)).toEqual([
      'so-y-te no-due /a 1',
      'dong-ha no-open-leg /b 1',
      'dong-ha no-due /a 2',
      'dong-ha no-due /b 1',
      'gone no-due /a 1',
      '– not-json – 40',
    ]);
    expect(counts.map(({ unit }) => unit?.name)).toContain('gone');
  });
  it('tells of every reason how many there are in all, and what to do', () => {
    const reasons = tally.reasons();
    expect(reasons.map(({ reason }) => reason)).toEqual([...qualityReasons]);
    expect(reasons.find(({ reason }) => reason === 'no-due')).toEqual({
      reason: 'no-due',
      count: 5,
      ...explanations['no-due'],
    });
    expect(reasons.find(({ reason }) => reason === 'silent')?.count).toBe(0);
  });
  it('is CSV, and so is a page', () => {
    expect(
      qualityCsv({ counts } as unknown as QualityAnswer)
        .split('\r\n')
        .slice(0, 2),
    ).toEqual(['\uFEFFunit,unit_name,source,reason,count', 'so-y-te,Sở Y tế,/a,no-due,1']);
    const page = {
      period: { from: '2020-04-01', to: '2020-04-15', key: '2020-04-01..2020-04-15' },
      asKnownAt: '2020-04-16T00:00:00.000Z',
      reason: 'not-json' as const,
      dossiers: [
        { dossier: null, unit: null, source: null, eventId: null, day: '2020-04-02', detail: 'a, b' },
      ],
      next: null,
    };
    expect(qualityPageCsv(page)).toBe(
      '\uFEFFreason,dossier,unit,source,event_id,day,detail\r\nnot-json,,,,,2020-04-02,"a, b"\r\n',
    );
  });
});

describe('every reason', () => {
  it.each(qualityReasons)('%s is explained in one sentence of each language', (reason) => {
    const { explanation, remedy } = explanations[reason];
    for (const sentence of [explanation.en, explanation.vi, remedy.en, remedy.vi])
      expect(sentence).toMatch(/^\p{Lu}[^\n]+\.$/u);
  });
});

describe('silent units', () => {
  it('told nothing, are not the province, and have been there all the time', () => {
    const unit = (code: string, level = 'department', validFrom: number | null = null) => ({
      code,
      level,
      validFrom: validFrom as Day | null,
    });
    const all = [
      unit('p', 'province'),
      unit('a'),
      unit('b'),
      unit('new', 'commune', 11),
      unit('old', 'commune', 10),
    ];
    expect(silentUnits(all, new Set(['b']), 10 as Day).map(({ code }) => code)).toEqual(['a', 'old']);
  });
});
