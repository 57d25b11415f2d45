import type { ClickHouseClient } from '@clickhouse/client';
import type { BusinessZone } from '@sohoso/dossier';
import type { UnitRegistry, WorkingCalendar } from '@sohoso/registry';
import type { AuditFault } from '@sohoso/store';
import type { FastifyPluginAsync } from 'fastify';
import { registerAppendix } from './appendix-route.ts';
import { type PipelineStatus, registerAudit } from './audit-route.ts';
import { registerCells } from './cells-route.ts';
import { registerDeadlines } from './deadlines-route.ts';
import { registerDossiers } from './dossiers-route.ts';
import { registerQuality } from './quality-route.ts';
import { registerRatios } from './ratio-route.ts';
import { registerUnits } from './units-route.ts';

export interface QueryOptions {
  readonly clickhouse: ClickHouseClient;
  readonly registry: UnitRegistry;
  readonly zone: BusinessZone;
  /** Which days are worked on; the sample's calendar where none is given. */
  readonly calendar?: WorkingCalendar;
  /** The clock, ms since 1970. */
  readonly now?: () => number;
  /** How far the pipeline is, where this process can know. */
  readonly pipeline?: () => Promise<PipelineStatus>;
  /** Compares the fold state with the facts, where this process has it. */
  readonly auditState?: () => Promise<readonly AuditFault[]>;
}

/** Everything that can be asked of the store, under `/v1`. A Fastify plugin, so that it runs alone or beside the producer. */
export const query: FastifyPluginAsync<QueryOptions> = async (app, options) => {
  registerAppendix(app, options);
  registerCells(app, options);
  registerRatios(app, options);
  registerUnits(app, options);
  registerDossiers(app, options);
  await registerDeadlines(app, options);
  await registerQuality(app, options);
  registerAudit(app, options);
};
