import { z } from 'zod';
import { defineQuery } from '../query.ts';

const cell = z.object({
  unit: z.string(),
  day: z.string(),
  recordedDay: z.string(),
  measure: z.string(),
  facts: z.int(),
  rollUp: z.int(),
});
/** A cell in which a roll-up does not hold what the facts add up to. */
export type DifferingCell = z.infer<typeof cell>;

/** The cells of unit_day that differ from the facts; none when all is well. */
export const auditUnitDay = defineQuery<{ limit: number }, DifferingCell>('audit-unit-day', cell);
