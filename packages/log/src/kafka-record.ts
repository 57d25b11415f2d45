import type { KafkaMessage } from 'kafkajs';
import type { LogRecord } from './event-log.ts';

/** A message of the topic as a record of the log. */
export function toRecord(partition: number, message: KafkaMessage): LogRecord {
  return {
    partition,
    offset: Number(message.offset),
    key: message.key === null ? null : message.key.toString('utf8'),
    value: message.value ?? Buffer.alloc(0),
    recordedAtMs: Number(message.timestamp),
  };
}
