/** Kafka's official image through testcontainers, where a Docker engine answers and the image can be had. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { kafkaVersion } from './jars.ts';
import { cannotKill, type Kafka, type Unavailable, unavailable } from './outcome.ts';
import { freePort } from './ports.ts';
import { untilReady } from './readiness.ts';
import { oneNodeSettings, toImageVariables } from './settings.ts';

const ENGINE_TIMEOUT_MS = 3_000;
const IMAGE_TIMEOUT_MS = 180_000;
const READY_TIMEOUT_MS = 60_000;
const PORT = 9092;
const ASK = `import('testcontainers').then((tc) => tc.getContainerRuntimeClient())
  .then(() => process.exit(0), () => process.exit(1))`;

export async function startInDocker(): Promise<Kafka | Unavailable> {
  if (!(await engineAnswers())) return unavailable('no Docker engine answers');
  try {
    return await startContainer();
  } catch (error) {
    return unavailable(error);
  }
}

/**
 * Asked in a process of its own, which can be ended: an engine that takes the connection and never answers
 * would otherwise leave an open socket in this one, and testcontainers has no limit to set.
 */
function engineAnswers(): Promise<boolean> {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  return new Promise((resolve) => {
    const limits = { cwd, timeout: ENGINE_TIMEOUT_MS, killSignal: 'SIGKILL' as const };
    execFile(process.execPath, ['--input-type=module', '-e', ASK], limits, (error) =>
      resolve(error === null),
    );
  });
}

async function startContainer(): Promise<Kafka> {
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  const { host } = (await getContainerRuntimeClient()).info.containerRuntime;
  // Clients are sent to the address that the broker advertises, so the outer port is chosen before it starts.
  const port = await freePort();
  const broker = `${host}:${port}`;
  const starting = new GenericContainer(`apache/kafka:${await kafkaVersion()}`)
    .withExposedPorts({ container: PORT, host: port })
    .withEnvironment(imageVariables(broker))
    .start();
  const container = await within(IMAGE_TIMEOUT_MS, starting, (late) => late.stop());
  const stop = async () => void (await container.stop());
  try {
    await untilReady(broker, READY_TIMEOUT_MS, () => false);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    how: 'docker',
    brokers: [broker],
    stop,
    kill: cannotKill('docker'),
    restart: cannotKill('docker'),
  };
}

/** The broker talks to itself through a listener of its own: the advertised port exists outside only. */
function imageVariables(advertised: string): Record<string, string> {
  return toImageVariables({
    ...oneNodeSettings,
    listeners: `PLAINTEXT://:${PORT},CONTROLLER://:9093,SELF://:9094`,
    'advertised.listeners': `PLAINTEXT://${advertised},SELF://localhost:9094`,
    'inter.broker.listener.name': 'SELF',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SELF:PLAINTEXT',
    'controller.quorum.voters': '1@localhost:9093',
  });
}

/** A registry that lets the pull hang must not let the run hang; what arrives too late is undone. */
async function within<T>(limitMs: number, work: Promise<T>, undo: (late: T) => Promise<unknown>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`the image did not start within ${limitMs / 1000} s`));
      work.then(undo).catch(() => undefined);
    }, limitMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
