import { openClickHouseServer, storeVariables } from '@sohoso/store';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startClickHouseFront } from '../support/clickhouse/front.ts';
import { knownContract } from './known.contract.ts';
import { storeContract } from './store.contract.ts';

const variables = (more: Record<string, string> = {}) => z.object(storeVariables).parse(more);

/** A server of one's own where CLICKHOUSE_URL names one; otherwise the HTTP front over the in-process engine. */
async function openOverHttp() {
  const url = process.env['CLICKHOUSE_URL'];
  if (url !== undefined) {
    const database = `sohoso_spec_${process.pid}`;
    const clickhouse = await openClickHouseServer(
      url,
      variables({ ...process.env, CLICKHOUSE_DATABASE: database } as never),
    );
    return {
      ...clickhouse,
      async close() {
        await clickhouse.writer.command({ query: `DROP DATABASE IF EXISTS ${database}` });
        await clickhouse.close();
      },
    };
  }
  const front = await startClickHouseFront();
  const clickhouse = await openClickHouseServer(front.url, variables());
  return {
    ...clickhouse,
    async close() {
      await clickhouse.close();
      await front.stop();
    },
  };
}

describe('the store over HTTP', () => {
  storeContract(openOverHttp);
});

describe('the store over HTTP, as known at a moment', () => {
  knownContract(openOverHttp, 2);
});

describe('a server that is not there', () => {
  it('is named in one sentence', async () => {
    await expect(openClickHouseServer('http://127.0.0.1:1', variables())).rejects.toThrow(
      /^ClickHouse at http:\/\/127\.0\.0\.1:1 cannot be used: /,
    );
  });
});
