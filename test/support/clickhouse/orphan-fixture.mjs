// A process that starts an engine, keeps it busy, and is then killed by the spec.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./engine-child.mjs', import.meta.url));
const engine = fork(child, process.argv.slice(2), { serialization: 'advanced' });
await once(engine, 'message');
const job = { setup: '', sql: 'SELECT sleep(3)', data: undefined, format: 'TabSeparated' };
engine.send({ id: 1, job }, () => process.send('busy'));
