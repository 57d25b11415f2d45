export { EmbeddedLog, type EmbeddedLogOptions } from './embedded-log.ts';
export {
  type BatchHandler,
  type ConsumeOptions,
  type Consumption,
  type DeadLetter,
  type DeadLetters,
  type EventLog,
  type LogBatch,
  type LogEntry,
  type LogRecord,
  LogUnavailable,
  MAX_READ_POSITIONS,
  type PartitionLag,
} from './event-log.ts';
export type { KafkaConnection, Logger } from './kafka-connection.ts';
export { KafkaLog, type KafkaLogOptions } from './kafka-log.ts';
export { TopicUnfit } from './kafka-topics.ts';
export { memoryDeadLetters, memoryLog } from './memory-log.ts';
export { kafkaOptions, type LogVariables, logVariables } from './variables.ts';
