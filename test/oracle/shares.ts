import { figuresOf } from './cells.ts';
import { appendixOf, type Balance } from './forms.ts';

export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  /** With one decimal; null is "no value". */
  readonly percent: number | null;
}

export interface Change {
  readonly now: number;
  readonly baseline: number;
  readonly absolute: number;
  /** In per cent of the baseline, with one decimal; null where the baseline is 0. */
  readonly relative: number | null;
}

export type RatioId =
  | 'online/new'
  | 'online/intake'
  | 'online/handled'
  | 'on-time/resolved'
  | 'on-time/received'
  | 'postal-return/resolved';

/**
 * Numerator ÷ denominator with one decimal, half up, in whole numbers throughout: 0.05 has no exact value in
 * floating point. Up is away from zero, so that a fall and a rise by as much print the same digits.
 */
export function quotient(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  const tenths = Number(halfUp(BigInt(numerator) * 10n, BigInt(denominator)));
  return tenths / 10;
}

export function percentOf(numerator: number, denominator: number): number | null {
  return quotient(numerator * 100, denominator);
}

export function shareOf(numerator: number, denominator: number): Share {
  return { numerator, denominator, percent: percentOf(numerator, denominator) };
}

export function ratioOf(id: RatioId, balance: Balance): Share {
  const { receivedOnline, receivedDirect, receivedPostal, receivedForwarded, returnedByPost } = balance;
  const { received, resolved } = appendixOf(balance);
  const fresh = receivedOnline + receivedDirect + receivedPostal;
  switch (id) {
    case 'online/new':
      return shareOf(receivedOnline, fresh);
    case 'online/intake':
      return shareOf(receivedOnline, fresh + receivedForwarded);
    case 'online/handled':
      return shareOf(receivedOnline, received.total);
    case 'on-time/resolved':
      return shareOf(resolved.onTime, resolved.total);
    case 'on-time/received':
      return shareOf(resolved.onTime, received.total);
    case 'postal-return/resolved':
      return shareOf(returnedByPost, resolved.total);
    default:
      throw new Error(`the oracle does not know the ratio ${id satisfies never}`);
  }
}

export function changeOf(now: number, baseline: number): Change {
  const absolute = now - baseline;
  return { now, baseline, absolute, relative: percentOf(absolute, baseline) };
}

/** Two periods' tables of one form, figure by figure, under dotted paths. */
export function comparisonOf(now: object, baseline: object): Record<string, Change> {
  const before = figuresOf(baseline);
  return Object.fromEntries(
    Object.entries(figuresOf(now)).map(([path, figure]) => {
      const other = before[path];
      if (other === undefined) throw new Error(`the baseline has no ${path}`);
      return [path, changeOf(figure, other)];
    }),
  );
}

/** Percentage points between two shares as they are printed: each is rounded before the subtraction. */
export function pointsBetween(now: Share, baseline: Share): number | null {
  if (now.percent === null || baseline.percent === null) return null;
  return (Math.round(now.percent * 10) - Math.round(baseline.percent * 10)) / 10;
}

function halfUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [numerator < 0n ? -numerator : numerator, denominator < 0n ? -denominator : denominator];
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}
