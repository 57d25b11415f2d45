import kafkajs from 'kafkajs';

/**
 * Kafka's default mapping of keys to partitions (murmur2 of the UTF-8 key). It comes from the Kafka client itself,
 * so that a log moved from one adapter to another keeps its dossiers where they are.
 */
export function keyPartitioner(partitionCount: number): (key: string) => number {
  const partitioner = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitionCount }, (_, partitionId) => ({
    partitionErrorCode: 0,
    partitionId,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  return (key) => partitioner({ topic: '', partitionMetadata, message: { key, value: null } });
}
