import { historyOf, movements } from '@sohoso/dossier';
import { type DueList, type PassedAnswer, query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { buildApp } from '@sohoso/service';
import { EmbeddedFoldState, eventsOfDossiers, migrate } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Announcements } from '../../services/standalone/src/deadlines/announcements.ts';
import { announcementsInProcess } from '../../services/standalone/src/deadlines/in-process.ts';
import type { EmbeddedClickHouse } from '../../services/standalone/src/embedded-clickhouse.ts';
import { DeadlinesByHand } from '../oracle/deadlines.ts';
import type { OracleEvent } from '../oracle/history.ts';
import { randomHistory } from '../oracle/random-lifecycles.ts';
import { temporaryClickHouse } from '../support/embedded-store.ts';
import { consumerOn, drained, entriesOf, memoryBench, zone } from '../support/pipeline.ts';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.ts';

const bench = memoryBench(2);
const source = '/sohoso/deadlines';
const rules = { zone, isUnit: () => true };
const [A, B] = ['so-tu-phap', 'so-y-te'];
const told: OracleEvent[] = [];
let clickhouse = {} as EmbeddedClickHouse;
let folder = {} as TemporaryFolder;
let app = {} as FastifyInstance;
let announcements = {} as Announcements;
let closeConsumer = async () => {};
let now = 0;

beforeAll(async () => {
  clickhouse = await temporaryClickHouse();
  folder = await temporaryFolder();
  await migrate(clickhouse.writer);
  const state = new EmbeddedFoldState(folder.path);
  const consumer = consumerOn(bench, clickhouse, state, {}, 10_000);
  await consumer.start();
  closeConsumer = async () => {
    await consumer.stop();
    await state.close();
  };
  const pipeline = async () => ({ partitions: await bench.log.lag('sohoso'), failure: null });
  const options = { clickhouse: clickhouse.reader, rules, pipeline, source, now: () => now };
  announcements = announcementsInProcess({ ...options, log: bench.log });
  app = await buildApp({
    title: 'spec',
    description: '',
    version: '1',
    logger: pino({ level: 'silent' }),
  });
  const registry = await readUnitsFile(sampleUnitsFile);
  await app.register(query, { clickhouse: clickhouse.reader, registry, zone, pipeline, now: () => now });
});
afterAll(async () => {
  await app.close();
  await closeConsumer();
  await clickhouse.close();
  await folder.remove();
});

async function tell(events: readonly OracleEvent[]): Promise<void> {
  told.push(...events);
  await bench.log.append(entriesOf(events));
  await drained(bench.log);
}

let number = 0;
/** An event of a dossier, at 8 o'clock of a day of November 2020. */
function event(subject: string, type: string, day: string, data: object): OracleEvent {
  const named = { specversion: '1.0', id: `${subject} ${++number}`, source: '/mcdt', subject };
  return {
    ...named,
    type: `vn.tthc.dossier.${type}.v1`,
    time: `2020-11-${day}T08:00:00+07:00`,
    datacontenttype: 'application/json',
    data,
  } as OracleEvent;
}
const received = (subject: string, day: string, due?: string) => {
  const data = { unit: A, channel: 'direct' };
  return event(subject, 'received', day, due === undefined ? data : { ...data, due: `2020-11-${due}` });
};
const voided = ({ subject, source, id }: OracleEvent & { id: string; source: string; subject: string }) =>
  event(subject, 'voided', '16', { voids: { source, id }, reason: 'entered by mistake' });

/** Looks at noon of a day, sends what there is, and tells what it was; a few dossiers on a page. */
async function look(day: string): Promise<string[]> {
  now = Date.parse(`${day}T12:00:00+07:00`);
  const sent: string[] = [];
  const stop = new AbortController().signal;
  for await (const events of announcements.missing(stop)) {
    expect(await announcements.send(events, stop)).toEqual([]);
    sent.push(...events.map(({ id }) => id));
  }
  await drained(bench.log);
  return sent.toSorted();
}

/** What there is to be sent, as the route tells it, so many dossiers on a page. */
async function passedIds(day: string, limit: number): Promise<string[]> {
  now = Date.parse(`${day}T12:00:00+07:00`);
  const ids: string[] = [];
  let after: string | null = '';
  do {
    const url: string = `/v1/deadlines/passed?limit=${limit}&after=${after}`;
    const { events, next } = (await app.inject({ url })).json() as PassedAnswer;
    ids.push(...events.map(({ id }) => id));
    after = next;
  } while (after !== null);
  return ids.toSorted();
}

/** What announcements do in the end to the dossiers whose names begin so. */
async function effectsOfOurs(begin: string) {
  const dossiers = new Set(told.map(({ subject }) => subject).filter((name) => name.startsWith(begin)));
  let [announced, takenBack] = [0, 0];
  for (const events of (await eventsOfDossiers(clickhouse.reader, [...dossiers])).values()) {
    const theirs = events.filter((one) => one.source !== source);
    expect(sums(events)).toEqual(sums(theirs));
    expect(historyOf(events).state.anomalies.filter((one) => one.source === source)).toEqual([]);
    const ours = events.filter((one) => one.source === source);
    announced += ours.filter(({ type }) => type === 'deadline-passed').length;
    takenBack += ours.filter(({ type }) => type === 'voided').length;
  }
  return { announced, takenBack };
}
const sums = (events: Parameters<typeof historyOf>[0]) =>
  movements(historyOf(events).state)
    .map((movement) => JSON.stringify(movement))
    .toSorted();

