import { type Day, parseDay } from '@sohoso/dossier';
import { z } from 'zod';

/** A calendar day in a query string. */
export const dayParameter = z
  .string()
  .transform((text, context): Day => {
    const day = parseDay(text);
    if (day !== null) return day;
    context.addIssue({ code: 'custom', message: `"${text}" is not a day of the calendar; write YYYY-MM-DD` });
    return z.NEVER;
  })
  .meta({ format: 'date' });
