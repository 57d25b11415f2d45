export { consumerVariables, insertTimeoutMs } from './config.ts';
export {
  Consumer,
  type ConsumerDeps,
  type ConsumerOptions,
  type ConsumerStatus,
} from './consumer.ts';
export { StoreUnavailable } from './faults.ts';
export { type FoldedBatch, type FoldRules, foldBatch } from './fold-batch.ts';
export { type Folding, folding } from './folding.ts';
export { readiness } from './health.ts';
export { Maintenance, type MaintenanceProgress } from './maintenance.ts';
export { type MaintenanceEnd, maintenance } from './maintenance-routes.ts';
