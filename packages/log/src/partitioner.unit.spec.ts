import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { keyPartitioner } from './partitioner.ts';

/** The partition by the Kafka client's own default. */
function byClient(key: string, partitionCount: number): number {
  const partitioner = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitionCount }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  return partitioner({ topic: '', partitionMetadata, message: { key, value: null } });
}

describe('the partition of a key', () => {
  it('is that of Kafka’s default, for any key', () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 300, maxLength: 2_000 }));
    fc.assert(
      fc.property(key, fc.integer({ min: 1, max: 400 }), (text, count) => {
        const wellFormed = text.toWellFormed();
        expect(keyPartitioner(count)(wellFormed)).toBe(byClient(wellFormed, count));
      }),
      { numRuns: 1_000 },
    );
  });
});
