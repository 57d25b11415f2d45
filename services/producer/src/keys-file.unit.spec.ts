import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hashOf, readKeys, revokeKey } from './keys-file.ts';
import { type KeysFolder, keysFolder } from './testing/started.ts';

let keys: KeysFolder;
beforeEach(async () => {
  keys = await keysFolder();
});
afterEach(() => keys.remove());

describe('a new key', () => {
  it('is told once and kept as a hash, in a file for its owner alone', async () => {
    const text = await keys.add('so-tu-phap');
    expect(text).toMatch(/^shs_so-tu-phap_[A-Za-z0-9_-]{43}$/);
    const file = await readFile(keys.file, 'utf8');
    expect(file).not.toContain(text.slice('shs_so-tu-phap_'.length));
    expect((await readKeys(keys.file))[0]).toMatchObject({
      name: 'so-tu-phap',
      sha256: hashOf(text).toString('hex'),
      revokedAt: null,
    });
    expect((await stat(keys.file)).mode & 0o777).toBe(0o600);
    expect(await readdir(dirname(keys.file))).toEqual(['keys.json']);
  });

  it('never gets the name of another, be it revoked', async () => {
    await keys.add('a');
    await expect(keys.add('a')).rejects.toThrow(/the name a was given out on .*never given out again.*a-2/);
    await revokeKey(keys.file, 'a', new Date('2020-04-03T00:00:00Z'));
    await expect(keys.add('a')).rejects.toThrow(/and revoked on 2020-04-03/);
    expect(await readKeys(keys.file)).toHaveLength(1);
  });

  it('is not lost when many are made at once', async () => {
    const names = Array.from({ length: 12 }, (_, i) => `k${i}`);
    await Promise.all(names.map((name) => keys.add(name)));
    expect((await readKeys(keys.file)).map(({ name }) => name).toSorted()).toEqual(names.toSorted());
  });

  it.each([
    ['a name with capitals', { name: 'STP' }, /name: is not 1 to 64 of/],
    ['no source', { sources: [] }, /sources: names no source/],
    ['a star in the middle', { sources: ['/a*b'] }, /may have a \* at its end only/],
    ['no unit', { units: [] }, /units: names no unit/],
    ['a rate of nothing', { eventsPerSecond: 0 }, /eventsPerSecond: must be 0.001 or more/],
    ['a rate of nearly nothing', { eventsPerSecond: 0.000_9 }, /eventsPerSecond: must be 0.001 or more/],
    ['the name of the program itself', { name: 'sohoso' }, /the name sohoso stands beside what the program/],
  ])('is refused with %s, and nothing is written', async (_, more, sentence) => {
    await expect(keys.add('a', more)).rejects.toThrow(sentence);
    expect(await readdir(dirname(keys.file))).toEqual([]);
  });
});

describe('a key that is revoked', () => {
  it('stays in the file, with the moment of the first time', async () => {
    await keys.add('a');
    await revokeKey(keys.file, 'a', new Date('2020-04-03T00:00:00Z'));
    await revokeKey(keys.file, 'a', new Date('2021-01-01T00:00:00Z'));
    expect((await readKeys(keys.file))[0]?.revokedAt).toBe('2020-04-03T00:00:00.000Z');
  });
  it('must be there', async () => {
    await expect(revokeKey(keys.file, 'b')).rejects.toThrow('there is no key b');
  });
});

describe('a keys file', () => {
  it('that is not there has no keys', async () => {
    expect(await readKeys(keys.file)).toEqual([]);
  });
  it.each([
    ['not JSON', '{"keys": [{"sha256": "abcdef', /: it is not JSON; mend it/],
    ['of another shape', '{"keys": [{"name": "a"}]}', /keys\.0\.sha256: /],
    ['with an attribute that nobody knows', '{"keys": [], "more": 1}', /cannot be used: Unrecognized key/],
  ])('is refused when it is %s, and nothing of it is repeated', async (_, text, sentence) => {
    await writeFile(keys.file, text);
    await expect(readKeys(keys.file)).rejects.toThrow(sentence);
    await expect(readKeys(keys.file)).rejects.not.toThrow(/abcdef/);
    await expect(keys.add('a')).rejects.toThrow(sentence);
    expect(await readFile(keys.file, 'utf8')).toBe(text);
  });
  it('is refused when a name stands there twice', async () => {
    await keys.add('a');
    const [key] = await readKeys(keys.file);
    await writeFile(keys.file, JSON.stringify({ keys: [key, key] }));
    await expect(readKeys(keys.file)).rejects.toThrow('the key a stands there twice');
  });
});
