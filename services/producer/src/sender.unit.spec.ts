import { businessZone, checkEvent, type DossierEvent, instantFromMs } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { Sender } from './sender.ts';
import { received } from './testing/started.ts';
import { TokenBucket } from './token-bucket.ts';

const senderOf = (more: object) =>
  new Sender(
    {
      name: 'stp',
      sha256: '',
      sources: ['/mcdt/so-tu-phap'],
      units: ['so-tu-phap', 'dong-ha'],
      eventsPerSecond: 1,
      burst: 1,
      createdAt: '',
      revokedAt: null,
      ...more,
    },
    new TokenBucket(1, 1),
  );

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };
function eventOf(type: string, data: object, source = '/mcdt/so-tu-phap'): DossierEvent {
  const wire = received('1', { type: `vn.tthc.dossier.${type}.v1`, data, source });
  const parsed = checkEvent(wire, rules, instantFromMs(Date.now()));
  if (!parsed.ok) throw new TypeError(parsed.detail);
  return parsed.event;
}

const [mine, other] = ['so-tu-phap', 'so-y-te'];
const units: readonly (readonly [type: string, data: object, isAllowed: boolean])[] = [
  ['received', { unit: mine, channel: 'online' }, true],
  ['received', { unit: other, channel: 'online' }, false],
  ['forwarded', { from: mine, to: other }, true],
  ['forwarded', { from: other, to: mine }, false],
  ['transferred', { from: mine, to: 'dong-ha' }, true],
  ['transferred', { from: mine, to: other }, false],
  ['transferred', { from: other, to: mine }, false],
  ['due-changed', { unit: other, due: '2020-04-01' }, false],
  ['supplement-requested', { unit: other }, false],
  ['supplemented', { unit: other }, false],
  ['deadline-passed', { unit: other }, false],
  ['resolved', { unit: mine, outcome: 'granted' }, true],
  ['resolved', { unit: other, outcome: 'granted' }, false],
  ['withdrawn', { unit: other }, false],
];

describe('a sender', () => {
  it.each(units)('may send %s %j: %s', (type, data, isAllowed) => {
    const reason = senderOf({}).refusalOf(eventOf(type, data))?.reason ?? null;
    expect(reason).toBe(isAllowed ? null : 'unit-not-allowed');
    expect(senderOf({ units: ['*'] }).refusalOf(eventOf(type, data))).toBeNull();
  });

  it.each([
    [['/mcdt/so-tu-phap'], '/mcdt/so-tu-phap', true],
    [['/mcdt/so-tu-phap'], '/mcdt/so-tu-phap/2', false],
    [['/mcdt/*'], '/mcdt/so-tu-phap', true],
    [['/mcdt/*'], '/mcdt', false],
    [['/mcdt/*'], '/other/mcdt/', false],
    [['*'], 'urn:anything', true],
    [['/a', '/b*'], '/bc', true],
  ])('for the sources %j may send for %s: %s', (sources, source, isAllowed) => {
    const event = eventOf('received', { unit: mine, channel: 'online' }, source);
    expect(senderOf({ sources }).refusalOf(event)?.reason ?? null).toBe(
      isAllowed ? null : 'source-not-allowed',
    );
  });

  it('that does not speak for all units voids nothing, unless it is said what', () => {
    const voided = eventOf('voided', { voids: { source: '/mcdt/so-tu-phap', id: '1' }, reason: 'x' });
    const refusal = senderOf({}).refusalOf(voided);
    expect(refusal?.reason).toBe('unit-not-allowed');
    expect(refusal?.detail).toContain('the key stp does not speak for all units, so it may void nothing');
    expect(senderOf({ voids: ['/mcdt/*'] }).refusalOf(voided)).toBeNull();
  });

  it('voids events of its own sources where it speaks for all units, or of those that are said', () => {
    const voided = (source: string) => eventOf('voided', { voids: { source, id: '1' }, reason: 'x' });
    const reasons = (more: object) =>
      ['/mcdt/so-tu-phap', '/backfill/2019'].map((s) => senderOf(more).refusalOf(voided(s))?.reason ?? null);
    expect(reasons({ units: ['*'] })).toEqual([null, 'source-not-allowed']);
    expect(reasons({ voids: ['/backfill/*'] })).toEqual(['source-not-allowed', null]);
    expect(reasons({ voids: [] })).toEqual(['source-not-allowed', 'source-not-allowed']);
  });
});
