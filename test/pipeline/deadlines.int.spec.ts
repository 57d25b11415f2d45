import { formatDay, parseDay } from '@sohoso/dossier';
import { Gate, producer } from '@sohoso/producer';
import { type DueList, query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp } from '@sohoso/service';
import { EmbeddedFoldState, migrate } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announceAll } from '../../services/standalone/src/deadlines/announcements.ts';
import { announcementsInProcess } from '../../services/standalone/src/deadlines/in-process.ts';
import { announcementsOverHttp } from '../../services/standalone/src/deadlines/over-http.ts';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import { DeadlinesByHand } from '../oracle/deadlines.ts';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { consumerOn, drained, entriesOf, memoryBench, zone } from '../support/pipeline.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const events = sampleEvents();
const byHand = new DeadlinesByHand(events);
const bench = memoryBench(2);
const source = '/sohoso/deadlines';
const rules = { zone, isUnit: () => true };
const quiet = pino({ level: 'silent' });
let clickhouse = {} as EmbeddedClickHouse;
let folder = {} as TemporaryFolder;
let app = {} as FastifyInstance;
let url = '';
let closeConsumer = async () => {};
let now = Date.UTC(2020, 3, 16, 3);

const pipeline = async () => ({ partitions: await bench.log.lag('sohoso'), failure: null });

beforeAll(async () => {
  clickhouse = await temporaryClickHouse();
  folder = await temporaryFolder();
  await migrate(clickhouse.writer);
  const state = new EmbeddedFoldState(folder.path);
  await bench.log.append(entriesOf(events));
  const consumer = consumerOn(bench, clickhouse, state, {}, 10_000);
  await consumer.start();
  closeConsumer = async () => {
    await consumer.stop();
    await state.close();
  };
  await drained(bench.log);
  app = await buildApp({ title: 'spec', description: '', version: '1', logger: quiet });
  const registry = await readUnitsFile(sampleUnitsFile);
  const gate = new Gate('nowhere', quiet);
  gate.open();
  const { log } = bench;
  await app.register(producer, { log, rules, gate, group: 'sohoso', maxWaitingEvents: 10_000 });
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone, pipeline, now: () => now });
  url = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app.close();
  await closeConsumer();
  await clickhouse.close();
  await folder.remove();
});

const get = (path: string) => app.inject({ url: path });
const json = async <T>(path: string) => (await get(path)).json() as T;
const linesOf = ({ units }: DueList) =>
  units.flatMap(({ unit, legs }) => legs.map(({ dossier, due }) => `${unit.code} ${dossier} ${due}`));

async function allPages(parameters: string): Promise<readonly DueList[]> {
  const pages = [await json<DueList>(`/v1/deadlines?${parameters}`)];
  for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
    pages.push(await json<DueList>(`/v1/deadlines?${parameters}&after=${next}`));
  return pages;
}

