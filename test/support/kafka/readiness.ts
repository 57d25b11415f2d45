import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

const POLL_MS = 100;
const ATTEMPT_TIMEOUT_MS = 2_000;

/**
 * Waits until a client learns from the broker that it is a member of its own cluster. An open port is not
 * enough: it opens before the controller has admitted the broker, and topics created then are refused.
 */
export async function untilReady(broker: string, timeoutMs: number, hasFailed: () => boolean): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isMember(broker))) {
    if (hasFailed()) throw new Error('the broker ended while it was starting');
    if (Date.now() > deadline) throw new Error(`the broker was not ready within ${timeoutMs / 1000} s`);
    await sleep(POLL_MS);
  }
}

async function isMember(broker: string): Promise<boolean> {
  const client = new Kafka({
    brokers: [broker],
    clientId: 'readiness',
    connectionTimeout: ATTEMPT_TIMEOUT_MS,
    requestTimeout: ATTEMPT_TIMEOUT_MS,
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    return (await admin.describeCluster()).brokers.length > 0;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
}
