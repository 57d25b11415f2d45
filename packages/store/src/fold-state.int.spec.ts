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
  it('is replaced as a whole by a restore', async () => {
    async function* pages() {
      yield [event('D-2', '1'), event('D-3', '1')];
      yield [event('D-2', '2')];
    }
    await state.restore(3, 77, pages());
    expect(state.position(3)).toBe(77);
    expect(state.load(3, 'D-1')).toBeUndefined();
    expect(state.load(3, 'D-2')?.map((e) => e.id)).toEqual(['1', '2']);
  });
  it('has no position after a restore that broke off', async () => {
    async function* broken() {
      yield [event('D-2', '1')];
      throw new Error('the store is gone');
    }
    await expect(state.restore(3, 77, broken())).rejects.toThrow('the store is gone');
    expect(state.position(3)).toBeNull();
  });
});
