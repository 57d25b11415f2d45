import type { QualityAnswer, QualityEntry, QualityPage } from '@sohoso/report';
import { expect } from 'vitest';
import type { ToldStore } from './told-store.ts';

/** The data quality of a store, as it is asked for over HTTP. */
export function qualityOf(store: () => ToldStore) {
  const get = (parameters: string) => store().get(`/v1/data-quality?${parameters}`);
  const answer = async (parameters: string): Promise<QualityAnswer> => (await get(parameters)).json();

  /** The counts of a period as "unit source reason count", silent units left out. */
  async function counted(period: string): Promise<readonly string[]> {
    const { counts } = await answer(`period=${period}`);
    return counts
      .filter(({ reason }) => reason !== 'silent')
      .map(({ unit, source, reason, count }) => `${unit?.code ?? '–'} ${source ?? '–'} ${reason} ${count}`);
  }

  /** All entries of a reason, by pages of so many. */
  async function listed(parameters: string, limit = 1_000): Promise<readonly QualityEntry[]> {
    const entries: QualityEntry[] = [];
    for (let next: string | null = ''; next !== null; ) {
      const after: string = next === '' ? '' : `&after=${next}`;
      const page: QualityPage = (await get(`${parameters}&limit=${limit}${after}`)).json();
      expect(page.dossiers.length).toBeLessThanOrEqual(limit);
      entries.push(...page.dossiers);
      next = page.next;
    }
    return entries;
  }

  return { get, answer, counted, listed };
}
