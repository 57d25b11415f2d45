import { defineStatement } from '../query.ts';

/** Facts of one partition at positions `from` … `to`, added to `table` (sign 1) or taken away from it (−1). */
export type SumParams = {
  readonly table: string;
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly sign: 1 | -1;
  /** The claim on the partition that must still be the greatest; empty where nobody else can be inserting. */
  readonly claim: string;
};

/** By roll-up, the statement that adds to it what facts sum to. unit_day is fed by procedure_day through its view. */
export const sums = {
  procedure_day: defineStatement<SumParams>('sum-procedure-day'),
  unit_day: defineStatement<SumParams>('sum-unit-day'),
  leg_day: defineStatement<SumParams>('sum-leg-day'),
};
export type RollUp = keyof typeof sums;
