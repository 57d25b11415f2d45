import { readFileSync } from 'node:fs';
import type { Unit } from '@sohoso/registry';
import { parse } from 'csv-parse/sync';

/** The units of the example: those that ended on 30 June 2025, and those that began on the day after. */
export const reorganisationUnitsFile = new URL('../../../sample/reorganisation-units.csv', import.meta.url);
const successionFile = new URL('../../../sample/reorganisation-succession.csv', import.meta.url);

/** Which units take over what is open at a unit that ends; none for a unit that goes on. */
export type Succession = (unit: Unit) => readonly string[];

/** Who takes over from whom, by code. Several units may take over from one, and one from several. */
export function readSuccession(): Succession {
  const lines: { from: string; to: string }[] = parse(readFileSync(successionFile), { columns: true });
  const successors = new Map<string, string[]>();
  for (const { from, to } of lines) successors.set(from, [...(successors.get(from) ?? []), to]);
  return ({ code }) => successors.get(code) ?? [];
}
