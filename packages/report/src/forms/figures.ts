import type { UnitBalance } from '../balance.ts';
import type { BalanceItem, Sum } from '../cells-columns.ts';
import { percentTenths } from '../ratio.ts';
import type { ColumnValue, FormColumn } from './form.ts';

/** A figure of a column; null is "no value", or "not comparable". */
export type Figure = number | null;

/** What a row's figures are made of: the balance of the period, and of the baseline where there is one to compare with. */
export interface Balances {
  readonly period: UnitBalance;
  readonly baseline: UnitBalance | null;
}

type FigureMaker = (balances: Balances) => Figure;

/** Turns columns into a function that gives a row's figures in their order. Columns are compiled once, rows are many. */
export function figureMaker(columns: readonly FormColumn[]): (balances: Balances) => readonly Figure[] {
  const makers = columns.map(({ value }) => makerOf(value));
  return (balances) => makers.map((make) => make(balances));
}

function makerOf(value: ColumnValue): FigureMaker {
  switch (value.kind) {
    case 'count': {
      const sum = summed(value.sum);
      if (value.of === 'period') return ({ period }) => sum(period);
      if (value.of === 'baseline') return ({ baseline }) => (baseline === null ? null : sum(baseline));
      return ({ period, baseline }) => (baseline === null ? null : sum(period) - sum(baseline));
    }
    case 'share': {
      const tenths = shareTenths(value.above, value.below);
      return value.of === 'period'
        ? ({ period }) => tenth(tenths(period))
        : ({ baseline }) => (baseline === null ? null : tenth(tenths(baseline)));
    }
    case 'relative': {
      const sum = summed(value.sum);
      return ({ period, baseline }) => {
        const then = baseline === null ? 0 : sum(baseline);
        // From less than nothing (a negative carried over) there is no percentage either.
        return then <= 0 ? null : tenth(changeTenths(sum(period) - then, then));
      };
    }
    case 'points': {
      const tenths = shareTenths(value.above, value.below);
      return ({ period, baseline }) => {
        const [now, then] = [tenths(period), baseline === null ? null : tenths(baseline)];
        return now === null || then === null ? null : tenth(now - then);
      };
    }
    default:
      throw new TypeError(`there is no such column value: ${JSON.stringify(value satisfies never)}`);
  }
}

/** A signed sum of items, with the items looked up once. */
function summed(sum: Sum): (balance: UnitBalance) => number {
  const terms = Object.entries(sum) as [BalanceItem, 1 | -1][];
  const [only] = terms;
  if (terms.length === 1 && only !== undefined && only[1] === 1) return (balance) => balance[only[0]];
  return (balance) => {
    let figure = 0;
    for (const [item, sign] of terms) figure += sign * balance[item];
    return figure;
  };
}

function shareTenths(above: Sum, below: Sum): (balance: UnitBalance) => number | null {
  const [numerator, denominator] = [summed(above), summed(below)];
  return (balance) => {
    const whole = denominator(balance);
    return whole <= 0 ? null : percentTenths(numerator(balance), whole);
  };
}

/** A decrease is rounded like an increase: −12.25 is −12.3, as a clerk with a calculator has it. */
function changeTenths(change: number, from: number): number {
  return change < 0 ? -percentTenths(-change, from) : percentTenths(change, from);
}

/** Half up before it gets here, so that this is exact to the one decimal that is shown. */
function tenth(tenths: number | null): Figure {
  return tenths === null ? null : tenths / 10;
}
