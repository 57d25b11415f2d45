import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedFoldState } from '@sohoso/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { sendEvents, served, settled, sohoso } from '../support/sohoso.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const units = ['so-tu-phap', 'so-y-te', 'so-tnmt', 'dong-ha', 'vinh-linh'];
const events = randomHistory(31, { dossiers: 60, units });
const subject = (event: object) => (event as { subject: string }).subject;

let folder = {} as TemporaryFolder;
let data = '';
let count = 0;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const environment = () => ({
  SOHOSO_DATA_DIR: data,
  SOHOSO_URL: 'http://127.0.0.1:1',
  KAFKA_PARTITIONS: '3',
});
const run = (...args: string[]) => sohoso(args, environment());

beforeEach(async () => {
  data = join(folder.path, `data-${count++}`);
  const file = join(folder.path, 'events.ndjson');
  await writeFile(file, events.map((event) => JSON.stringify(event)).join('\n'));
  expect((await run('produce', file)).code).toBe(0);
  // What was sent is in the log; the next command that asks folds it first.
  expect((await run('audit')).code).toBe(0);
});

async function byHand(sql: string): Promise<void> {
  const clickhouse = await openEmbeddedClickHouse(join(data, 'clickhouse'));
  await clickhouse.writer.command({ query: `${sql} SETTINGS mutations_sync = 2` });
  await clickhouse.close();
}

async function expectFoundAndMended(named: RegExp): Promise<void> {
  const found = await run('audit');
  expect(found.stdout).toMatch(named);
  expect(found.code).toBe(1);
  const repaired = await run('repair');
  expect(repaired.stderr).toBe('');
  expect(repaired.code).toBe(0);
  const after = await run('audit');
  expect(after.stdout).toMatch(/everything holds/);
  expect(after.code).toBe(0);
}

describe('sohoso audit and repair', () => {
  it('a fact that was removed by hand is named by its position, and restored from the log', async () => {
    await byHand('ALTER TABLE dossier_events DELETE WHERE partition = 1 AND offset = 4');
    await expectFoundAndMended(/DOES NOT HOLD {2}partition 1: the facts account for .*missing: 4\n/);
  });

  it('many facts, ends of batches among them, likewise', async () => {
    await byHand('ALTER TABLE dossier_events DELETE WHERE offset % 5 = 1');
    await expectFoundAndMended(/partition 0: the facts account for .*missing: 1, 6, 11/);
  });

  it('the last facts of a partition: the server refuses to go on and says what to run', async () => {
    await byHand('ALTER TABLE dossier_events DELETE WHERE partition = 0 AND offset > 10');
    const refused = await run('serve');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /sohoso: procedure_day does not hold the batches of partition 0 that the facts have .*; see what differs with: sohoso audit, and mend it with: sohoso repair\n$/,
    );
    await expectFoundAndMended(/STOPPED {8}procedure_day does not hold .*\nDOES NOT HOLD {2}/);
  });

  it('a store from a back-up is brought up from the log, without waiting for new events', async () => {
    const kept = join(folder.path, `kept-${count}`);
    await cp(join(data, 'clickhouse'), kept, { recursive: true });
    const more = join(folder.path, 'more.ndjson');
    await writeFile(
      more,
      randomHistory(33, { dossiers: 40, units })
        .map((event) => JSON.stringify(event))
        .join('\n'),
    );
    expect((await run('produce', more)).code).toBe(0);
    const whole = (await run('audit')).stdout.split('\n')[0];
    await rm(join(data, 'clickhouse'), { recursive: true });
    await cp(kept, join(data, 'clickhouse'), { recursive: true });
    const refused = await run('serve');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(
      /sohoso: the fold state holds partition \d up to position \d+, the facts in ClickHouse only up to \d+: .* run: sohoso repair /,
    );
    expect((await run('rebuild-state')).code).toBe(0);
    const after = await run('audit');
    expect(after.stdout).toMatch(/everything holds/);
    expect(after.stdout.split('\n')[0]).toBe(whole);
  });

  it('a cell of a roll-up that was changed by hand is named by unit, day and measure', async () => {
    await byHand(
      "ALTER TABLE unit_day UPDATE received_online = received_online + 3 WHERE unit = 'so-y-te' AND grain = 'day'",
    );
    await expectFoundAndMended(
      /DOES NOT HOLD {2}so-y-te 20\d\d-\d\d-\d\d received_online: the facts add up to \d+, unit_day has \d+/,
    );
  });

  it('a dossier of the fold state that was changed by hand is named', async () => {
    const state = new EmbeddedFoldState(join(data, 'state'));
    let dossier = '';
    for (const partition of [0, 1, 2]) {
      for (const [name, history] of state.entries(partition)) {
        if (dossier !== '' || history.length < 2) continue;
        dossier = name;
        const changed = new Map([[name, history.slice(1)]]);
        await state.commit(partition, state.position(partition) ?? 0, changed);
      }
    }
    await state.close();
    await expectFoundAndMended(
      new RegExp(`the fold state of dossier ${dossier} \\(partition \\d\\) has \\d+ events`),
    );
  });

  it('a running server is asked, answers reports meanwhile, and goes on folding afterwards', async () => {
    const server = await served(environment());
    const asked = { ...environment(), SOHOSO_URL: server.url };
    for (const command of ['rebuild-rollups', 'rebuild-state', 'repair']) {
      const done = await sohoso([command], asked);
      expect([command, done.code, done.stderr]).toEqual([command, 0, '']);
    }
    const more = randomHistory(32, { dossiers: 30, units });
    await sendEvents(server.url, [...more, ...events.slice(0, 20)]);
    const audit = await settled(server.url);
    expect(audit.faults).toEqual([]);
    const checked = await sohoso(['audit'], asked);
    expect(checked.stdout).toMatch(/everything holds/);
    const dossiers = new Set([...events, ...more].map(subject));
    expect(dossiers.size).toBeGreaterThan(80);
    expect((await server.stop()).code).toBe(0);
  });
});
