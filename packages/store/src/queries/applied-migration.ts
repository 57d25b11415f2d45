import { z } from 'zod';
import { defineQuery } from '../query.ts';

/** The record of a migration that was applied to its end; no row where it was not. */
export const appliedMigration = defineQuery<{ name: string }, { name: string }>(
  'applied-migration',
  z.object({ name: z.string() }),
);
