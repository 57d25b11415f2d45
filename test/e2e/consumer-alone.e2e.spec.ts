import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { KafkaLog } from '@sohoso/log';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { type ClickHouseFront, startClickHouseFront } from '../support/clickhouse/front.ts';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { entriesOf, quiet } from '../support/pipeline.ts';
import { CONSUMER, type Server, served, settled, sohoso } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const units = ['so-tu-phap', 'so-y-te', 'so-tnmt', 'dong-ha', 'vinh-linh'];

describeKafka('a consumer that runs alone, on Kafka and a ClickHouse server', (brokers) => {
  const topic = `alone-${randomUUID()}`;
  let folder = {} as TemporaryFolder;
  let front = {} as ClickHouseFront;
  let log = {} as KafkaLog;
  let consumer = {} as Server;

  beforeAll(async () => {
    folder = await temporaryFolder();
    front = await startClickHouseFront();
    log = await KafkaLog.open({
      connection: { brokers, clientId: 'spec' },
      topic,
      deadLetterTopic: `${topic}.dead`,
      partitionCount: 3,
      replicationFactor: -1,
      retentionMs: -1,
      sessionTimeoutMs: 10_000,
      logger: quiet,
    });
    consumer = await served(environment(), [], '', CONSUMER);
  });
  afterAll(async () => {
    await log.close();
    await front.stop();
    await folder.remove();
  });
  const environment = () => ({
    KAFKA_BROKERS: brokers.join(','),
    KAFKA_TOPIC: topic,
    KAFKA_GROUP: topic,
    KAFKA_SESSION_TIMEOUT_MS: '6000',
    CLICKHOUSE_URL: front.url,
    SOHOSO_DATA_DIR: join(folder.path, 'data'),
    SOHOSO_AUDIT_EVERY_SECONDS: '1',
    SOHOSO_READY_LAG_EVENTS: '5',
    SOHOSO_STORE_MAX_ATTEMPTS: '100',
  });
  const metric = async (name: string) => {
    const text = await (await fetch(`${consumer.url}/metrics`)).text();
    return new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  };
  const ready = async () => {
    const answer = await fetch(`${consumer.url}/readyz`);
    return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
  };

  it('tells whether all of it holds, by page, by metric and to the command line', async () => {
    await log.append(entriesOf(randomHistory(71, { dossiers: 40, units })));
    const audit = await settled(consumer.url);
    expect(audit.faults).toEqual([]);
    expect(audit.positions.reduce((sum, p) => sum + p.counted, 0)).toBeGreaterThan(100);
    await vi.waitFor(async () => expect(await metric('sohoso_audit_holds')).toBe('1'), { timeout: 15_000 });
    expect(await metric('sohoso_log_reachable')).toBe('1');
    const told = await sohoso(['audit'], { SOHOSO_URL: consumer.url });
    expect(told.stdout).toMatch(/looked at {6}log, facts, roll-ups, fold state/);
    expect(told.code).toBe(0);
    expect((await sohoso(['repair'], { SOHOSO_URL: consumer.url })).stdout).toBe(
      'nothing had to be mended\n',
    );
  });

  it('is not ready while the store takes nothing, says why, and is again when it does', async () => {
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ status: 200, ready: true }));
    front.fault = { kind: 'refuse', match: /INSERT INTO fact/ };
    await log.append(entriesOf(randomHistory(72, { dossiers: 20, units })));
    await vi.waitFor(
      async () =>
        expect(await ready()).toMatchObject({
          status: 503,
          ready: false,
          reasons: [expect.stringMatching(/^the store is \d+ events behind the log; 5 are allowed/)],
          lastFault: { kind: 'store' },
        }),
      { timeout: 20_000, interval: 200 },
    );
    front.fault = undefined;
    await vi.waitFor(async () => expect(await ready()).toMatchObject({ status: 200, ready: true }), {
      timeout: 60_000,
      interval: 200,
    });
    expect((await settled(consumer.url)).faults).toEqual([]);
    expect(Number(await metric('sohoso_insert_failures_total'))).toBeGreaterThan(0);
  });

  it('takes its data folder for itself, and lets go of it at the end', async () => {
    await expect(served(environment(), [], '', CONSUMER)).rejects.toThrow(/is in use by process \d+/);
    expect((await consumer.stop()).code).toBe(0);
    const again = await served(environment(), [], '', CONSUMER);
    expect((await again.stop()).code).toBe(0);
  });
});
