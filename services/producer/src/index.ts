export { isOpenToAll, keysRequired, OPEN_TO_ALL, producerVariables } from './config.ts';
export {
  type DeadLettersAnswer,
  type DeadLettersOptions,
  deadLetters,
  type ReplayAnswer,
  type ShownLetter,
} from './dead-letters.ts';
export { Gate } from './gate.ts';
export { ALL_UNITS, addKey, type KeptKey, readKeys, revokeKey, SLOWEST_PER_SECOND } from './keys-file.ts';
export { type ProducerLimits, type ProducerOptions, producer } from './producer.ts';
