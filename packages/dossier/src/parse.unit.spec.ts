import { describe, expect, it } from 'vitest';
import { businessZone } from './business-zone.ts';
import { formatDay, parseDay } from './day.ts';
import { formatInstant, type Instant, instantFromMs, parseInstant } from './instant.ts';
import { parseEvent } from './parse.ts';

const rules = {
  zone: businessZone('Asia/Ho_Chi_Minh'),
  isUnit: (code: string) => ['so-tu-phap', 'so-y-te'].includes(code),
};
const now = instantFromMs(Date.UTC(2020, 3, 16));
const good = {
  specversion: '1.0',
  id: 'STP-2020-000123-1',
  source: '/mcdt/so-tu-phap',
  type: 'vn.tthc.dossier.received.v1',
  subject: 'STP-2020-000123',
  time: '2020-04-03T08:15:00+07:00',
  datacontenttype: 'application/json',
  data: { unit: 'so-tu-phap', channel: 'online', procedure: '2.000635', field: 'ho-tich', due: '2020-04-10' },
};
const parse = (value: unknown) =>
  parseEvent(typeof value === 'string' ? value : JSON.stringify(value), rules, now);
const reasonOf = (value: unknown) => {
  const parsed = parse(value);
  return parsed.ok ? 'accepted' : parsed.reason;
};
const withData = (type: string, data: object) => ({ ...good, type: `vn.tthc.dossier.${type}.v1`, data });

describe('a good event', () => {
  it('is accepted with its day, due and defaults', () => {
    const parsed = parse(good);
    if (!parsed.ok) throw new Error(parsed.detail);
    expect(parsed.event).toMatchObject({
      type: 'received',
      dossier: 'STP-2020-000123',
      procedure: '2.000635',
    });
    expect(formatDay(parsed.event.day)).toBe('2020-04-03');
  });
  it.each([
    ['2020-03-31T16:59:59.999Z', '2020-03-31'],
    ['2020-03-31T17:00:00Z', '2020-04-01'],
    ['2020-03-31T23:59:59.999+07:00', '2020-03-31'],
    ['2020-04-01T00:00:00+07:00', '2020-04-01'],
    ['2020-02-29T23:59:59-05:00', '2020-03-01'],
  ])('at %s belongs to the local day %s', (time, day) => {
    const parsed = parse({ ...good, time });
    expect(parsed.ok && formatDay(parsed.event.day)).toBe(day);
  });
  it('may carry extension attributes, which are dropped', () => {
    const parsed = parse({ ...good, traceparent: '00-abc' });
    expect(parsed.ok && parsed.wire).not.toHaveProperty('traceparent');
  });
});