describe('what is due soon', () => {
  // Today and later by the roll-ups; days past by the dossiers as they stood. Wednesday 15 April is followed by no holiday until
  // the 30th, and Wednesday 1 April by the Hung Kings' day.
  it.each([
    ['2020-04-16', 3, '2020-04-21'],
    ['2020-04-16', 0, '2020-04-16'],
    ['2020-04-17', 0, '2020-04-19'],
    ['2020-04-16', 60, '2020-07-13'],
    ['2020-04-29', 1, '2020-05-04'],
    ['2020-04-01', 1, '2020-04-05'],
    ['2020-04-15', 3, '2020-04-20'],
    ['2020-03-20', 10, '2020-04-06'],
    ['2019-12-25', 30, '2020-02-13'],
  ])('on %s within %i working days is what the oracle finds, through %s', async (on, within, through) => {
    const pages = await allPages(`on=${on}&within=${within}&limit=100`);
    const expected = byHand.due(on, through);
    expect(pages[0]).toMatchObject({ on, within, through, count: expected.length, notes: [] });
    expect(pages.flatMap(linesOf).toSorted()).toEqual(expected);
    for (const { unit, count } of pages[0]?.units ?? [])
      expect(count).toBe(expected.filter((line) => line.startsWith(`${unit.code} `)).length);
  });

  it('comes in the same pages, whatever their size, those due first of a unit first', async () => {
    const whole = await allPages('within=5&limit=2000');
    const small = await allPages('within=5&limit=40');
    expect(whole).toHaveLength(1);
    expect(small.length).toBeGreaterThan(5);
    expect(small.flatMap(linesOf)).toEqual(whole.flatMap(linesOf));
    for (const { legs } of whole[0]?.units ?? []) expect(legs).toEqual(legs.toSorted(byDue));
  });
  const byDue = (a: { due: string }, b: { due: string }) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0);

  it('says how each leg came, and how many working days are left', async () => {
    const [today] = await allPages('on=2020-04-16&within=5&limit=2000');
    now = Date.UTC(2020, 3, 17, 3);
    const [asPast] = await allPages('on=2020-04-16&within=5&limit=2000');
    now = Date.UTC(2020, 3, 16, 3);
    expect(asPast).toEqual(today);
    const left = today?.units.flatMap(({ legs }) => legs.map(({ workingDaysLeft }) => workingDaysLeft)) ?? [];
    expect(new Set(left)).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    const channels = today?.units.flatMap(({ legs }) => legs.map(({ channel }) => channel));
    expect(new Set(channels)).toEqual(new Set(['online', 'direct', 'postal', 'forwarded']));
  });

  it('can be of one unit or a scope, and CSV', async () => {
    const whole = await json<DueList>('/v1/deadlines?within=5');
    const one = whole.units.find(({ count }) => count > 0);
    const code = one?.unit.code ?? '';
    expect((await json<DueList>(`/v1/deadlines?within=5&unit=${code}`)).units).toEqual([one]);
    const districts = await json<DueList>('/v1/deadlines?within=5&scope=district');
    expect(districts.units).toEqual(whole.units.filter(({ unit }) => unit.level === 'district'));
    expect(districts.count).toBe(districts.units.reduce((sum, { count }) => sum + count, 0));
    const csv = (await get(`/v1/deadlines?within=5&unit=${code}&format=csv`)).body.split('\r\n');
    expect(csv[0]).toBe('\uFEFFunit,unit_name,dossier,leg,channel,due,working_days_left');
    expect(csv).toHaveLength((one?.count ?? 0) + 2);
  });

  it('says where the calendar ends', async () => {
    const list = await json<DueList>('/v1/deadlines?on=2026-12-30&within=5');
    expect(list.notes).toEqual([expect.stringMatching(/covers 2019-01-01 to 2026-12-31/)]);
  });

  it.each([
    ['within=61', /within/],
    ['within=', /within: must be a whole number from 0 to 60/],
    ['within=%20', /within/],
    ['on=2020-02-30', /not a day/],
    ['on=9999-12-31&within=60', /9999-12-31 lies outside 1970-02-01 … 2298-12-31/],
    ['on=2299-01-01', /lies outside/],
    ['on=1970-01-31', /lies outside/],
    ['unit=so-la', /"so-la" is neither a unit/],
    ['unit=so-y-te&scope=all', /not both/],
    ['after=zzz', /after: is not/],
  ])('is refused with a sentence where it cannot be: %s', async (parameters, sentence) => {
    const answer = await get(`/v1/deadlines?${parameters}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json().detail).toMatch(sentence);
  });

  it.each(['on=2298-12-31&within=60', 'on=1970-02-01'])(
    'can be of the first and the last day: %s',
    async (at) => {
      expect((await get(`/v1/deadlines?${at}`)).statusCode).toBe(200);
    },
  );
});

interface Passed {
  readonly events: readonly { id: string; source: string; time: string; subject: string; data: object }[];
  readonly next: string | null;
}

describe('passed deadlines', () => {
  it.each(['2020-04-16', '2020-04-10', '2020-03-31', '2020-02-20', '2019-12-01'])(
    'that nobody announced by %s are those that the oracle finds',
    async (on) => {
      const { events: found } = await json<Passed>(`/v1/deadlines/passed?on=${on}&limit=5000`);
      expect(found.map(({ id }) => id).toSorted()).toEqual(byHand.passed(on));
      for (const { id, source: from, time, subject } of found) {
        const due = parseDay(id.slice(-10)) ?? 0;
        // Midnight in Vietnam is 17:00 in UTC, of the due itself.
        expect(time).toBe(`${formatDay(due as never)}T17:00:00.000000Z`);
        expect([from, id.startsWith(`${subject}/`)]).toEqual([source, true]);
      }
    },
  );

  it('are not told of days to come', async () => {
    const answer = await get('/v1/deadlines/passed?on=2020-04-17');
    expect([answer.statusCode, answer.json().detail]).toEqual([400, expect.stringMatching(/lies ahead/)]);
    for (const on of ['9999-12-31', '1970-01-31']) {
      const outside = await get(`/v1/deadlines/passed?on=${on}`);
      expect([outside.statusCode, outside.json().detail]).toEqual([
        400,
        expect.stringMatching(/lies outside/),
      ]);
    }
  });

  it('are announced once, over HTTP and in process, and change no figure', async () => {
    const figures = () => json('/v1/reports/appendix?from=2020-03-01&to=2020-04-16').then(withoutMoment);
    const before = await figures();
    const stop = new AbortController().signal;
    const expected = byHand.passed('2020-04-16').length;
    const overHttp = announcementsOverHttp({ url, key: undefined, source });
    expect(await announceAll(overHttp, stop)).toEqual({ sent: expected, refused: [] });
    await drained(bench.log);
    expect(await announceAll(overHttp, stop)).toEqual({ sent: 0, refused: [] });
    const options = { clickhouse: clickhouse.reader, log: bench.log, rules, pipeline, source };
    const inProcess = announcementsInProcess({ ...options, now: () => now });
    expect(await announceAll(inProcess, stop)).toEqual({ sent: 0, refused: [] });
    expect(expected).toBeGreaterThan(50);
    expect(await figures()).toEqual(before);
    expect(await anomaliesOf(source)).toBe(0);

    // The next day, in process: what became overdue overnight, and nothing else.
    now = Date.UTC(2020, 3, 16, 17, 0, 1);
    const dueYesterday = byHand.due('2020-04-16', '2020-04-16').length;
    expect(await announceAll(inProcess, stop)).toEqual({ sent: dueYesterday, refused: [] });
    await drained(bench.log);
    expect(await announceAll(overHttp, stop)).toEqual({ sent: 0, refused: [] });
    expect(await figures()).toEqual(before);
  });
});

/** A report without the moment at which it was made. */
function withoutMoment(report: unknown): object {
  return { ...(report as object), asKnownAt: '' };
}

async function anomaliesOf(of: string): Promise<number> {
  const answer = await clickhouse.reader.query({
    query: `SELECT count() AS n FROM dossier_events ARRAY JOIN anomalies AS a WHERE a.source = '${of}'`,
    format: 'JSONEachRow',
  });
  const [row] = (await answer.json()) as { n: number }[];
  return Number(row?.n);
}
