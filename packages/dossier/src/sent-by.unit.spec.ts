import { describe, expect, it } from 'vitest';
import { businessZone } from './business-zone.ts';
import { instantFromMs } from './instant.ts';
import { parseEvent } from './parse.ts';
import { wireText } from './wire.ts';

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: (code: string) => code === 'so-y-te' };
const now = instantFromMs(Date.parse('2020-04-04T00:00:00Z'));
const event = (more: object) => ({
  specversion: '1.0',
  id: '1',
  source: '/mcdt',
  type: 'vn.tthc.dossier.received.v1',
  subject: 'D-1',
  time: '2020-04-03T08:15:00+07:00',
  data: { unit: 'so-y-te', channel: 'online' },
  ...more,
});
const parsed = (more: object) => parseEvent(JSON.stringify(event(more)), rules, now);

describe('the key that an event came under', () => {
  it('is told beside the event, and is no part of it', () => {
    const [with1, with2, without] = [parsed({ sentby: 'mcdt-1' }), parsed({ sentby: 'mcdt-2' }), parsed({})];
    expect([with1, with2, without].map(({ sentBy }) => sentBy)).toEqual(['mcdt-1', 'mcdt-2', null]);
    if (!with1.ok || !with2.ok || !without.ok) throw new TypeError('refused');
    expect(with1.event).toEqual(without.event);
    expect(with2.event).toEqual(without.event);
    expect(with1.wire).toEqual(without.wire);
  });
  it.each([
    [{ data: { unit: 'so-la', channel: 'online' } }, 'unknown-unit'],
    [{ data: {} }, 'schema-invalid'],
    [{ time: '1999-01-01T00:00:00Z' }, 'too-old'],
    [{ time: '2999-01-01T00:00:00Z' }, 'in-the-future'],
  ])('is told of a refused one: %j', (more, reason) => {
    expect(parsed({ ...more, sentby: 'mcdt' })).toMatchObject({ ok: false, reason, sentBy: 'mcdt' });
  });
  it.each(['', 'Mcdt', 'a b', '-a', 'a\u001fb', 'a\n', 'x'.repeat(65), 7, null, ['a'], { a: 1 }])(
    'is nobody where no key could be called so: %j',
    (sentby) => {
      expect(parsed({ sentby })).toMatchObject({ ok: true, sentBy: null });
    },
  );
  it('is written and read again', () => {
    const first = parsed({});
    if (!first.ok) throw new TypeError(first.detail);
    expect(parseEvent(wireText(first.wire, 'mcdt-1'), rules, now)).toEqual({ ...first, sentBy: 'mcdt-1' });
    expect(parseEvent(wireText(first.wire, null), rules, now)).toEqual(first);
  });
});
