import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { pause } from './pause.ts';

it('a pause that is longer than a timer can be is a pause, until it is given up', async () => {
  const controller = new AbortController();
  const ended: unknown[] = [];
  const pausing = pause(2 ** 31, controller.signal).then(
    () => ended.push('waited'),
    (error: unknown) => ended.push(error),
  );
  await sleep(30);
  expect(ended).toEqual([]);
  controller.abort(new Error('the sender broke off'));
  await pausing;
  expect(ended).toEqual([new Error('the sender broke off')]);
});

it('a pause in several steps is as long as they are together', async () => {
  const since = performance.now();
  await pause(60, new AbortController().signal, 25);
  expect(performance.now() - since).toBeGreaterThan(57);
});
