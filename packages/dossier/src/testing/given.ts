import { expect } from 'vitest';
import { businessZone } from '../business-zone.ts';
import { formatDay } from '../day.ts';
import type { DossierEvent } from '../event.ts';
import { type DossierHistory, emptyHistory, record } from '../history.ts';
import { instantFromMs } from '../instant.ts';
import type { Movement } from '../movement.ts';
import { checkEvent } from '../parse.ts';

/** `A` opens, `D+1` is the next day: the specs read in days of April 2020, at 8 o'clock unless said. */
type Data = Record<string, unknown>;

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };
const clock = instantFromMs(Date.UTC(2030, 0, 1));

/** An event of the dossier D-1, made the way events come in: through the wire schema. `when` as `04-03` or `04-03T17:00`. */
export function event(type: string, when: string, data: Data, id = `${type} ${when}`): DossierEvent {
  const time = `2020-${when.includes('T') ? when : `${when}T08:00`}:00+07:00`;
  const wire = {
    specversion: '1.0',
    id,
    source: '/mcdt',
    type: `vn.tthc.dossier.${type}.v1`,
    subject: 'D-1',
    time,
    data,
  };
  const parsed = checkEvent(wire, rules, clock);
  if (!parsed.ok) throw new Error(`${parsed.reason}: ${parsed.detail}`);
  return parsed.event;
}

export const received = (when: string, unit: string, data: Data = {}) =>
  event('received', when, { unit, channel: 'direct', ...data }, `received ${unit} ${when}`);
export const forwarded = (when: string, from: string, to: string, data: Data = {}) =>
  event('forwarded', when, { from, to, ...data });
export const transferred = (when: string, from: string, to: string) =>
  event('transferred', when, { from, to });
export const dueChanged = (when: string, unit: string, due: string) =>
  event('due-changed', when, { unit, due });
export const supplementRequested = (when: string, unit: string) =>
  event('supplement-requested', when, { unit });
export const supplemented = (when: string, unit: string, data: Data = {}) =>
  event('supplemented', when, { unit, ...data });
export const deadlinePassed = (when: string, unit: string) => event('deadline-passed', when, { unit });
export const resolved = (when: string, unit: string, data: Data = {}) =>
  event('resolved', when, { unit, outcome: 'granted', ...data });
export const withdrawn = (when: string, unit: string) => event('withdrawn', when, { unit });
export const voided = (when: string, target: DossierEvent, id?: string) =>
  event(
    'voided',
    when,
    { voids: { source: target.source, id: target.id }, reason: 'entered by mistake' },
    id,
  );

const asText = (m: Movement) =>
  `${m.unit} ${formatDay(m.day).slice(5)} ${m.measure} ${m.quantity > 0 ? '+' : ''}${m.quantity}`;

function fold(events: readonly DossierEvent[]): DossierHistory {
  return events.reduce<DossierHistory>((history, next) => {
    const recorded = record(history, next);
    return recorded.effect === 'counted' ? recorded.history : history;
  }, emptyHistory);
}

/**
 * given(what was recorded).when(what arrives).thenMoves(what that adds, as `unit MM-DD measure ±n`).
 * Movements are compared as a set; `thenAnomalies` takes `+code unit` and `-code unit`.
 */
export function given(...past: readonly DossierEvent[]) {
  return {
    when(next: DossierEvent) {
      const recorded = record(fold(past), next);
      const moves = recorded.effect === 'counted' ? recorded.movements.map(asText) : [];
      const anomalies =
        recorded.effect === 'counted'
          ? recorded.anomalies.map((a) => `${a.quantity > 0 ? '+' : '-'}${a.code} ${a.unit}`.trim())
          : [];
      const then = {
        thenMoves(...expected: readonly string[]) {
          expect(moves.toSorted()).toEqual(expected.toSorted());
          return then;
        },
        thenAnomalies(...expected: readonly string[]) {
          expect(anomalies.toSorted()).toEqual(expected.toSorted());
          return then;
        },
        thenNothing() {
          expect(moves).toEqual([]);
          return then;
        },
        thenEffect(effect: 'counted' | 'repeated' | 'conflict') {
          expect(recorded.effect).toBe(effect);
          return then;
        },
        movements: recorded.effect === 'counted' ? recorded.movements : [],
      };
      return then;
    },
  };
}
