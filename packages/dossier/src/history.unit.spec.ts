import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DossierEvent } from './event.ts';
import { emptyHistory, historyOf, record } from './history.ts';
import { movements } from './movements.ts';
import {
  deadlinePassed,
  dueChanged,
  event,
  forwarded,
  given,
  received,
  resolved,
  supplemented,
  supplementRequested,
  transferred,
  voided,
  withdrawn,
} from './testing/given.ts';

const open = received('04-01', 'a', { due: '2020-04-10' });

describe('a repeat', () => {
  it('is ignored', () => {
    given(open).when(open).thenEffect('repeated');
  });
  it('is one even when the same moment and due are written otherwise', () => {
    const sent = event('received', '04-01', { unit: 'a', channel: 'direct', due: '2020-04-10' }, 'x');
    const again = event(
      'received',
      '04-01',
      { due: '2020-04-10T10:00:00+07:00', channel: 'direct', unit: 'a' },
      'x',
    );
    given(sent).when(again).thenEffect('repeated');
  });
  it('with other content is a conflict', () => {
    given(event('received', '04-01', { unit: 'a', channel: 'direct' }, 'x'))
      .when(event('received', '04-01', { unit: 'a', channel: 'online' }, 'x'))
      .thenEffect('conflict');
  });
});

describe('a late event', () => {
  it('changes past days by the difference of the folds', () => {
    given(open, resolved('04-12', 'a'))
      .when(dueChanged('04-05', 'a', '2020-04-15'))
      .thenMoves(
        'a 04-12 resolved_late -1',
        'a 04-12 resolved_early +1',
        'a 04-11 overdue -1',
        'a 04-12 overdue +1',
      );
  });
  it('makes an anomaly disappear when it is what was missing', () => {
    given(resolved('04-05', 'a'))
      .when(open)
      .thenMoves('a 04-01 received_direct +1', 'a 04-05 resolved_early +1')
      .thenAnomalies('-no-open-leg a');
  });
  it('of the same instant goes by the rank of its type', () => {
    given(resolved('04-01', 'a'))
      .when(received('04-01', 'a'))
      .thenMoves('a 04-01 received_direct +1', 'a 04-01 resolved_on_time +1');
  });
});

describe('a void', () => {
  it('takes back what the event did', () => {
    given(open, resolved('04-12', 'a'))
      .when(voided('04-20', resolved('04-12', 'a')))
      .thenMoves('a 04-12 resolved_late -1', 'a 04-12 overdue +1');
  });
  it('that comes first waits for its event', () => {
    given(voided('04-20', open)).when(open).thenNothing().thenEffect('counted');
  });
  it('dated before the event voids it all the same', () => {
    given(open).when(voided('03-01', open)).thenMoves('a 04-01 received_direct -1', 'a 04-11 overdue -1');
  });
  it('of a void has no effect, whichever arrives first', () => {
    const first = voided('04-20', open, 'v1');
    const second = voided('04-21', first, 'v2');
    given(open, first).when(second).thenNothing().thenAnomalies('+void-of-void');
    given(open, second)
      .when(first)
      .thenMoves('a 04-01 received_direct -1', 'a 04-11 overdue -1')
      .thenAnomalies('+void-of-void');
  });
  it('lets the corrected event stand under its new id', () => {
    given(open, voided('04-02', open))
      .when(received('04-02', 'a'))
      .thenMoves('a 04-02 received_direct +1')
      .thenAnomalies();
  });
  it('makes an event that was an anomaly because of its target take effect', () => {
    const again = received('04-03', 'a');
    given(open, again)
      .when(voided('04-05', open))
      .thenMoves('a 04-01 received_direct -1', 'a 04-11 overdue -1', 'a 04-03 received_direct +1')
      .thenAnomalies('-already-open a');
  });
});

/** Events of one dossier that collide as often as possible: few units, few days, all types, voids of all. */
const days = ['04-01', '04-02', '04-02T17:00', '04-03', '04-08', '04-30'];
const anyEvents = fc
  .array(
    fc.record({
      kind: fc.nat(9),
      when: fc.constantFrom(...days),
      unit: fc.constantFrom('a', 'b', 'c'),
      other: fc.constantFrom('a', 'b', 'c'),
      due: fc.option(fc.constantFrom('2020-04-02', '2020-04-03', '2020-04-07'), { nil: undefined }),
      released: fc.boolean(),
      target: fc.nat(11),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((specs) => {
    const events: DossierEvent[] = [];
    for (const [index, { kind, when, unit, other, due, released, target }] of specs.entries()) {
      const to = other === unit ? 'd' : other;
      const dueData = due === undefined ? {} : { due };
      const made = [
        () => received(when, unit, dueData),
        () => forwarded(when, unit, to, { ...dueData, custody: released ? 'released' : 'kept' }),
        () => transferred(when, unit, to),
        () => dueChanged(when, unit, due ?? '2020-04-05'),
        () => supplementRequested(when, unit),
        () => supplemented(when, unit, dueData),
        () => deadlinePassed(when, unit),
        () => resolved(when, unit),
        () => withdrawn(when, unit),
        () => voided(when, events[target % Math.max(1, events.length)] ?? open),
      ][kind]?.();
      if (made !== undefined) events.push({ ...made, id: `e${index}` });
    }
    return events;
  });

function total(all: readonly { quantity: number }[], key: (m: never) => string) {
  const sums = new Map<string, number>();
  for (const m of all) sums.set(key(m as never), (sums.get(key(m as never)) ?? 0) + m.quantity);
  return [...sums].filter(([, sum]) => sum !== 0).toSorted();
}

const cell = (m: { leg: number; unit: string; day: number; measure: string }) =>
  `${m.leg} ${m.unit} ${m.day} ${m.measure}`;

describe('any set of events', () => {
  it('gives the same movements and anomalies in any order and with any repetition', () => {
    fc.assert(
      fc.property(
        anyEvents.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
            fc.array(fc.constantFrom(...events)),
          ),
        ),
        ([events, shuffled, repeats]) => {
          let history = emptyHistory;
          const caused: { quantity: number }[] = [];
          for (const next of [...shuffled, ...repeats]) {
            const recorded = record(history, next);
            if (recorded.effect !== 'counted') continue;
            history = recorded.history;
            caused.push(...recorded.movements);
          }
          const whole = historyOf(events);
          expect(total(caused, cell)).toEqual(total(movements(whole.state), cell));
          expect(history.state).toEqual(whole.state);
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('never has more than one leg open at a unit, and closes no more than it opened', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { legs } = historyOf(events).state;
        const openUnits = legs.filter((leg) => leg.status === 'open').map((leg) => leg.unit);
        expect(new Set(openUnits).size).toBe(openUnits.length);
      }),
    );
  });
});

describe('a dossier with more events than one may have', () => {
  it('takes no more', () => {
    let history = emptyHistory;
    for (let i = 0; i <= 1_000; i++) {
      const next = record(history, {
        ...resolved('04-05', 'a'),
        id: `late-${String(1_000 - i).padStart(4, '0')}`,
      });
      if (next.effect === 'counted') history = next.history;
      else expect([i, next.effect]).toEqual([1_000, 'too-many']);
    }
    expect(history.events).toHaveLength(1_000);
  });
});
