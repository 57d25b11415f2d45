export { consumerOptions, consumerVariables } from './config.ts';
export {
  Consumer,
  type ConsumerDeps,
  type ConsumerOptions,
  type ConsumerStatus,
  StoreUnavailable,
} from './consumer.ts';
export { type FoldedBatch, type FoldRules, foldBatch } from './fold-batch.ts';
export { WrongLog } from './same-log.ts';
