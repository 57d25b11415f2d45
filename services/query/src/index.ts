export type { PipelineStatus } from './audit-route.ts';
export { type DueList, dueListCsv } from './deadlines-due.ts';
export { DEADLINES_SOURCE, deadlineEvents, passedPage } from './deadlines-passed.ts';
export type { PassedAnswer } from './deadlines-route.ts';
export { letterheadOf, letterheadVariables } from './letterhead.ts';
export { type QueryOptions, query } from './query-plugin.ts';
