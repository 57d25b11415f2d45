import { DEADLINES_SOURCE } from '@sohoso/query';
import { wholeNumber } from '@sohoso/service';
import { z } from 'zod';

const LONGEST_SOURCE = 1_024;

/** Whether `serve` announces passed deadlines, how often it looks besides at midnight, and under which source. */
export const deadlinesVariables = {
  SOHOSO_DEADLINES: z.enum(['on', 'off'], 'must be on or off').default('off'),
  SOHOSO_DEADLINES_EVERY_SECONDS: wholeNumber(1, 86_400).default(600),
  SOHOSO_DEADLINES_SOURCE: z.string().max(LONGEST_SOURCE).default(DEADLINES_SOURCE),
};
