import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { businessZone, checkEvent, type DossierEvent, instantFromMs } from '@sohoso/dossier';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbeddedFoldState } from './fold-state.ts';

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };

function event(dossier: string, id: string): DossierEvent {
  const data = { unit: 'so-y-te', channel: 'online', procedure: '2.000635', due: '2020-04-10' };
  const time = '2020-04-03T08:15:00.123456+07:00';
  const parsed = checkEvent(
    {
      specversion: '1.0',
      id,
      source: '/mcdt',
      type: 'vn.tthc.dossier.received.v1',
      subject: dossier,
      time,
      data,
    },
    rules,
    instantFromMs(Date.UTC(2030, 0, 1)),
  );
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.event;
}

let path = '';
let state = {} as EmbeddedFoldState;
beforeEach(async () => {
  path = await mkdtemp(join(tmpdir(), 'sohoso-state-'));
  state = new EmbeddedFoldState(path);
});
afterEach(async () => {
  await state.close();
  await rm(path, { recursive: true, force: true });
});

describe('a new fold state', () => {
  it('knows no position and no dossier', () => {
    expect(state.position(0)).toBeNull();
    expect(state.load(0, 'D-1')).toBeUndefined();
  });
});

describe('a fold state with a commit', () => {
  const events = [event('D-1', '1'), event('D-1', '2')];
  beforeEach(() => state.commit(3, 42, new Map([['D-1', events]])));

  it('gives events and position back as they were, also after opening it again', async () => {
    expect(state.load(3, 'D-1')).toEqual(events);
    await state.close();
    state = new EmbeddedFoldState(path);
    expect(state.position(3)).toBe(42);
    expect(state.load(3, 'D-1')).toEqual(events);
  });
  it('keeps partitions apart', () => {
    expect(state.position(4)).toBeNull();
    expect(state.load(4, 'D-1')).toBeUndefined();
  });
  it('is brought up by the events that it lacks', async () => {
    async function* pages() {
      yield [event('D-1', '3'), event('D-2', '1')];
      yield [event('D-2', '2')];
    }
    await state.catchUp(3, 77, pages());
    expect(state.position(3)).toBe(77);
    expect(state.load(3, 'D-1')?.map((e) => e.id)).toEqual(['1', '2', '3']);
    expect(state.load(3, 'D-2')?.map((e) => e.id)).toEqual(['1', '2']);
  });
  it('that was cut off while it caught up starts from nothing', async () => {
    async function* broken() {
      yield [event('D-2', '1')];
      throw new Error('the store is gone');
    }
    await expect(state.catchUp(3, 77, broken())).rejects.toThrow('the store is gone');
    expect(state.position(3)).toBeNull();
    async function* all() {
      yield [event('D-1', '1')];
    }
    await state.catchUp(3, 5, all());
    expect(state.load(3, 'D-2')).toBeUndefined();
    expect(state.load(3, 'D-1')?.map((e) => e.id)).toEqual(['1']);
  });
  it('remembers which log it belongs to', async () => {
    expect(state.logIdentity()).toBeNull();
    await state.setLogIdentity('log-1');
    await state.close();
    state = new EmbeddedFoldState(path);
    expect(state.logIdentity()).toBe('log-1');
  });
});
