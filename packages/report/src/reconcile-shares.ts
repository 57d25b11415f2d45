import { roundedQuotient } from './ratio.ts';

/** A share as a text prints it. */
export interface PrintedShare {
  readonly label: string;
  readonly count: number;
  readonly of: number;
  /** Per cent, `2.2` or `2,2`. */
  readonly printed: string;
  /** Set where the count covers other units than what it is divided by. */
  readonly unlike?: {
    /** Who the two cover, e.g. `the centre only`. */
    readonly count: string;
    readonly of: string;
    /** What the count is to be divided by, where that is known. */
    readonly likeOf: number | null;
  };
}

/** An average per day as a text prints it, with the days that it may have been divided by. */
export interface PrintedAverage {
  readonly label: string;
  readonly count: number;
  readonly printed: string;
  readonly workingDays: number;
  readonly weekdays: number;
  /** Name and version. */
  readonly calendar: string;
}

/** What is to be said of a printed figure. A `difference` is one from the arithmetic; a `note` is right but needs saying. */
export interface PrintedFinding {
  readonly kind: 'difference' | 'note';
  readonly label: string;
  readonly text: string;
}

/** Printed shares beside the arithmetic: half up to as many decimals as were printed, each share alone. Throws a RangeError. */
export function checkShares(shares: readonly PrintedShare[]): readonly PrintedFinding[] {
  return shares.flatMap((share) => [...roundingFinding(share, shares), ...coverageFinding(share)]);
}

function roundingFinding(share: PrintedShare, all: readonly PrintedShare[]): readonly PrintedFinding[] {
  const { label, count, of } = share;
  const printed = decimalOf(share.printed);
  if (of === 0)
    return [
      { kind: 'difference', label, text: `printed ${vietnamese(printed)} %, but ${count}/0 has no value` },
    ];
  const arithmetic = inUnits(count, of, printed.decimals);
  if (arithmetic === printed.units) return [];
  const text = `printed ${vietnamese(printed)} %, arithmetic ${vietnamese({ ...printed, units: arithmetic })} % (${count}/${of})`;
  return [{ kind: 'difference', label, text: `${text}${forcing(share, all)}` }];
}

/** Shares of one whole whose printed sum is 100 although their arithmetic sum is not were made to fit. */
function forcing(share: PrintedShare, all: readonly PrintedShare[]): string {
  const family = all.filter(({ of }) => of === share.of);
  const isWhole = family.reduce((sum, { count }) => sum + count, 0) === share.of;
  if (!isWhole || family.length < 2) return '';
  const decimals = Math.max(...family.map(({ printed }) => decimalOf(printed).decimals));
  const printed = family.reduce((sum, one) => {
    const decimal = decimalOf(one.printed);
    return sum + decimal.units * 10 ** (decimals - decimal.decimals);
  }, 0);
  const arithmetic = family.reduce((sum, { count, of }) => sum + inUnits(count, of, decimals), 0);
  const hundred = 100 * 10 ** decimals;
  if (printed !== hundred || arithmetic === hundred) return '';
  const [forced, sum] = [hundred, arithmetic].map((units) => vietnamese({ units, decimals }));
  return `; the ${family.length} shares were forced to add up to ${forced} (rounded one by one they make ${sum})`;
}

function coverageFinding({ label, count, of, unlike }: PrintedShare): readonly PrintedFinding[] {
  if (unlike === undefined || of === 0) return [];
  const share = `${count}/${of} = ${percentText(count, of)}`;
  const like =
    unlike.likeOf === null || unlike.likeOf === 0
      ? ''
      : `; over like units it is ${count}/${unlike.likeOf} = ${percentText(count, unlike.likeOf)}`;
  const text = `${share}, but ${count} covers ${unlike.count} and ${of} covers ${unlike.of}${like}`;
  return [{ kind: 'note', label, text }];
}

/** Printed averages per day beside those per working day. Throws a RangeError. */
export function checkAverages(averages: readonly PrintedAverage[]): readonly PrintedFinding[] {
  return averages.flatMap(({ label, count, printed: text, workingDays, weekdays, calendar }) => {
    const printed = decimalOf(text);
    const rounded = (days: number) => roundedQuotient(count, days, 10 ** printed.decimals);
    if (workingDays === 0 || rounded(workingDays) === printed.units) return [];
    const divisor = [weekdays, ...divisorsNear(count, printed)].find(
      (days) => days > 0 && rounded(days) === printed.units,
    );
    const origin =
      divisor === undefined
        ? 'which no whole number of days gives'
        : `which is ${count}/${divisor}${divisor === weekdays ? ', the days from Monday to Friday' : ''}`;
    const arithmetic = vietnamese({ units: roundedQuotient(count, workingDays, 10), decimals: 1 });
    return [
      {
        kind: 'difference',
        label,
        text: `printed ${vietnamese(printed)} a day, ${origin}; there were ${workingDays} working days: ${count}/${workingDays} = ${arithmetic} (${calendar})`,
      },
    ];
  });
}

function divisorsNear(count: number, { units, decimals }: Decimal): readonly number[] {
  if (units === 0) return [];
  const near = Math.floor((count * 10 ** decimals) / units);
  return [near, near + 1];
}

/** A decimal number as a whole number of units of its last decimal. */
interface Decimal {
  readonly units: number;
  readonly decimals: number;
}

function decimalOf(text: string): Decimal {
  const [, whole, fraction = ''] = /^(\d{1,9})(?:[.,](\d{1,4}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new RangeError(`"${text}" is not a number such as 2.2`);
  return { units: Number(whole + fraction), decimals: fraction.length };
}

function vietnamese({ units, decimals }: Decimal): string {
  const digits = String(units).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
  return decimals === 0 ? whole : `${whole},${digits.slice(-decimals)}`;
}

/** Per cent in units of the last decimal; `of` above 0. */
const inUnits = (count: number, of: number, decimals: number): number =>
  roundedQuotient(count, of, 100 * 10 ** decimals);

const percentText = (count: number, of: number): string =>
  `${vietnamese({ units: inUnits(count, of, 1), decimals: 1 })} %`;
