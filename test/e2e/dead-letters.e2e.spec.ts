import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleUnitsFile } from '@sohoso/registry';
import { Kafka as KafkaClient, logLevel, Partitioners } from 'kafkajs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeKafka } from '../support/kafka/describe-kafka.ts';
import { served, settled, sohoso } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const received = (number: number, unit: string) => ({
  specversion: '1.0',
  id: `e-${number}`,
  source: '/mcdt/so-moi',
  type: 'vn.tthc.dossier.received.v1',
  subject: `HS-${number}`,
  time: '2020-04-03T08:15:00+07:00',
  data: { unit, channel: 'online', due: '2020-04-10' },
});

describeKafka('events that were refused', (brokers) => {
  let folder = {} as TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder();
  });
  afterAll(() => folder.remove());

  it('are listed with reason and place, and count once what was wrong is mended and they are sent again', async () => {
    const topic = `refused-${randomUUID()}`;
    const environment = {
      SOHOSO_DATA_DIR: join(folder.path, 'data'),
      KAFKA_BROKERS: brokers.join(','),
      KAFKA_TOPIC: topic,
      KAFKA_GROUP: topic,
      KAFKA_SESSION_TIMEOUT_MS: '6000',
    };
    const first = await served(environment);
    const producer = new KafkaClient({ brokers: [...brokers], logLevel: logLevel.NOTHING }).producer({
      createPartitioner: Partitioners.DefaultPartitioner,
    });
    await producer.connect();
    const events = [received(1, 'so-moi'), received(2, 'so-y-te'), received(3, 'so-moi')];
    const messages = events.map((event) => ({ key: event.subject, value: JSON.stringify(event) }));
    await producer.send({ topic, messages: [...messages, { key: 'x', value: 'not an event' }] });
    await producer.disconnect();
    const before = await settled(first.url);
    expect(before.positions.reduce((sum, p) => sum + p.refused, 0)).toBe(3);
    const listed = await sohoso(['dead-letters', 'list'], { SOHOSO_URL: first.url });
    expect(listed.code).toBe(0);
    expect(listed.stdout).toMatch(/unknown-unit/);
    expect(listed.stdout).toMatch(/not an event/);
    expect((await first.stop()).code).toBe(0);

    const unitsFile = join(folder.path, 'units.csv');
    await writeFile(unitsFile, `${await readFile(sampleUnitsFile, 'utf8')}so-moi,Sở Mới,department,,99,,\n`);
    const second = await served({ ...environment, SOHOSO_UNITS_FILE: unitsFile });
    const replayed = await sohoso(['dead-letters', 'replay', '--reason', 'unknown-unit'], {
      SOHOSO_URL: second.url,
    });
    expect([replayed.code, replayed.stderr]).toEqual([0, '']);
    const after = await settled(second.url);
    expect(after.faults).toEqual([]);
    expect(after.positions.reduce((sum, p) => sum + p.counted, 0)).toBe(3);
    const url = `${second.url}/v1/reports/appendix?from=2020-04-01&to=2020-04-15&scope=so-moi`;
    const report = (await (await fetch(url)).json()) as { total: { received: { online: number } } };
    expect(report.total.received.online).toBe(2);
    const left = await sohoso(['dead-letters', 'list', '--format', 'json'], { SOHOSO_URL: second.url });
    expect(JSON.parse(left.stdout)).toMatchObject({ count: 1, byReason: { 'not-json': 1 } });
    expect((await second.stop()).code).toBe(0);
  });
});
