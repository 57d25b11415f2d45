import { csvFile } from '../csv.ts';
import type { Narrative } from './narrative.ts';

/** The figures of a narrative as CSV, one a line, with how each came about. */
export function narrativeCsv({ figures }: Narrative): string {
  const rows = figures.map(({ id, value, text, kind, how }) => [id, value ?? '', text, kind, how]);
  return csvFile([['figure', 'value', 'text', 'kind', 'how'], ...rows]);
}
