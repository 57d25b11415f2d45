import { execFile, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian's package has its programs. */
const PROGRAMS = '/usr/lib/postgresql/15/bin';
/** PostgreSQL refuses to run as root; then it runs as nobody. */
const NOBODY = 65_534;
const START_TIMEOUT_S = 60;

/** A cluster of one's own, on this machine only, in a folder that goes with it. */
export interface Postgresql {
  readonly version: string;
  /** Runs statements in one session by `psql`, and gives what it prints. */
  run(sql: string): Promise<string>;
  stop(): Promise<void>;
}

export const hasPostgresql = (): boolean => existsSync(join(PROGRAMS, 'initdb'));

/** Memory as for a machine of some gigabytes that does this alone; no compiling of queries that take milliseconds. */
const CONFIGURATION = [
  'shared_buffers=2GB',
  'effective_cache_size=6GB',
  'work_mem=64MB',
  'maintenance_work_mem=512MB',
  'max_wal_size=4GB',
  'random_page_cost=1.1',
  'jit=off',
  'fsync=off',
];

export async function startPostgresql(): Promise<Postgresql> {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-pg-'));
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  const port = await freePort();
  const options = { ...user, cwd: folder };
  await ended('initdb', ['-D', data, '-U', 'bench', '-A', 'trust', '-E', 'UTF8', '--locale=C'], options);
  const settings = [
    ...CONFIGURATION,
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ];
  const server = spawn(
    join(PROGRAMS, 'postgres'),
    ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    { ...options, stdio: 'ignore' },
  );
  const end = () => server.kill('SIGKILL');
  process.once('exit', end);
  const stop = async () => {
    process.off('exit', end);
    // "Fast": it breaks connections off and ends.
    if (server.exitCode === null && server.kill('SIGINT')) await once(server, 'exit');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ended('pg_isready', ['-h', '127.0.0.1', '-p', String(port), '-t', '1'], options, START_TIMEOUT_S);
    const run = (sql: string) =>
      ended(
        'psql',
        ['-h', '127.0.0.1', '-p', String(port), '-U', 'bench', '-d', 'postgres', ...PLAIN],
        options,
        1,
        sql,
      );
    return { version: (await run('SHOW server_version;')).trim(), run, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** No configuration of the user's, values only, and the first error ends it. */
const PLAIN = ['-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1'];

/** Runs a program to its end, once a second for so often until it succeeds; gives what it printed. */
async function ended(
  program: string,
  args: readonly string[],
  options: SpawnOptions,
  tries = 1,
  input = '',
): Promise<string> {
  for (let i = 1; ; i++) {
    const { uid, gid, cwd } = options;
    const done = new Promise<string>((resolve, reject) => {
      const child = execFile(
        join(PROGRAMS, program),
        args,
        { uid, gid, cwd, maxBuffer: 1 << 28 },
        (error, stdout, stderr) =>
          error === null ? resolve(stdout) : reject(new Error(`${program}: ${stderr || error.message}`)),
      );
      // A program that ends before it has read all says why on its own.
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
    });
    try {
      return await done;
    } catch (error) {
      if (i >= tries) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
