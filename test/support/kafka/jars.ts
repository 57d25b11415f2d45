/** The jars of one Kafka broker, fetched once by Maven into a cache that outlives clones and runs. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { cacheFolder } from './config.ts';

const POM = fileURLToPath(new URL('./pom.xml', import.meta.url));
const DOWNLOAD_TIMEOUT_MS = 5 * 60_000;
const ABANDONED_AFTER_MS = 60 * 60_000;
const run = promisify(execFile);

/** One version for the jars and for the Docker image, so that both ways test the same Kafka. */
export async function kafkaVersion(): Promise<string> {
  const version = /<kafka\.version>([^<]+)</.exec(await readFile(POM, 'utf8'))?.[1];
  if (!version) throw new Error('test/support/kafka/pom.xml names no kafka.version');
  return version;
}

/** The folder that holds the jars; fills the cache when it has none, or those of another pom. */
export async function kafkaJars(): Promise<string> {
  const cache = cacheFolder(await kafkaVersion());
  if (!(await isCurrent(cache))) await fill(cache);
  return join(cache, 'libs');
}

/** The pom lies in the cache beside its jars, so that a changed dependency is noticed. */
async function isCurrent(cache: string): Promise<boolean> {
  const [cached, wanted] = await Promise.all([
    readFile(join(cache, 'pom.xml'), 'utf8').catch(() => null),
    readFile(POM, 'utf8'),
  ]);
  return cached === wanted;
}

/** Fetched aside and renamed into place: a download that is killed leaves no half cache to be trusted later. */
async function fill(cache: string): Promise<void> {
  await mkdir(dirname(cache), { recursive: true });
  await removeAbandoned(cache);
  const aside = await mkdtemp(`${cache}.partial-`);
  try {
    await download(join(aside, 'libs'));
    await cp(POM, join(aside, 'pom.xml'));
    await rename(cache, `${aside}-old`).catch(() => undefined);
    await rename(aside, cache).catch(async (error: unknown) => {
      // Two runs may fetch at once; whoever comes second uses what the first put there.
      if (!(await isCurrent(cache))) throw error;
    });
  } finally {
    await Promise.all([aside, `${aside}-old`].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}

async function download(libs: string): Promise<void> {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${libs}`];
  await run('mvn', ['-q', '-B', '-f', POM, ...goal], { timeout: DOWNLOAD_TIMEOUT_MS }).catch((error) => {
    throw new Error(whyMavenFailed(error));
  });
}

function whyMavenFailed(error: Error & { code?: unknown; killed?: boolean; stdout?: string }): string {
  if (error.code === 'ENOENT') return 'mvn is not there to fetch the Kafka jars';
  if (error.killed) return `mvn did not fetch the Kafka jars within ${DOWNLOAD_TIMEOUT_MS / 1000} s`;
  return `mvn could not fetch the Kafka jars: ${error.stdout || error.message}`;
}

/** What killed downloads left behind; younger ones may belong to a run that is still at it. */
async function removeAbandoned(cache: string): Promise<void> {
  const prefix = `${basename(cache)}.partial-`;
  for (const name of await readdir(dirname(cache))) {
    if (!name.startsWith(prefix)) continue;
    const path = join(dirname(cache), name);
    const age = Date.now() - (await stat(path).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
    if (age > ABANDONED_AFTER_MS) await rm(path, { recursive: true, force: true });
  }
}
