import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { businessZone } from './business-zone.ts';
import { addDays, parseDay } from './day.ts';
import { type DossierEvent, eventTypes } from './event.ts';
import { instantFromMs } from './instant.ts';
import { parseEvent } from './parse.ts';
import { toWire } from './to-wire.ts';

const zone = businessZone('Asia/Ho_Chi_Minh');
const anyUnit = { zone, isUnit: () => true };
const now = instantFromMs(Date.UTC(2030, 0, 1));
const text = fc.stringMatching(/^[a-z0-9-]{1,12}$/);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const first = parseDay('2010-01-01') ?? addDays(0 as never, 0);
const day = fc.integer({ min: 0, max: 5_000 }).map((n) => addDays(first, n));

const parts = fc.record({
  unit: text,
  to: text,
  due: day,
  maybeDue: maybe(day),
  channel: fc.constantFrom('online' as const, 'direct' as const, 'postal' as const),
  custody: fc.constantFrom('kept' as const, 'released' as const),
  outcome: fc.constantFrom('granted' as const, 'refused' as const),
  via: maybe(fc.constantFrom('direct' as const, 'online' as const, 'postal' as const)),
  code: maybe(text),
  reason: maybe(text),
});

/** What only events of a type say, in the order of the attributes in which it is read. */
function dataOf(
  type: DossierEvent['type'],
  p: typeof parts extends fc.Arbitrary<infer T> ? T : never,
): object {
  const { unit, due, maybeDue, reason } = p;
  switch (type) {
    case 'received':
      return { unit, channel: p.channel, due: maybeDue, procedure: p.code, field: reason };
    case 'forwarded':
      return { from: unit, to: `${p.to}.`, due: maybeDue, custody: p.custody };
    case 'transferred':
      return { from: unit, to: `${p.to}.` };
    case 'due-changed':
      return { unit, due, reason };
    case 'supplement-requested':
    case 'withdrawn':
      return { unit, reason };
    case 'supplemented':
      return { unit, due: maybeDue };
    case 'deadline-passed':
      return { unit };
    case 'resolved':
      return { unit, outcome: p.outcome, returnedVia: p.via, cause: reason };
    case 'voided':
      return { voids: { source: unit, id: p.to }, reason: 'why' };
    default: {
      const never: never = type;
      throw new TypeError(never);
    }
  }
}

describe('an event written as it travels', () => {
  it('is the same event when it is read', () => {
    const name = fc.record({ source: text, id: text, dossier: text, micros: fc.nat({ max: 1e15 }) });
    fc.assert(
      fc.property(name, fc.constantFrom(...eventTypes), parts, ({ source, id, dossier, micros }, type, p) => {
        const at = (instantFromMs(Date.UTC(2001, 0, 1)) + Math.floor(micros / 2)) as DossierEvent['at'];
        const event = { type, source, id, dossier, at, day: zone.dayOf(at), ...dataOf(type, p) };
        const parsed = parseEvent(JSON.stringify(toWire(event as DossierEvent)), anyUnit, now);
        expect(parsed).toMatchObject({ ok: true, event });
      }),
    );
  });
});

describe('a local time', () => {
  it('is the instant at which the clock there shows it', () => {
    const moment = fc.tuple(day, fc.nat({ max: 86_399_999_999 }));
    fc.assert(
      fc.property(
        moment,
        fc.constantFrom('Asia/Ho_Chi_Minh', 'UTC', 'America/New_York'),
        ([on, micros], name) => {
          const there = businessZone(name);
          const at = there.instantOf(on, micros);
          expect(there.dayOf(at)).toBe(on);
          expect(Math.abs(there.instantOf(on, micros + 1) - at)).toBeLessThanOrEqual(3_600_000_001);
        },
      ),
    );
    expect(zone.instantOf(parseDay('2020-04-01') ?? first, 0)).toBe(Date.UTC(2020, 2, 31, 17) * 1_000);
  });
});