describe('a bad event is refused', () => {
  it.each([
    ['text that is not JSON', '{"specversion":', 'not-json'],
    ['an array', [good], 'schema-invalid'],
    [
      'an unknown attribute in data',
      withData('received', { ...good.data, name: 'Nguyễn Văn A' }),
      'schema-invalid',
    ],
    ['an unknown type', withData('seen', {}), 'schema-invalid'],
    ['another version of CloudEvents', { ...good, specversion: '0.3' }, 'schema-invalid'],
    ['a dossier id with a space', { ...good, subject: 'STP 1' }, 'schema-invalid'],
    ['a dossier id of 65 characters', { ...good, subject: 'x'.repeat(65) }, 'schema-invalid'],
    ['a time without an offset', { ...good, time: '2020-04-03T08:15:00' }, 'schema-invalid'],
    ['30 February as time', { ...good, time: '2020-02-30T08:15:00+07:00' }, 'schema-invalid'],
    ['29 February 2019 as due', withData('received', { ...good.data, due: '2019-02-29' }), 'schema-invalid'],
    ['the channel forwarded', withData('received', { ...good.data, channel: 'forwarded' }), 'schema-invalid'],
    ['from = to', withData('forwarded', { from: 'so-y-te', to: 'so-y-te' }), 'schema-invalid'],
    ['a void without a reason', withData('voided', { voids: { source: 's', id: 'i' } }), 'schema-invalid'],
    ['a control character in the id', { ...good, id: 'a\u0000b' }, 'schema-invalid'],
    ['half a surrogate pair', { ...good, id: '\ud800' }, 'schema-invalid'],
    ['a number as id', { ...good, id: 7 }, 'schema-invalid'],
    ['a unit that nobody knows', withData('received', { ...good.data, unit: 'so-la' }), 'unknown-unit'],
    ['an unknown receiver', withData('forwarded', { from: 'so-y-te', to: 'so-la' }), 'unknown-unit'],
    ['a time a day and a second ahead', { ...good, time: '2020-04-17T00:00:01Z' }, 'in-the-future'],
    ['a time in 1999', { ...good, time: '1999-12-31T23:59:59+07:00' }, 'too-old'],
    ['70 KiB', { ...good, comment: 'x'.repeat(70_000) }, 'too-large'],
    ['66,000 bytes in fewer characters', { ...good, comment: 'ồ'.repeat(22_000) }, 'too-large'],
  ])('%s', (_, value, reason) => {
    expect(reasonOf(value)).toBe(reason);
  });
  it('with a sentence that names the place', () => {
    const parsed = parse(withData('received', { ...good.data, due: '2020-02-30' }));
    expect(parsed).toMatchObject({ id: good.id, detail: expect.stringMatching(/^data\.due: /) });
  });
  it('when its bytes are not UTF-8', () => {
    expect(parseEvent(new Uint8Array([0x22, 0xff, 0x22]), rules, now)).toMatchObject({ reason: 'not-json' });
  });
  it('but not a moment before its time is up', () => {
    expect(reasonOf({ ...good, time: '2020-04-17T00:00:00Z' })).toBe('accepted');
    expect(reasonOf({ ...good, time: '2000-01-01T00:00:00+07:00' })).toBe('accepted');
  });
});

describe('instants and days', () => {
  it('keeps microseconds and cuts what is finer', () => {
    expect(formatInstant(parseInstant('2020-04-03T08:15:00.1234567+07:00') as Instant)).toBe(
      '2020-04-03T01:15:00.123456Z',
    );
  });
  it.each([
    '2020-04-03T24:00:00Z',
    '2020-04-03T08:15:60Z',
    '2020-04-03T08:15Z',
    '2020-04-03 08:15:00Z',
    '2020-13-01T00:00:00Z',
  ])('refuses %s', (text) => {
    expect(parseInstant(text)).toBeNull();
  });
  it('knows leap days', () => {
    expect(parseDay('2020-02-29')).not.toBeNull();
    expect(parseDay('2100-02-29')).toBeNull();
    expect(formatDay(parseDay('2019-12-31') ?? (0 as never))).toBe('2019-12-31');
  });
  it('counts every day of four centuries as the runtime’s calendar does', () => {
    for (let ms = Date.UTC(1899, 11, 31); ms < Date.UTC(2301, 0, 1); ms += 86_400_000) {
      const text = new Date(ms).toISOString().slice(0, 10);
      if (parseDay(text) !== ms / 86_400_000) expect.fail(text);
    }
    expect(parseDay('0001-01-01')).toBe(Date.parse('0001-01-01') / 86_400_000);
    expect(parseDay('2019-11-31')).toBeNull();
    expect(parseDay('0000-01-01')).toBeNull();
  });
  it('follows a zone with daylight saving', () => {
    const berlin = businessZone('Europe/Berlin');
    expect(formatDay(berlin.dayOf(parseInstant('2020-03-28T23:30:00Z') as Instant))).toBe('2020-03-29');
    expect(formatDay(berlin.dayOf(parseInstant('2020-03-29T22:30:00Z') as Instant))).toBe('2020-03-30');
  });
  it('refuses a zone that does not exist, in a sentence', () => {
    expect(() => businessZone('Asia/Hue')).toThrow(/"Asia\/Hue" is not a time zone/);
  });
});
