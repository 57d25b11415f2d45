/** A real Kafka as a Java process in KRaft mode, for machines without Docker. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { javaCommand } from './config.ts';
import { type GuardedProcess, startGuarded } from './guarded-process.ts';
import { kafkaJars } from './jars.ts';
import { type Kafka, type Unavailable, unavailable } from './outcome.ts';
import { freePort } from './ports.ts';
import { untilReady } from './readiness.ts';
import { oneNodeSettings, toProperties } from './settings.ts';

const JAVA_MIN_VERSION = 17;
const JAVA_VERSION_TIMEOUT_MS = 10_000;
const READY_TIMEOUT_MS = 60_000;
const LOG_CONFIG = fileURLToPath(new URL('./log4j2.properties', import.meta.url));
/** Chosen for a quick start and a bounded size; a broker that lives for minutes gains nothing from C2 or G1. */
const JVM_FLAGS = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:-UsePerfData'];
/** Any sixteen bytes; fixed, because a random one may begin with '-' and is then read as an option. */
const CLUSTER_ID = Buffer.from('sohoso-testkafka').toString('base64url');

export async function startOnJava(): Promise<Kafka | Unavailable> {
  try {
    await requireJava();
    return await startBroker(await kafkaJars());
  } catch (error) {
    return unavailable(error);
  }
}

async function requireJava(): Promise<void> {
  const printed = await promisify(execFile)(javaCommand(), ['-version'], { timeout: JAVA_VERSION_TIMEOUT_MS })
    .then(({ stderr }) => stderr)
    .catch(() => '');
  const version = Number(/version "(?:1\.)?(\d+)/.exec(printed)?.[1] ?? 0);
  if (version >= JAVA_MIN_VERSION) return;
  throw new Error(`Java ${JAVA_MIN_VERSION} or newer needed, ${version === 0 ? 'none' : version} found`);
}

async function startBroker(jars: string): Promise<Kafka> {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-kafka-'));
  const clean = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  try {
    const broker = await prepare(jars, folder);
    let running = await launch(jars, folder, broker);
    return {
      how: 'java',
      brokers: [broker],
      kill: () => running.kill(),
      restart: async () => {
        await running.kill();
        running = await launch(jars, folder, broker);
      },
      stop: async () => {
        await running.kill();
        await clean();
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

/** Writes the configuration and formats the data folder; returns the broker's address. */
async function prepare(jars: string, folder: string): Promise<string> {
  const broker = `127.0.0.1:${await freePort()}`;
  const controller = `127.0.0.1:${await freePort()}`;
  const listeners = `PLAINTEXT://${broker},CONTROLLER://${controller}`;
  const properties = toProperties({
    ...oneNodeSettings,
    listeners,
    'advertised.listeners': listeners,
    'controller.quorum.bootstrap.servers': controller,
    'log.dirs': join(folder, 'data'),
  });
  await writeFile(join(folder, 'server.properties'), properties);
  const format = ['format', '--standalone', '--cluster-id', CLUSTER_ID, '--config'];
  const tool = java(jars, folder, 'kafka.tools.StorageTool', [...format, join(folder, 'server.properties')]);
  if ((await tool.ended) !== 0) throw new Error(`Kafka's data folder was not formatted: ${tool.output()}`);
  return broker;
}

async function launch(jars: string, folder: string, broker: string): Promise<GuardedProcess> {
  const server = java(jars, folder, 'kafka.Kafka', [join(folder, 'server.properties')]);
  try {
    await untilReady(broker, READY_TIMEOUT_MS, server.hasEnded);
    return server;
  } catch (error) {
    await server.kill();
    throw new Error(`${(error as Error).message}: ${server.output() || (await lastLogLine(folder))}`);
  }
}

function java(jars: string, folder: string, mainClass: string, args: string[]): GuardedProcess {
  const logging = [
    `-Dlog4j2.configurationFile=${LOG_CONFIG}`,
    `-Dsohoso.kafka.log=${join(folder, 'broker.log')}`,
  ];
  const classPath = ['-cp', join(jars, '*')];
  return startGuarded(folder, javaCommand(), [...JVM_FLAGS, ...logging, ...classPath, mainClass, ...args]);
}

async function lastLogLine(folder: string): Promise<string> {
  const log = await readFile(join(folder, 'broker.log'), 'utf8').catch(() => '');
  const lines = log.split('\n').filter((line) => / (ERROR|FATAL) /.test(line));
  return lines.at(-1) ?? 'it logged no error';
}
