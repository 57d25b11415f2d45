import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BalanceItem } from '../cells-columns.ts';
import type { RatioInput } from '../ratio-report.ts';
import { balanceOf, narrate, periodInput, textOf, unit } from '../testing/narrative.ts';
import type { Narrative } from './narrative.ts';

const few = fc.integer({ min: 0, max: 30 });
const anyRow = fc.record({
  level: fc.constantFrom('department', 'department', 'department', 'district', 'commune', 'unregistered'),
  unreported: fc.subarray(['postal-intake', 'postal-returns'] as const),
  openingOpen: few,
  receivedOnline: few,
  receivedDirect: fc.oneof(few, fc.integer({ min: 0, max: 4_000 })),
  receivedPostal: few,
  receivedForwarded: few,
  resolved: few,
  returnedByPost: few,
  isIdle: fc.boolean(),
});
const anyPeriod = fc.record({
  key: fc.constantFrom(
    ...['2020-04-01..2020-04-15', '2020-04-02..2020-04-02', '2020-Q1', '2020-9M@vpcp', '2020-H2', '2019'],
  ),
  rows: fc.array(anyRow, { maxLength: 14 }),
  isTrimmed: fc.boolean(),
});
const anything = fc.record({
  now: anyPeriod,
  before: fc.option(anyPeriod),
  asKnownAt: fc.constantFrom('2018-01-01T00:00:00Z', '2020-04-08T00:00:00Z', '2030-01-01T00:00:00+07:00'),
  counts: fc.option(fc.record({ districts: few, communes: few })),
});
type AnyPeriod = typeof anyPeriod extends fc.Arbitrary<infer T> ? T : never;

const codeOf = (index: number) => String.fromCharCode(97 + index);

function inputOf({ key, rows, isTrimmed }: AnyPeriod): RatioInput {
  const units = rows.map(({ level, unreported }, index) => unit(codeOf(index), level, { unreported }));
  const balances = rows.flatMap(({ level, unreported, resolved, returnedByPost, isIdle, ...came }, index) => {
    const resolvedOnTime = Math.min(came.openingOpen + came.receivedDirect, resolved);
    const figures = { ...came, resolvedOnTime, returnedByPost: Math.min(returnedByPost, resolvedOnTime) };
    return isIdle ? [] : [balanceOf(codeOf(index), figures)];
  });
  const input = periodInput(key, units, balances);
  return isTrimmed ? { ...input, structure: units.slice(1) } : input;
}

/** Tells the narrative of many random inputs. */
function forAny(check: (narrative: Narrative, input: RatioInput) => void): void {
  fc.assert(
    fc.property(anything, ({ now, before, asKnownAt, counts }) => {
      const input = inputOf(now);
      const baseline = before === null ? null : inputOf(before);
      check(narrate(input, { baseline, asKnownAt, ...(counts === null ? {} : { counts }) }), input);
    }),
    { numRuns: 400 },
  );
}

/** Dates, names of periods and the like, whose digits are no figures. */
const DATES =
  /ngày \d{2}\/\d{1,2}\/\d{4}|tháng \d{1,2}\/\d{4}|quý [IV]+\/\d{4}|(?:[69] tháng (?:đầu|cuối) )?năm \d{4}|kỳ \d{4}-\w+@vpcp/g;