describe('announcements that late events make wrong', () => {
  it('are taken back although the dossier is not overdue any more, and once', async () => {
    const names = ['resolved', 'moved', 'no-due', 'gone', 'waits', 'fits'];
    const first = names.map((name) => received(name, '01', '10'));
    const passed = names.map((name) => `${name}/${A}/2020-11-10`).toSorted();
    await tell(first);
    expect(await look('2020-11-12')).toEqual(passed);
    const [noDue, gone] = first.slice(2, 4) as Parameters<typeof voided>[0][];
    if (noDue === undefined || gone === undefined) throw new Error('the list of names was changed');
    await tell([
      event('resolved', 'resolved', '09', { unit: A, outcome: 'granted' }),
      event('moved', 'due-changed', '09', { unit: A, due: '2020-12-30' }),
      ...[voided(noDue), received('no-due', '01'), voided(gone)],
      event('waits', 'supplement-requested', '08', { unit: A }),
      event('fits', 'resolved', '14', { unit: A, outcome: 'granted' }),
    ]);
    const wrong = passed.filter((id) => !id.startsWith('fits'));
    expect(await look('2020-11-15')).toEqual(wrong.map((id) => `${id}/void`));
    expect(await look('2020-11-16')).toEqual([]);
    for (const name of names) expect((await effectsOfOurs(name)).announced).toBe(1);
  });

  it('are taken back where the event that they lacked came just before them', async () => {
    await tell([received('raced', '01', '10')]);
    now = Date.parse('2020-11-12T12:00:00+07:00');
    const stop = new AbortController().signal;
    for await (const events of announcements.missing(stop)) {
      await tell([event('raced', 'resolved', '09', { unit: A, outcome: 'granted' })]);
      await announcements.send(events, stop);
    }
    await drained(bench.log);
    expect(await look('2020-11-12')).toEqual([`raced/${A}/2020-11-10/void`]);
    expect(await look('2020-11-12')).toEqual([]);
  });

  it('are made anew where they turn out to have been right', async () => {
    const moved = event('back', 'due-changed', '09', { unit: A, due: '2020-11-11' });
    await tell([received('back', '01', '10')]);
    const [tenth, eleventh] = [`back/${A}/2020-11-10`, `back/${A}/2020-11-11`];
    expect(await look('2020-11-12')).toEqual([tenth]);
    await tell([moved]);
    expect(await look('2020-11-15')).toEqual([`${tenth}/void`, eleventh]);
    await tell([voided(moved as Parameters<typeof voided>[0])]);
    expect(await look('2020-11-17')).toEqual([`${tenth}/2`, `${eleventh}/void`]);
    expect(await look('2020-11-18')).toEqual([]);
    expect(await effectsOfOurs('back')).toEqual({ announced: 3, takenBack: 2 });
  });

  it('decide no figure in the end, over random lives of dossiers that arrive little by little', async () => {
    const events = randomHistory(7, { dossiers: 250 });
    const looks = 12;
    let latest = '';
    for (let start = 0, size = Math.ceil(events.length / looks); start < events.length; start += size) {
      const some = events.slice(start, start + size);
      await tell(some);
      for (const { time } of some) {
        const day = new Date(Date.parse(time)).toISOString().slice(0, 10);
        if (day > latest) latest = day;
      }
      const onSmallPages = await passedIds(latest, 25);
      expect(await look(latest)).toEqual(onSmallPages);
    }
    await look('2020-04-30');
    expect(await look('2020-04-30')).toEqual([]);
    const { announced, takenBack } = await effectsOfOurs('R7-');
    expect(announced).toBeGreaterThan(50);
    expect(takenBack).toBeGreaterThan(5);
  });
});

describe('what is due where days to come are known', () => {
  const due = async (parameters: string) =>
    (await app.inject({ url: `/v1/deadlines?${parameters}` })).json() as DueList;
  const linesOf = ({ units }: DueList) =>
    units.flatMap(({ unit, legs }) => legs.map(({ dossier, due }) => `${unit.code} ${dossier} ${due}`));

  it('leaves out legs long overdue that are transferred, and legs without a due whose deadline passes, tomorrow', async () => {
    now = Date.parse('2020-11-24T12:00:00+07:00');
    const before = await due('within=0&limit=2000');
    await tell([received('old', '03', '05'), received('none', '03'), received('today', '03', '24')]);
    await tell([
      event('old', 'transferred', '25', { from: A, to: B }),
      event('none', 'deadline-passed', '25', { unit: A }),
      event('today', 'transferred', '25', { from: A, to: B }),
    ]);
    const after = await due('within=0&limit=2000');
    expect(linesOf(after).filter((line) => !linesOf(before).includes(line))).toEqual([
      `${A} today 2020-11-24`,
    ]);
    expect(after.count).toBe(before.count + 1);
  });

  it.each(['2020-01-10', '2020-02-03', '2020-03-01'])(
    'is on %s what the oracle finds, in pages and in counts, whatever is known of later days',
    async (on) => {
      now = Date.parse(`${on}T12:00:00+07:00`);
      const pages = [await due('within=5&limit=7')];
      for (let next = pages[0]?.next; next; next = pages.at(-1)?.next)
        pages.push(await due(`within=5&limit=7&after=${next}`));
      const expected = new DeadlinesByHand(told).due(on, pages[0]?.through ?? '');
      expect(pages.flatMap(linesOf).toSorted()).toEqual(expected);
      expect(pages[0]?.count).toBe(expected.length);
      expect(expected.length).toBeGreaterThan(3);
    },
  );
});
