import { parentPort } from 'node:worker_threads';
import { make } from './make.ts';
import type { Job, Made } from './press.ts';

/** The thread's side of a Press: one document after the other, in the order in which they were asked for. */
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', ({ id, job }: { readonly id: number; readonly job: Job }) => {
  last = last.then(async () => {
    const made = await madeOf(id, job);
    parentPort?.postMessage(made, 'bytes' in made ? [made.bytes.buffer as ArrayBuffer] : []);
  });
});

async function madeOf(id: number, job: Job): Promise<Made> {
  try {
    // A copy of its own, for what is handed over leaves this thread with all of its memory.
    return { id, bytes: new Uint8Array(await make(job)) };
  } catch (error) {
    const { name, message } = error as Error;
    return { id, fault: { name, message } };
  }
}
