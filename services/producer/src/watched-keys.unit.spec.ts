import { Usage } from '@sohoso/service';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readKeys, revokeKey } from './keys-file.ts';
import { type KeysFolder, keysFolder } from './testing/started.ts';
import { WatchedKeys } from './watched-keys.ts';

let keys: KeysFolder;
beforeEach(async () => {
  keys = await keysFolder();
});
afterEach(() => keys.remove());

it('a fault that passes while a change is read leaves no revoked key in force, and is told once', async () => {
  let [nowMs, isFailing] = [0, false];
  const said: string[] = [];
  const logger = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) });
  const read = async (file: string) => {
    if (isFailing) throw new Usage('the keys file cannot be read (EMFILE)');
    return readKeys(file);
  };
  await keys.add('stp');
  const watched = new WatchedKeys(keys.file, logger, () => nowMs, read);
  await watched.load();
  await revokeKey(keys.file, 'stp');
  const isRevoked = async () => {
    nowMs += 1_000;
    return (await watched.current())[0]?.revokedAt !== null;
  };
  isFailing = true;
  expect([await isRevoked(), await isRevoked()]).toEqual([false, false]);
  expect(said.filter((line) => line.includes('EMFILE'))).toHaveLength(1);
  isFailing = false;
  expect(await isRevoked()).toBe(true);
});
