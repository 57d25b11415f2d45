/** Broker settings that hold however the broker is started: one node that plays broker and controller. */
export type Settings = Record<string, string | number | boolean>;

export const oneNodeSettings: Settings = {
  'process.roles': 'broker,controller',
  'node.id': 1,
  'controller.listener.names': 'CONTROLLER',
  // A topic that nobody created is a mistake in a spec, and is to be seen as one.
  'auto.create.topics.enable': false,
  'offsets.topic.replication.factor': 1,
  'offsets.topic.num.partitions': 1,
  'transaction.state.log.replication.factor': 1,
  'transaction.state.log.min.isr': 1,
  'transaction.state.log.num.partitions': 1,
  'share.coordinator.state.topic.replication.factor': 1,
  'share.coordinator.state.topic.min.isr': 1,
  // Waiting for further members costs every spec with a consumer group three seconds.
  'group.initial.rebalance.delay.ms': 0,
  // A killed broker may register again only when its old session has run out: by default nine seconds.
  'broker.session.timeout.ms': 3000,
  'broker.heartbeat.interval.ms': 500,
  // A spec waits until the broker has deleted what is past its retention; by default it looks every five minutes.
  'log.retention.check.interval.ms': 3_000,
  'log.initial.task.delay.ms': 1_000,
  'log.cleaner.dedupe.buffer.size': 8 * 1024 * 1024,
};

export function toProperties(settings: Settings): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** The official image takes its settings as variables: `node.id` becomes `KAFKA_NODE_ID`. */
export function toImageVariables(settings: Settings): Record<string, string> {
  const named = ([key, value]: [string, Settings[string]]): [string, string] => [
    `KAFKA_${key.replaceAll('.', '_').toUpperCase()}`,
    String(value),
  ];
  return Object.fromEntries(Object.entries(settings).map(named));
}
