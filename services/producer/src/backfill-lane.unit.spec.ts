import { type EventLog, type LogEntry, LogUnavailable, memoryLog, type PartitionLag } from '@sohoso/log';
import { metricsRegistry } from '@sohoso/service';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackfillLane, PipelineBehind } from './backfill-lane.ts';
import * as on from './testing/started.ts';

const MAX = 100;
const never = new AbortController().signal;
const entries = (count: number, key = 'k'): readonly LogEntry[] =>
  Array.from({ length: count }, () => ({ key, value: Buffer.from('x') }));

/** A log whose group is as far as a spec says, which counts what is asked of it. */
function watched() {
  const log = memoryLog({ partitionCount: 2 });
  const told = { worked: 0, asked: 0, appends: [] as string[], mostWaiting: 0 };
  const waiting = async () => (await log.lag('spec')).reduce((sum, { end }) => sum + end, 0) - told.worked;
  const lag = async (): Promise<readonly PartitionLag[]> => {
    told.asked++;
    const end = (await waiting()) + told.worked;
    return [{ partition: 0, begin: 0, end, committed: told.worked, waiting: end - told.worked }];
  };
  const append: EventLog['append'] = async (more) => {
    told.appends.push(more[0]?.key ?? '');
    await log.append(more);
    told.mostWaiting = Math.max(told.mostWaiting, await waiting());
  };
  return { log: { ...log, lag, append }, told, waiting };
}

/** A lane whose time passes only while it waits; `meanwhile` is called as it does. */
function laneOn(log: EventLog, meanwhile: (nowMs: number) => void = () => {}) {
  const clock = { nowMs: 0 };
  const pause = async (ms: number) => {
    // Others get a word in, as they do while a timer runs.
    await new Promise((resolve) => setImmediate(resolve));
    clock.nowMs += ms;
    meanwhile(clock.nowMs);
  };
  const options = { log, group: 'spec', maxWaitingEvents: MAX, maxRunEvents: MAX, standstillMs: 30_000 };
  return { clock, lane: new BackfillLane({ ...options, now: () => clock.nowMs, pause }) };
}

describe('the lane of backfills', () => {
  it('never lets more wait than may, however fast or slow the consumer is', async () => {
    const { log, told, waiting } = watched();
    let [speed, waits] = [0, 0];
    const { lane } = laneOn(log, () => {
      speed = (speed + 17) % 60;
      void waiting().then((count) => {
        told.worked += Math.min(speed, count);
      });
      waits++;
    });
    await Promise.all(Array.from({ length: 30 }, () => lane.append(entries(30), never)));
    expect((await log.lag()).map(({ end }) => end)).toEqual([900]);
    expect(waits).toBeGreaterThan(10);
    expect(told.mostWaiting).toBeGreaterThan(MAX / 2);
    expect(told.mostWaiting).toBeLessThanOrEqual(MAX);
  });

  it('asks a log that takes long to answer seldom, and counts its own in between', async () => {
    const { log, told } = watched();
    const slow = async () => {
      clock.nowMs += 10;
      return log.lag();
    };
    const { lane, clock } = laneOn({ ...log, lag: slow }, (nowMs) => {
      if (nowMs > 2_000) told.worked = 1;
    });
    for (let i = 0; i < 10; i++) await lane.append(entries(10), never);
    expect(told.asked).toBe(1);
    await lane.append(entries(1), never);
    expect(told.appends).toHaveLength(11);
    expect(clock.nowMs).toBeLessThan(2_400);
    expect(told.asked).toBeGreaterThan(5);
    expect(told.asked).toBeLessThanOrEqual(1 + clock.nowMs / 100);
  });

  it('gathers by partition what several bring, and serves the partitions in turns', async () => {
    const { log, told } = watched();
    const { lane } = laneOn({ ...log, partitionOf: (key) => (key === 'a' ? 0 : 1) });
    const durable = vi.fn();
    await Promise.all(['b', 'a', 'b', 'a'].map((key) => lane.append(entries(5, key), never, durable)));
    expect(told.appends).toEqual(['b', 'a']);
    expect(durable.mock.calls).toEqual([[5], [5], [5], [5]]);
  });

  it('gives up when nothing is worked on for 30 s, all who wait at once; and not while something is', async () => {
    const { log, told } = watched();
    const { lane, clock } = laneOn(log, (nowMs) => {
      if (nowMs > 29_000) told.worked = Math.max(1, told.worked);
    });
    await lane.append(entries(MAX), never);
    const ends = await Promise.allSettled(['a', 'b'].map((name) => lane.append(entries(50, name), never)));
    const sentence = expect.stringMatching(/^99 events are waiting, and none was worked on for 30 s; /);
    const behind = expect.objectContaining({ name: PipelineBehind.name, message: sentence });
    expect(ends).toEqual([
      { status: 'rejected', reason: behind },
      { status: 'rejected', reason: behind },
    ]);
    expect(clock.nowMs).toBeGreaterThan(59_000);
    expect(clock.nowMs).toBeLessThan(60_000);
    told.worked = MAX;
    await lane.append(entries(50, 'c'), never);
    expect(told.appends).toEqual(['k', 'c']);
  });

  it('lets the next one go on where one was given up, or the log did not take it', async () => {
    const { log, told } = watched();
    let isDown = true;
    const append: EventLog['append'] = async (more) => {
      if (isDown) throw new LogUnavailable('no disk');
      await log.append(more);
    };
    const { lane, clock } = laneOn({ ...log, append });
    await expect(lane.append(entries(MAX, 'down'), never)).rejects.toThrow('no disk');
    isDown = false;
    clock.nowMs = 100;
    await lane.append(entries(MAX), never);
    const controller = new AbortController();
    const gone = expect(lane.append(entries(1, 'gone'), controller.signal)).rejects.toThrow('left');
    const next = lane.append(entries(1, 'next'), never);
    controller.abort(new Error('left'));
    await gone;
    told.worked = MAX;
    await next;
    expect(told.appends).toEqual(['k', 'next']);
  });
});

