export {
  type DeadLettersAnswer,
  type DeadLettersOptions,
  deadLetters,
  type ReplayAnswer,
  type ShownLetter,
} from './dead-letters.ts';
export { type ProducerLimits, type ProducerOptions, producer } from './producer.ts';
