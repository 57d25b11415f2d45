import { describe, expect, it } from 'vitest';
import { memoryDeadLetters, memoryLog } from './memory-log.ts';
import { keyPartitioner } from './partitioner.ts';
import { eventLogContract } from './testing/event-log.contract.ts';

describe('the log in memory', () => {
  eventLogContract(async () => ({
    log: memoryLog({ partitionCount: 12 }),
    deadLetters: memoryDeadLetters(),
  }));
});

describe('the partition of a key', () => {
  // murmur2 values as published with Kafka's own client tests (UtilsTest: "21", "foobar", "a-little-bit-long-string").
  it.each([
    ['21', -973_932_308],
    ['foobar', -790_332_482],
    ['a-little-bit-long-string', -985_981_536],
  ])('of "%s" is that of Kafka’s own clients', (key, murmur2) => {
    expect(keyPartitioner(12)(key)).toBe((murmur2 & 0x7fff_ffff) % 12);
  });
});
