import { businessZone, type Day, parseDay } from '@sohoso/dossier';
import { emptyBalance, type UnitBalance } from '../balance.ts';
import type { NarrativeInput } from '../narrative/input.ts';
import { type Narrative, narrativeOf } from '../narrative/narrative.ts';
import type { WorkingDays } from '../per-day.ts';
import { periodOfKey } from '../period.ts';
import type { RatioUnit } from '../ratio-coverage.ts';
import type { RatioInput } from '../ratio-report.ts';

export function dayOf(text: string): Day {
  const day = parseDay(text);
  if (day === null) throw new RangeError(text);
  return day;
}

/** Monday to Friday but for the 2nd of April 2020, of which a note tells; knows the year 2020 only. */
export const calendar: WorkingDays = {
  name: 'Lịch thử',
  version: '1',
  covers: (day) => day >= dayOf('2020-01-01') && day <= dayOf('2020-12-31'),
  workingDaysBetween(from, to) {
    let count = 0;
    for (let day: number = from; day <= to; day++) {
      if ((day + 4) % 7 !== 0 && (day + 4) % 7 !== 6 && day !== dayOf('2020-04-02')) count++;
    }
    return count;
  },
  notes: (from, to) => [
    ...(from <= dayOf('2020-04-02') && to >= dayOf('2020-04-02') ? ['a holiday'] : []),
    ...(from < dayOf('2020-01-01') || to < dayOf('2020-01-01') ? ['outside'] : []),
  ],
};

export function unit(code: string, level = 'department', rest: Partial<RatioUnit> = {}): RatioUnit {
  return { code, name: `Sở ${code.toUpperCase()}`, level, ...rest };
}

/** A unit with what came in by channel; all of it is open still, unless it is said how much was resolved. */
export function balanceOf(code: string, figures: Partial<Omit<UnitBalance, 'unit'>>): UnitBalance {
  const balance = { ...emptyBalance(code), ...figures };
  const { openingOpen, transferredIn, transferredOut } = balance;
  const came =
    balance.receivedOnline + balance.receivedDirect + balance.receivedPostal + balance.receivedForwarded;
  const went = balance.resolvedEarly + balance.resolvedOnTime + balance.resolvedLate;
  return { ...balance, closingOpen: openingOpen + transferredIn - transferredOut + came - went };
}

export function periodInput(
  key: string,
  units: readonly RatioUnit[] = [],
  balances: readonly UnitBalance[] = [],
): RatioInput {
  return { period: periodOfKey(key), units, structure: units, balances };
}

export function narrate(input: RatioInput, rest: Partial<NarrativeInput> = {}): Narrative {
  return narrativeOf({
    baseline: null,
    calendar,
    zone: businessZone('Asia/Ho_Chi_Minh'),
    asKnownAt: '2030-01-01T00:00:00Z',
    ...input,
    ...rest,
  });
}

/** The paragraphs as plain text, footnotes by their numbers in brackets. */
export function textOf({ paragraphs }: Narrative): readonly string[] {
  return paragraphs.map(({ runs }) =>
    runs.map(({ text, footnote }) => (footnote === undefined ? text : `${text}[${footnote}]`)).join(''),
  );
}

/** The paragraph that begins so. */
export function paragraphOf(narrative: Narrative, beginning: string): string {
  return textOf(narrative).find((text) => text.startsWith(beginning)) ?? '';
}

export function figureText({ figures }: Narrative, id: string): string | undefined {
  return figures.find((figure) => figure.id === id)?.text;
}
