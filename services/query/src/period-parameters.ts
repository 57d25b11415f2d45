import type { Day } from '@sohoso/dossier';
import { type Period, PeriodInvalid, periodBetween, periodOfKey } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { z } from 'zod';
import { dayParameter } from './day-parameter.ts';

/** How a request names its period: two days, both included, or a key. */
export const periodParameters = {
  from: dayParameter.optional().describe('First day of the period'),
  to: dayParameter.optional().describe('Last day of the period, included'),
  period: z
    .string()
    .optional()
    .describe('A period key instead: 2020, 2020-04, 2020-Q1, 2020-H1, 2020-9M, each also with @vpcp'),
};

/** The period that was asked for. Throws a Problem (400) with a sentence where there is none such. */
export function requestedPeriod(
  asked: {
    from?: Day | undefined;
    to?: Day | undefined;
    period?: string | undefined;
  },
  cutOffDay?: number,
): Period {
  const { from, to, period } = asked;
  if (period !== undefined && from === undefined && to === undefined) return keyed(period, '', cutOffDay);
  if (period === undefined && from !== undefined && to !== undefined)
    return told('', () => periodBetween(from, to));
  throw new Problem(
    400,
    'period-invalid',
    'give the period as from and to (days, both included), or as period (a key)',
  );
}

/** The period of a key that stands in some parameter, `what` being how its faults begin, e.g. `baseline: `. Throws a Problem (400). */
export function keyed(key: string, what: string, cutOffDay?: number): Period {
  return told(what, () => periodOfKey(key, cutOffDay));
}

function told(what: string, make: () => Period): Period {
  try {
    return make();
  } catch (error) {
    if (error instanceof PeriodInvalid) throw new Problem(400, 'period-invalid', `${what}${error.message}`);
    throw error;
  }
}
