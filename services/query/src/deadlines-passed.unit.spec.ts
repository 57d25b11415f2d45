import {
  businessZone,
  checkEvent,
  type Day,
  type DossierEvent,
  instantFromMs,
  parseDay,
  toWire,
} from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { deadlineEvents } from './deadlines-passed.ts';

const zone = businessZone('Asia/Ho_Chi_Minh');
const rules = { zone, isUnit: () => true };
const source = '/sohoso/deadlines';
const day = (text: string) => parseDay(`2020-${text}`) as Day;

/** An event of the dossier D-1, at 8 o'clock of a day of 2020 unless said; its id is its type and day unless said. */
function event(type: string, when: string, data: object, more: object = {}): DossierEvent {
  const time = `2020-${when.includes('T') ? when : `${when}T08:00`}:00+07:00`;
  const named = { id: `${type} ${when}`, source: '/mcdt', subject: 'D-1', specversion: '1.0', time };
  const wire = { ...named, type: `vn.tthc.dossier.${type}.v1`, data, ...more };
  const parsed = checkEvent(wire, rules, instantFromMs(Date.UTC(2030, 0, 1)));
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.event;
}

const received = (when: string, due?: string) =>
  event('received', when, { unit: 'A', channel: 'direct', ...(due === undefined ? {} : { due }) });
const announcedBy = (events: readonly DossierEvent[], on: string) =>
  deadlineEvents(events, { on: day(on), zone, source }).map(({ id }) => id);

const lateSinceApril11 = received('04-01', '2020-04-10');

