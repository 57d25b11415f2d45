import { expect } from 'vitest';
import { dayNumber, dayText } from './clock.ts';
import { Oracle, type OracleEvent, type UnitDay } from './oracle.ts';

const NOTHING: UnitDay = {
  receivedOnline: 0,
  receivedDirect: 0,
  receivedPostal: 0,
  receivedForwarded: 0,
  transferredIn: 0,
  transferredOut: 0,
  resolvedEarly: 0,
  resolvedOnTime: 0,
  resolvedLate: 0,
  withdrawn: 0,
  released: 0,
  refused: 0,
  returnedByPost: 0,
  openAtEnd: 0,
  overdueAtEnd: 0,
  suspendedAtEnd: 0,
};

type Name = { readonly id?: string; readonly source?: string; readonly subject?: string };

let counter = 0;

/** `when` is a day, then it happens at eight in the morning in Viet Nam, or a moment. */
export function event(kind: string, when: string, data: object, name: Name = {}): OracleEvent {
  counter += 1;
  return {
    specversion: '1.0',
    id: name.id ?? `auto-${counter}`,
    source: name.source ?? '/test',
    type: `vn.tthc.dossier.${kind}.v1`,
    subject: name.subject ?? 'D-1',
    time: when.includes('T') ? when : `${when}T08:00:00+07:00`,
    data,
  };
}

export function received(when: string, unit: string, due?: string, channel = 'online', name: Name = {}) {
  return event('received', when, { unit, channel, ...(due === undefined ? {} : { due }) }, name);
}

export function resolved(when: string, unit: string, further: object = {}, name: Name = {}) {
  return event('resolved', when, { unit, outcome: 'granted', ...further }, name);
}

export function voiding(when: string, id: string, name: Name = {}, source = '/test') {
  return event('voided', when, { voids: { source, id }, reason: 'a mistake' }, name);
}

/** Every figure that is not named is expected to be zero. */
export function expectDay(oracle: Oracle, unit: string, day: string, figures: Partial<UnitDay>): void {
  expect(oracle.unitDay(unit, day), `${unit} on ${day}`).toEqual({ ...NOTHING, ...figures });
}

/** The stocks of consecutive days as "open/overdue/suspended". */
export function stocks(oracle: Oracle, unit: string, from: string, to: string): string[] {
  const series: string[] = [];
  for (let day = dayNumber(from); day <= dayNumber(to); day += 1) {
    const { openAtEnd, overdueAtEnd, suspendedAtEnd } = oracle.unitDay(unit, dayText(day));
    series.push(`${openAtEnd}/${overdueAtEnd}/${suspendedAtEnd}`);
  }
  return series;
}

/** Anomalies as "id code unit", which reads well in an expectation. */
export function complaints(oracle: Oracle): string[] {
  return oracle.anomalies().map(({ id, anomaly, unit }) => `${id} ${anomaly} ${unit}`.trim());
}

export function oracleOf(...events: OracleEvent[]): Oracle {
  return new Oracle(events);
}