describe('a backfill over HTTP', () => {
  const backfill = { 'sohoso-lane': 'backfill' };
  const many = (count: number, first = 0) =>
    on.lines(...Array.from({ length: count }, (_, i) => on.received(`${first + i}`)));
  let server: on.Started;
  const metrics = metricsRegistry();
  afterEach(() => server.app.close());

  it('waits for the consumer, and live events pass it meanwhile', async () => {
    const { log, told, waiting } = watched();
    server = await on.started({ log, maxWaitingEvents: 20, metrics, limits: { maxRequests: 1 } });
    const ended = vi.fn();
    const sending = on.post(server.app, on.LINES, many(50), backfill).then((answer) => {
      ended();
      return answer;
    });
    await vi.waitFor(async () => expect(await waiting()).toBe(20));
    for (let i = 0; i < 3; i++) {
      const live = await on.post(server.app, on.ONE, JSON.stringify(on.received(`live-${i}`)));
      expect(live.json()).toMatchObject({ accepted: 1 });
    }
    const scrape = (await server.app.inject('/metrics')).body;
    expect(scrape).toContain('sohoso_backfill_under_way 1\n');
    expect(ended).not.toHaveBeenCalled();
    while (ended.mock.calls.length === 0) {
      told.worked += await waiting();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect((await sending).json()).toMatchObject({ accepted: 50 });
    expect(told.mostWaiting).toBeLessThanOrEqual(20 + 3);
    const after = (await server.app.inject('/metrics')).body;
    expect(after).toContain('sohoso_intake_events_total{lane="backfill",outcome="accepted"} 50\n');
    expect(after).toContain('sohoso_intake_events_total{lane="live",outcome="accepted"} 3\n');
    expect(after).toContain('sohoso_backfill_under_way 0\n');
    expect(after).toMatch(/sohoso_backfill_waiting_seconds_total 0\.\d/);
  });

  it('is told when nothing is worked on, how much is in, and when to come back', async () => {
    const { log } = watched();
    const oneForAll = { ...log, partitionOf: () => 0 };
    server = await on.started({
      log: oneForAll,
      maxWaitingEvents: 5,
      limits: { standstillMs: 300, maxRunEvents: 1 },
    });
    const answer = await on.post(server.app, on.ARRAY, `[${many(8).split('\n').join(',')}]`, backfill);
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '30']);
    expect(answer.json()).toMatchObject({ type: 'urn:sohoso:problem:pipeline-behind', accepted: 5 });
    expect(answer.json().detail).toContain('none was worked on for 0.3 s');
  });

  it('is refused with a lane of another name, and as one too many', async () => {
    const { log } = watched();
    server = await on.started({ log, maxWaitingEvents: 1, limits: { maxBackfills: 1 } });
    const other = await on.post(server.app, on.ONE, '{}', { 'sohoso-lane': 'fast' });
    expect(other.json()).toMatchObject({ status: 400, detail: 'sohoso-lane: is one of live, backfill' });
    const held = on.post(server.app, on.LINES, many(2), backfill);
    await vi.waitFor(async () => expect((await on.logged(log)).length).toBe(1));
    expect((await on.post(server.app, on.LINES, many(1), backfill)).statusCode).toBe(429);
    await server.app.close();
    await Promise.race([held, new Promise((resolve) => setTimeout(resolve, 50))]);
  });
});