describe('a passed deadline', () => {
  it('is announced at the start of the day after the due, from that day on', () => {
    const [event, ...others] = deadlineEvents([lateSinceApril11], { on: day('04-11'), zone, source });
    expect(others).toEqual([]);
    expect(event && toWire(event)).toEqual({
      specversion: '1.0',
      id: 'D-1/A/2020-04-10',
      source,
      type: 'vn.tthc.dossier.deadline-passed.v1',
      subject: 'D-1',
      time: '2020-04-10T17:00:00.000000Z',
      datacontenttype: 'application/json',
      data: { unit: 'A' },
    });
    expect(announcedBy([lateSinceApril11], '04-10')).toEqual([]);
    expect(announcedBy([lateSinceApril11], '05-20')).toEqual(['D-1/A/2020-04-10']);
  });

  it('is said of the unit that had the leg by then', () => {
    const early = event('transferred', '04-09', { from: 'A', to: 'B' });
    const late = event('transferred', '04-12', { from: 'A', to: 'B' });
    expect(announcedBy([lateSinceApril11, early], '04-20')).toEqual(['D-1/B/2020-04-10']);
    expect(announcedBy([lateSinceApril11, late], '04-20')).toEqual(['D-1/A/2020-04-10']);
  });

  it('is announced anew for another due', () => {
    const moved = event('due-changed', '04-12', { unit: 'A', due: '2020-04-15' });
    expect(announcedBy([lateSinceApril11, moved], '04-15')).toEqual([]);
    expect(announcedBy([lateSinceApril11, moved], '04-16')).toEqual(['D-1/A/2020-04-15']);
  });

  it('is announced for each leg of its own', () => {
    const on = event('forwarded', '04-02', { from: 'A', to: 'B', due: '2020-04-08' });
    expect(announcedBy([lateSinceApril11, on], '04-20')).toEqual(['D-1/A/2020-04-10', 'D-1/B/2020-04-08']);
  });

  it('is not announced once the leg was closed', () => {
    const closed = event('resolved', '04-12', { unit: 'A', outcome: 'granted' });
    expect(announcedBy([lateSinceApril11, closed], '04-20')).toEqual([]);
  });

  it('is not announced where there is no due, for there the event would count', () => {
    expect(announcedBy([received('04-01')], '04-20')).toEqual([]);
  });

  it('is not announced while the leg waits for its applicant, nor where it waited when the day began', () => {
    const waits = event('supplement-requested', '04-09', { unit: 'A' });
    const back = event('supplemented', '04-14', { unit: 'A' });
    expect(announcedBy([lateSinceApril11, waits], '04-20')).toEqual([]);
    expect(announcedBy([lateSinceApril11, waits, back], '04-20')).toEqual([]);
    const waitsLater = event('supplement-requested', '04-12', { unit: 'A' });
    expect(announcedBy([lateSinceApril11, waitsLater], '04-13')).toEqual([]);
    expect(announcedBy([lateSinceApril11, waitsLater, back], '04-20')).toEqual(['D-1/A/2020-04-10']);
  });

  it('is not announced for a due that had passed when it was given', () => {
    expect(announcedBy([received('04-12', '2020-04-10')], '04-20')).toEqual([]);
  });

  it('is not announced where the system that the dossier comes from has done so', () => {
    const theirs = event('deadline-passed', '04-11', { unit: 'A' });
    expect(announcedBy([lateSinceApril11, theirs], '04-20')).toEqual([]);
    const reason = 'entered by mistake';
    const taken = event('voided', '04-13', { voids: { source: '/mcdt', id: theirs.id }, reason });
    expect(announcedBy([lateSinceApril11, theirs, taken], '04-20')).toEqual(['D-1/A/2020-04-10']);
  });

  it('is taken back where it turns out that there was no such due', () => {
    const ours = deadlineEvents([lateSinceApril11], { on: day('04-11'), zone, source });
    const voids = { source: '/mcdt', id: lateSinceApril11.id };
    const mistaken = event('voided', '04-12', { voids, reason: 'entered by mistake' });
    const anew = event('received', '04-01', { unit: 'A', channel: 'direct' }, { id: 'anew' });
    const events = [lateSinceApril11, ...ours, mistaken, anew];
    const back = deadlineEvents(events, { on: day('04-20'), zone, source });
    expect(back).toMatchObject([{ type: 'voided', voids: { source, id: 'D-1/A/2020-04-10' } }]);
    expect(deadlineEvents([...events, ...back], { on: day('04-20'), zone, source })).toEqual([]);
  });

  it('is taken back where it turns out that the leg was suspended then', () => {
    const ours = deadlineEvents([lateSinceApril11], { on: day('04-11'), zone, source });
    const events = [lateSinceApril11, ...ours, event('supplement-requested', '04-09', { unit: 'A' })];
    expect(announcedBy(events, '04-12')).toEqual(['D-1/A/2020-04-10/void']);
  });

  it('is announced anew, under the next number, where it was taken back and turns out to have been right', () => {
    let events: readonly DossierEvent[] = [lateSinceApril11];
    const look = (...more: readonly DossierEvent[]) => {
      events = [...events, ...more];
      const found = deadlineEvents(events, { on: day('04-30'), zone, source });
      events = [...events, ...found];
      return found.map(({ id }) => id);
    };
    const moved = (id: string) => event('due-changed', '04-09', { unit: 'A', due: '2020-04-11' }, { id });
    const not = (id: string) => {
      const voids = { source: '/mcdt', id };
      return event('voided', '04-16', { voids, reason: 'entered by mistake' }, { id: `not ${id}` });
    };
    const [tenth, eleventh] = ['D-1/A/2020-04-10', 'D-1/A/2020-04-11'];
    expect(look()).toEqual([tenth]);
    expect(look(moved('1st'))).toEqual([`${tenth}/void`, eleventh]);
    expect(look(not('1st'))).toEqual([`${eleventh}/void`, `${tenth}/2`]);
    expect(look()).toEqual([]);
    expect(look(moved('2nd'))).toEqual([`${tenth}/2/void`, `${eleventh}/2`]);
    expect(look(not('2nd'))).toEqual([`${eleventh}/2/void`, `${tenth}/3`]);
    expect(look()).toEqual([]);
  });

  it('is neither voided twice nor announced anew where somebody else has voided it', () => {
    const ours = deadlineEvents([lateSinceApril11], { on: day('04-11'), zone, source });
    const voids = { source, id: 'D-1/A/2020-04-10' };
    const taken = event('voided', '04-13', { voids, reason: 'the citizen agreed to wait' });
    expect(announcedBy([lateSinceApril11, ...ours, taken], '04-20')).toEqual([]);
    const closed = event('resolved', '04-09', { unit: 'A', outcome: 'granted' });
    expect(announcedBy([lateSinceApril11, ...ours, taken, closed], '04-20')).toEqual([]);
  });

  it('is not announced for a dossier that may have no more events', () => {
    const many = Array.from({ length: 999 }, (_, n) =>
      event('due-changed', '04-02', { unit: 'A', due: '2020-04-10' }, { id: `due ${n}` }),
    );
    expect(announcedBy([lateSinceApril11, ...many], '04-20')).toEqual([]);
    expect(announcedBy([lateSinceApril11, ...many.slice(1)], '04-20')).toHaveLength(1);
  });

  it('is timed at the first moment of the day where clocks are put forward at midnight', () => {
    const beirut = businessZone('Asia/Beirut');
    const [event] = deadlineEvents([received('03-01', '2020-03-28')], {
      on: day('03-29'),
      zone: beirut,
      source,
    });
    expect(event && toWire(event).time).toBe('2020-03-28T22:00:00.000000Z');
  });
});
