// A process that starts an engine, keeps it busy, and is then killed by the spec.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./engine-child.mjs', import.meta.url));
const engine = fork(child, process.argv.slice(2), { serialization: 'advanced' });
await once(engine, 'message');
// longer than the spec waits: an engine that only finished its work would not do
const sql = 'SELECT sleepEachRow(1) FROM numbers(60) SETTINGS max_block_size = 1';
const job = { setup: '', sql, data: undefined, format: 'TabSeparated' };
engine.send({ id: 1, job }, () => process.send('busy'));
