export { type ProducerLimits, type ProducerOptions, producer } from './producer.ts';
