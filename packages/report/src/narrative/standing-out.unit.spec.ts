import { describe, expect, it } from 'vitest';
import { balanceOf } from '../testing/narrative.ts';
import { byOnline, namedOf, standingOut, thresholds } from './standing-out.ts';

const candidate = (code: string, online: number, direct: number, postal = 0, reportsPost = true) => ({
  code,
  name: code,
  reportsPost,
  balance: balanceOf(code, { receivedOnline: online, receivedDirect: direct, receivedPostal: postal }),
});
const codes = (units: readonly { readonly code: string }[]) => units.map(({ code }) => code);

describe('the rules', () => {
  it('take ten new dossiers for many, and more where there were more working days', () => {
    const units = [candidate('nine', 9, 0), candidate('ten', 10, 0), candidate('twenty', 20, 0)];
    expect([0, 10, 11, 21].map((days) => codes(standingOut(units, days).mostOnline))).toEqual([
      ['twenty', 'ten'],
      ['twenty', 'ten'],
      ['twenty'],
      [],
    ]);
    expect(standingOut([], 250).rules).toEqual({ ...thresholds, manyFrom: 250 });
  });

  it('take half of them for most, and less than a tenth, by post as well, for few', () => {
    const units = [
      candidate('half', 50, 50),
      candidate('less', 499, 501),
      candidate('tenth', 5, 90, 5),
      candidate('few', 5, 91, 4),
      candidate('unknown', 5, 91, 0, false),
    ];
    expect(standingOut(units, 0)).toMatchObject({
      mostOnline: [{ code: 'half' }],
      fewOnlineOrPostal: [{ code: 'few', onlineOrPostalShare: { numerator: 9, denominator: 100 } }],
      notJudged: ['unknown'],
    });
  });

  it('rank by number, then by share, then as the units stand in the report', () => {
    const units = [
      candidate('b', 10, 5),
      candidate('a', 10, 5),
      candidate('c', 10, 1),
      candidate('d', 11, 9),
    ];
    expect(codes(standingOut(units, 0).mostOnline)).toEqual(['d', 'c', 'b', 'a']);
    const few = [candidate('b', 1, 30), candidate('a', 0, 31), candidate('c', 0, 40), candidate('d', 1, 30)];
    expect(codes(standingOut(few, 0).fewOnlineOrPostal)).toEqual(['c', 'a', 'b', 'd']);
  });

  it('take a unit that was only forwarded to for one that received', () => {
    const forwarded = { ...candidate('a', 0, 0), balance: balanceOf('a', { receivedForwarded: 1 }) };
    const open = { ...candidate('b', 0, 0), balance: balanceOf('b', { openingOpen: 9 }) };
    expect(codes(standingOut([forwarded, open], 0).noneReceived)).toEqual(['b']);
  });
});

describe('a list', () => {
  const ranked = (...online: readonly number[]) =>
    standingOut(
      online.map((count, index) => candidate(`u${index}`, count, 0)),
      0,
    ).mostOnline;
  const named = (...online: readonly number[]) => namedOf(ranked(...online), byOnline).length;

  it('names five, and a sixth rather than "1 other"', () => {
    expect([named(), named(15, 14, 13, 12, 11, 10), named(16, 15, 14, 13, 12, 11, 10)]).toEqual([0, 6, 5]);
  });

  it('is not cut between units that are level', () => {
    expect(named(19, 18, 17, 16, 15, 15, 10)).toBe(4);
    expect(named(19, 18, 15, 15, 15, 15, 15)).toBe(2);
  });

  it('is cut after five where all are level', () => {
    expect(named(15, 15, 15, 15, 15, 15, 15)).toBe(5);
  });
});
