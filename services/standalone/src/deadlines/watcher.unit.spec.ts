import { businessZone, type WireEvent } from '@sohoso/dossier';
import { describe, expect, it, vi } from 'vitest';
import type { Announced, Announcements } from './announcements.ts';
import { refusalsOnce } from './serve-deadlines.ts';
import { untilNextLook, watchDeadlines } from './watcher.ts';

const zone = businessZone('Asia/Ho_Chi_Minh');
const event = (id: string) => ({ id }) as WireEvent;

/** Announcements of a list of looks, each a list of chunks or an error; after the last there is nothing. */
function scripted(looks: readonly (readonly (readonly WireEvent[])[] | Error)[]) {
  const sent: string[] = [];
  let look = 0;
  const announcements: Announcements = {
    async *missing() {
      const now = looks[look++] ?? [];
      if (now instanceof Error) throw now;
      yield* now;
    },
    async send(events) {
      sent.push(...events.map(({ id }) => id));
      return events
        .filter(({ id }) => id.startsWith('bad'))
        .map(({ id }) => ({ id, reason: 'unknown-unit', detail: '' }));
    },
  };
  return { announcements, sent, looks: () => look };
}

describe('the next look', () => {
  const at = (utc: string) => untilNextLook({ zone, everyMs: 600_000, now: () => Date.parse(utc) });
  it('comes after the interval, or shortly after midnight where the day ends before', () => {
    expect(at('2020-04-10T03:00:00Z')).toBe(600_000);
    expect(at('2020-04-10T16:59:00Z')).toBe(63_000);
    expect(at('2020-04-10T17:00:00Z')).toBe(600_000);
    expect(at('2020-04-10T16:59:59.999Z')).toBe(3_001);
  });
});

/** Runs the looks of a script one after the other, then stops; the waits in between take no time and are told. */
async function run(script: ReturnType<typeof scripted>, count: number) {
  const [waits, results, failures]: [number[], Announced[], string[]] = [[], [], []];
  await new Promise<void>((done) => {
    const stop = watchDeadlines({
      announcements: script.announcements,
      zone,
      everyMs: 600_000,
      now: () => Date.parse('2020-04-10T03:00:00Z'),
      onAnnounced: (result) => results.push(result),
      onFailure: (error) => failures.push(error.message),
      async wait(ms) {
        waits.push(ms);
        if (waits.length === count) void stop().then(done);
      },
    });
  });
  return { waits, results, failures };
}

describe('the watcher', () => {
  it('looks at once and again and again, and sends chunk by chunk', async () => {
    const script = scripted([[[event('a')], [], [event('b')]], [[event('c')]]]);
    const { waits, results } = await run(script, 3);
    expect(script.sent).toEqual(['a', 'b', 'c']);
    expect(results.map(({ sent }) => sent)).toEqual([1, 1, 1]);
    expect(waits).toEqual([600_000, 600_000, 600_000]);
  });

  it('tries again after waits that double up to a bound, and begins anew after a success', async () => {
    const away = new Error('away');
    const script = scripted([away, away, away, [[event('a')]], ...Array.from({ length: 11 }, () => away)]);
    const { waits, failures } = await run(script, 15);
    expect(script.sent).toEqual(['a']);
    expect(waits.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 600_000, 1_000, 2_000]);
    expect(waits.slice(-3)).toEqual([256_000, 300_000, 300_000]);
    expect(failures).toHaveLength(14);
  });

  it('goes on past an event that is refused', async () => {
    const script = scripted([[[event('bad'), event('a')]], [[event('bad')]]]);
    const refused = [{ id: 'bad', reason: 'unknown-unit', detail: '' }];
    expect((await run(script, 2)).results).toEqual([
      { sent: 1, refused },
      { sent: 0, refused },
    ]);
    expect(script.sent).toEqual(['bad', 'a', 'bad']);
  });

  it('ends at once, while it waits for a day', async () => {
    const script = scripted([]);
    const everyMs = 86_400_000;
    const stop = watchDeadlines({ ...script, zone, everyMs, onAnnounced() {}, onFailure() {} });
    await vi.waitFor(() => expect(script.looks()).toBe(1));
    const before = performance.now();
    await stop();
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('what was refused', () => {
  it('is told once for each reason', () => {
    const tellNew = refusalsOnce();
    const refused = [{ id: 'a', reason: 'unknown-unit', detail: '' }];
    expect(tellNew({ sent: 0, refused })).toEqual(refused);
    expect(tellNew({ sent: 0, refused })).toEqual([]);
    const other = [{ id: 'a', reason: 'source-not-allowed', detail: '' }];
    expect(tellNew({ sent: 0, refused: [...refused, ...other] })).toEqual(other);
  });
});
