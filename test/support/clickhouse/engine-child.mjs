// The process that owns the data folder: chDB allows one folder per process, and a spec may want its own chDB beside the
// front. Plain JavaScript, because Node 20 cannot start a .ts file. Spoken to by engine-process.ts, over IPC only.
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Session } from 'chdb';

/** The addon under chdb: only its raw insert takes every format, binary ones too, and reports how many rows were written. */
const libc = process.platform === 'linux' ? '-gnu' : '';
const addon = createRequire(import.meta.url)(`@chdb/lib-${process.platform}-${process.arch}${libc}`);

const folder = process.argv[2] ?? '';
const running = new Set();
let keeper;

/** A connection of its own for each job: in chDB a setting stays on its connection, on a server it dies with the request. */
async function run({ setup, sql, data, format }) {
  const session = new Session(keeper.path);
  try {
    if (setup !== '') await session.queryAsync(setup);
    if (data !== undefined) {
      const { rowsWritten, bytesWritten, elapsed } = await addon.InsertRawAsyncConnection(
        session.connection,
        sql,
        data,
        false,
      );
      // how many rows it read the engine does not say; those written are counted with what the views wrote, as on a server
      return { bytes: Buffer.alloc(0), rowsRead: 0, bytesRead: 0, rowsWritten, bytesWritten, elapsed };
    }
    const result = await session.queryAsync(sql, { format });
    const { rowsRead, bytesRead, elapsed } = result;
    return { bytes: result.bytes(), rowsRead, bytesRead, rowsWritten: 0, bytesWritten: 0, elapsed };
  } finally {
    session.close();
  }
}

async function answer({ id, job }) {
  const reply = await run(job).then(
    (outcome) => ({ id, outcome }),
    (error) => ({ id, error: String(error?.message ?? error) }),
  );
  if (process.connected) process.send(reply);
}

async function stop() {
  await Promise.allSettled(running);
  keeper.close();
  process.exit(0);
}

process.on('message', (message) => {
  if (message === 'stop') return void stop();
  const task = answer(message).finally(() => running.delete(task));
  running.add(task);
});

// The parent is gone. exit() would wait for running queries, so that an orphan could outlive the test run.
process.on('disconnect', () => {
  if (keeper?.isTemp) rmSync(keeper.path, { recursive: true, force: true });
  process.kill(process.pid, 'SIGKILL');
});

try {
  keeper = new Session(folder);
  process.send({ ready: keeper.query('SELECT version()', 'TSV').trim() });
} catch (error) {
  process.send({ failed: String(error?.message ?? error) }, () => process.exit(1));
}