describe('the narrative of any input', () => {
  it('has every number as a run with the id of a figure of that text', () => {
    forAny(({ paragraphs, figures }) => {
      const texts = new Map(figures.map(({ id, text }) => [id, text]));
      for (const run of paragraphs.flatMap(({ runs }) => runs)) {
        if (run.figure === undefined) expect(run.text.replace(DATES, '')).not.toMatch(/\d/);
        else expect(run.text).toBe(texts.get(run.figure));
      }
    });
  });

  it('is well formed', () => {
    forAny((narrative) => {
      const texts = [
        ...narrative.paragraphs.map(({ runs }) => runs.map(({ text }) => text).join('')),
        ...narrative.footnotes.map(({ text }) => text),
      ];
      for (const text of texts) {
        expect(text).not.toMatch(/undefined|null|NaN|–%|\[object|\s\s|^\s|\s$|\s[.,;:)]|\(\s|\(\)|\.\.|,\./);
        expect(text.split('(')).toHaveLength(text.split(')').length);
      }
      const kinds = narrative.paragraphs.filter(({ kind }) => kind === 'text');
      for (const { runs } of kinds) expect(runs.map(({ text }) => text).join('')).toMatch(/[.:]$/);
      expect(textOf(narrative).filter((text) => /^(?:II|i|ii|iii|iv)\. /.test(text))).toHaveLength(5);
    });
  });

  it('numbers its footnotes as they come in the text, and has each there once', () => {
    forAny(({ paragraphs, footnotes }) => {
      const marks = paragraphs.flatMap(({ runs }) => runs.flatMap(({ footnote }) => footnote ?? []));
      expect(marks).toEqual(footnotes.map((_, index) => index + 1));
      expect(footnotes.map(({ number }) => number)).toEqual(marks);
    });
  });

  it('has the figures that the balances make, counted one by one', () => {
    forAny(({ figures, standingOut }, input) => {
      const values = new Map(figures.map(({ id, value }) => [id, value]));
      const expected = expectedOf(input);
      for (const [id, value] of Object.entries(expected)) {
        expect([id, values.get(id)]).toEqual([id, value]);
      }
      for (const { id, value } of figures.filter((figure) => /^unit\.\w\.(?:new|online)$/.test(figure.id))) {
        const [, code = '', what] = id.split('.');
        const one = sumsOf(input, ({ unit: { code: other } }) => other === code);
        expect(value).toBe(what === 'new' ? one.fresh : one('receivedOnline'));
      }
      const days = figures.find(({ id }) => id === 'local.working-days')?.value ?? 0;
      expect(standingOut.rules.manyFrom).toBeGreaterThanOrEqual(Math.max(10, days));
    });
  });

  it('has shares of one whole, each rounded alone', () => {
    forAny(({ figures }) => {
      for (const { id, value, text, kind, how } of figures) {
        const [, above, below] = /^(\d+) ÷ (\d+):/.exec(how) ?? [];
        if (above === undefined || kind === 'count') continue;
        const scale = kind === 'percent' ? 1_000 : 10;
        const tenths = Math.floor((Number(above) * scale * 2 + Number(below)) / (2 * Number(below)));
        expect([id, value]).toEqual([id, below === '0' ? null : tenths / 10]);
        if (value !== null && value < 1_000) {
          expect(text).toBe(`${value.toFixed(1).replace('.', ',')}${kind === 'percent' ? '%' : ''}`);
        }
      }
    });
  });
});

type Row = ReturnType<typeof rowsOf>[number];

function rowsOf({ units, balances }: RatioInput) {
  return units.map((one) => ({
    unit: one,
    balance: balances.find(({ unit: code }) => code === one.code) ?? balanceOf(one.code, {}),
  }));
}

function sumsOf(input: RatioInput, isMeant: (row: Row) => boolean) {
  const rows = rowsOf(input).filter(isMeant);
  const sum = (item: BalanceItem) => rows.reduce((all, { balance }) => all + balance[item], 0);
  const fresh = sum('receivedOnline') + sum('receivedDirect') + sum('receivedPostal');
  return Object.assign(sum, { fresh, intake: fresh + sum('receivedForwarded') });
}

function expectedOf(input: RatioInput): Readonly<Record<string, number | null>> {
  const all = sumsOf(input, () => true);
  const local = sumsOf(input, ({ unit: { level } }) => level === 'district' || level === 'commune');
  const reporting = input.units.filter(({ code, unreported }) => {
    const { receivedPostal = 0 } = input.balances.find(({ unit: other }) => other === code) ?? {};
    return receivedPostal > 0 || unreported?.includes('postal-intake') === false;
  });
  return {
    'province.handled': all('openingOpen') + all.intake,
    'province.carried-over': all('openingOpen'),
    'province.carried-over-and-forwarded': all('openingOpen') + all('receivedForwarded'),
    'province.forwarded': all('receivedForwarded'),
    'province.new': all.fresh,
    'province.direct': all('receivedDirect'),
    'province.online': all('receivedOnline'),
    'province.resolved': all('resolvedOnTime'),
    ...(reporting.length === 0 ? {} : { 'province.postal': all('receivedPostal') }),
    ...(local.intake === 0 ? {} : { 'local.intake': local.intake, 'local.online': local('receivedOnline') }),
  };
}
