/** A real Apache Kafka for specs: the one that is there, or in Docker, or as a Java process. */
import { brokersFromEnv } from './config.ts';
import { startInDocker } from './docker.ts';
import { startOnJava } from './java.ts';
import { cannotKill, type How, type Kafka, type Unavailable, unavailable } from './outcome.ts';

export type { Kafka, Unavailable } from './outcome.ts';

export type KafkaOptions = {
  /** Only this way. Specs that kill their broker ask for 'java', the one kind that can be killed. */
  only?: How;
};

const ways: Record<How, () => Promise<Kafka | Unavailable>> = {
  env: fromEnv,
  docker: startInDocker,
  java: startOnJava,
};

/** Never throws for want of a Kafka: a machine without one is told apart from a broken spec by the reason. */
export async function startKafka(options: KafkaOptions = {}): Promise<Kafka | Unavailable> {
  const tried: How[] = options.only ? [options.only] : ['env', 'docker', 'java'];
  const reasons: string[] = [];
  for (const how of tried) {
    const outcome = await ways[how]();
    if (outcome.how !== 'none') return outcome;
    reasons.push(outcome.reason);
  }
  return { how: 'none', reason: reasons.join('; ') };
}

async function fromEnv(): Promise<Kafka | Unavailable> {
  const brokers = brokersFromEnv();
  if (brokers.length === 0) return unavailable('KAFKA_BROKERS is not set');
  // Given brokers belong to somebody: they are used as they are and never stopped.
  return { how: 'env', brokers, stop: async () => {}, kill: cannotKill('env'), restart: cannotKill('env') };
}
