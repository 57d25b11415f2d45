import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { ClickHouseClient } from '@clickhouse/client';

/** In this order: unit_day is fed by procedure_day, so what the first repair adds reaches it before it is compared. */
const statements = ['repair-procedure-day', 'repair-unit-day', 'repair-leg-day'].map((name) =>
  readFileSync(new URL(`../../queries/${name}.sql`, import.meta.url), 'utf8'),
);

/**
 * Makes every roll-up hold what the facts add up to, by inserting the differences. For after a kill in the middle of an
 * insert, when the facts may be in and some roll-up is not. Nobody else may insert meanwhile.
 */
export async function repairRollUps(client: ClickHouseClient): Promise<void> {
  for (const query of statements) {
    await client.command({
      query,
      clickhouse_settings: { insert_deduplication_token: `repair:${randomUUID()}` },
    });
  }
}
