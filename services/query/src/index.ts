export type { PipelineStatus } from './audit-route.ts';
export { type QueryOptions, query } from './query-plugin.ts';
