import type { PartitionLag } from '@sohoso/log';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ConsumerStatusLike, lagProbe, readiness } from './health.ts';

const running: ConsumerStatusLike = { failure: null, lastFault: null };
const lagOf = (partition: number, waiting: number): PartitionLag => ({
  partition,
  begin: 0,
  end: 100 + waiting,
  committed: 100,
  waiting,
});
const never = () => new Promise<never>(() => {});

const ask = (
  read: () => Promise<readonly PartitionLag[]>,
  status: ConsumerStatusLike = running,
  readyLagEvents = 10,
) => readiness({ lag: lagProbe(read), status: () => status, readyLagEvents });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a consumer that runs', () => {
  it('is ready when it is as far behind as is allowed', async () => {
    expect(await ask(async () => [lagOf(0, 4), lagOf(1, 6)])).toEqual({
      ready: true,
      reasons: [],
      lag: {
        total: 10,
        allowed: 10,
        partitions: [
          { partition: 0, end: 104, committed: 100, waiting: 4 },
          { partition: 1, end: 106, committed: 100, waiting: 6 },
        ],
      },
      lastFault: null,
    });
  });

  it('is not ready when it is one event further behind, and says how far', async () => {
    const { ready, reasons, lag } = await ask(async () => [lagOf(0, 4), lagOf(1, 7)]);
    expect({ ready, total: lag?.total }).toEqual({ ready: false, total: 11 });
    expect(reasons).toEqual([
      'the store is 11 events behind the log; 10 are allowed, so wait until it has caught up',
    ]);
  });

  it('is ready after a fault that has mended, and shows it', async () => {
    const lastFault = { atMs: Date.UTC(2020, 3, 15, 8), kind: 'store', message: 'socket hang up' } as const;
    expect(await ask(async () => [], { failure: null, lastFault })).toMatchObject({
      ready: true,
      lastFault: { at: '2020-04-15T08:00:00.000Z', kind: 'store', message: 'socket hang up' },
    });
  });
});

describe('a consumer that has failed', () => {
  it('is not ready although nothing waits', async () => {
    expect(await ask(async () => [lagOf(0, 0)], { ...running, failure: 'no disk' })).toMatchObject({
      ready: false,
      reasons: ['the consumer has stopped: no disk'],
      lag: { total: 0 },
    });
  });
});

describe('a log that does not answer', () => {
  it('makes the consumer not ready after 2 s when it hangs', async () => {
    const answer = ask(never);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await answer).toMatchObject({
      ready: false,
      reasons: [expect.stringMatching(/^the log does not answer: nothing came within 2 s;/)],
      lag: null,
    });
  });

  it('makes the consumer not ready when it throws, and says why', async () => {
    const fail = () => Promise.reject(new Error('ECONNREFUSED'));
    expect(await ask(fail)).toMatchObject({
      ready: false,
      reasons: [expect.stringMatching(/^the log does not answer: ECONNREFUSED;/)],
      lag: null,
    });
  });

  it('stands beside the failure of the consumer', async () => {
    const { reasons } = await ask(() => Promise.reject(new Error('gone')), { ...running, failure: 'x' });
    expect(reasons).toHaveLength(2);
  });

  it('does no harm when its fault comes after the time was up', async () => {
    let fail: (error: Error) => void = () => {};
    const answer = ask(
      () =>
        new Promise((_resolve, reject) => {
          fail = reject;
        }),
    );
    await vi.advanceTimersByTimeAsync(2_000);
    fail(new Error('late'));
    expect((await answer).ready).toBe(false);
  });
});

describe('a storm of probes', () => {
  const storm = async (read: () => Promise<readonly PartitionLag[]>, forMs: number) => {
    const reading = vi.fn(read);
    const probe = lagProbe(reading);
    for (let atMs = 0; atMs < forMs; atMs += 50) {
      void probe();
      await vi.advanceTimersByTimeAsync(50);
    }
    return reading.mock.calls.length;
  };

  it('asks the log once a second', async () => {
    expect(await storm(async () => [lagOf(0, 1)], 5_000)).toBe(5);
  });

  it('asks a log that hangs once in three seconds', async () => {
    expect(await storm(never, 9_000)).toBe(3);
  });

  it('gets what is new after a second', async () => {
    let waiting = 1;
    const probe = lagProbe(async () => [lagOf(0, waiting)]);
    await probe();
    waiting = 2;
    expect(await probe()).toEqual({ partitions: [lagOf(0, 1)] });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await probe()).toEqual({ partitions: [lagOf(0, 2)] });
  });
});
