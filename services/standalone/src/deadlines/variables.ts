import { DEADLINES_SOURCE } from '@sohoso/query';
import { wholeNumber } from '@sohoso/service';
import { z } from 'zod';

const LONGEST_SOURCE = 1_024;
/** No white space, no control characters, no half of a surrogate pair. */
const SOURCE = /^[^\s\p{Cc}\p{Cs}]+$/u;

/** Whether `serve` announces passed deadlines, how often it looks besides at midnight, and under which source. */
export const deadlinesVariables = {
  SOHOSO_DEADLINES: z.enum(['on', 'off'], 'must be on or off').default('off'),
  SOHOSO_DEADLINES_EVERY_SECONDS: wholeNumber(1, 86_400).default(600),
  // A URI reference, as CloudEvents has it; intake would refuse each announcement of a source that is none.
  SOHOSO_DEADLINES_SOURCE: z
    .string()
    .max(LONGEST_SOURCE)
    .regex(
      SOURCE,
      'must be a source of events without spaces or control characters, such as /sohoso/deadlines',
    )
    .default(DEADLINES_SOURCE),
};
