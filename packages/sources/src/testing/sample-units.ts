import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import type { KnownUnit } from '../mapping/unit-names.ts';

const FILE = new URL('../../../registry/sample/units.csv', import.meta.url);

/** The units of the sample registry, without their relations. */
export const sampleUnits: readonly KnownUnit[] = parse(readFileSync(FILE), {
  columns: true,
  bom: true,
}).map((row) => {
  const { unit, name } = row as { readonly unit: string; readonly name: string };
  return { code: unit, name };
});
