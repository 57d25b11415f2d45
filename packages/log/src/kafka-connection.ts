import kafkajs, { type Kafka, type KafkaConfig } from 'kafkajs';

/** What this package says about its work; pino fits. */
export interface Logger {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface KafkaConnection {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean;
  readonly sasl?: {
    readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
    readonly username: string;
    readonly password: string;
  };
}

const CONNECTION_TIMEOUT_MS = 5_000;
const REQUEST_TIMEOUT_MS = 30_000;

/** A Kafka client that reports through our logger and gives up connecting after a bounded number of tries. */
export function kafkaClient(connection: KafkaConnection, logger: Logger): Kafka {
  const { brokers, clientId, ssl, sasl } = connection;
  const config: KafkaConfig = {
    clientId,
    brokers: [...brokers],
    connectionTimeout: CONNECTION_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    retry: { retries: 5, initialRetryTime: 200, maxRetryTime: 10_000 },
    logLevel: kafkajs.logLevel.INFO,
    logCreator:
      () =>
      ({ level, namespace, log: { message, timestamp: _, logger: _library, ...details } }) => {
        const write = level <= kafkajs.logLevel.ERROR ? 'warn' : 'debug';
        logger[write]({ kafka: namespace, ...details }, message);
      },
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl: sasl as NonNullable<KafkaConfig['sasl']> }),
  };
  return new kafkajs.Kafka(config);
}
