import { businessZone } from '@sohoso/dossier';
import { z } from 'zod';

/** The environment variables that say what an installation is: its units, what fields and procedures are called, its calendar and time zone. */
export const installationVariables = {
  SOHOSO_UNITS_FILE: z.string().optional(),
  SOHOSO_NAMES_FILE: z.string().optional(),
  SOHOSO_CALENDAR_FILE: z.string().optional(),
  SOHOSO_TIME_ZONE: z
    .string()
    .refine(isZone, 'is not a time zone this system knows; use an IANA name such as Asia/Ho_Chi_Minh')
    .default('Asia/Ho_Chi_Minh'),
};

function isZone(name: string): boolean {
  try {
    businessZone(name);
    return true;
  } catch {
    return false;
  }
}
