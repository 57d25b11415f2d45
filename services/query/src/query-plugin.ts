import type { ClickHouseClient } from '@clickhouse/client';
import type { BusinessZone } from '@sohoso/dossier';
import {
  readCalendarFile,
  sampleCalendarFile,
  type UnitRegistry,
  type WorkingCalendar,
} from '@sohoso/registry';
import type { Letterhead } from '@sohoso/report';
import type { AuditFault } from '@sohoso/store';
import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { type PipelineStatus, registerAudit } from './audit-route.ts';
import { registerCells } from './cells-route.ts';
import { registerDeadlines } from './deadlines-route.ts';
import { registerDossiers } from './dossiers-route.ts';
import { Files } from './files.ts';
import { registerRestatement } from './issued-restatement-route.ts';
import { registerIssued } from './issued-route.ts';
import { registerNarrative } from './narrative-route.ts';
import { registerQuality } from './quality-route.ts';
import { registerRatios } from './ratio-route.ts';
import { registerReports } from './reports-route.ts';
import { registerUnits } from './units-route.ts';

export interface QueryOptions {
  readonly clickhouse: ClickHouseClient;
  readonly registry: UnitRegistry;
  readonly zone: BusinessZone;
  /** Which days are worked on. */
  readonly calendar: WorkingCalendar;
  /** Who reports, on paper; a one-stop centre of the registry's province where none is given. */
  readonly letterhead?: Partial<Letterhead>;
  /** Makes XLSX, DOCX and PDF. */
  readonly files: Files;
  /** What fields and procedures are called, by code; undefined where that is not known. */
  readonly names?: (of: 'field' | 'procedure', code: string) => string | undefined;
  /** The clock, ms since 1970. */
  readonly now?: () => number;
  /** How far the pipeline is, where this process can know. */
  readonly pipeline?: () => Promise<PipelineStatus>;
  /** Compares the fold state with the facts, where this process has it. */
  readonly auditState?: () => Promise<readonly AuditFault[]>;
  /**
   * Who may issue reports: gives the name of the key that a request shows, null where none is asked for; throws a Problem where it may not.
   * Without a key, and where this is missing, only this machine may.
   */
  readonly mayIssue?: (request: FastifyRequest) => Promise<string | null>;
}

/** The sample's calendar stands in where none is given. */
export type QueryPluginOptions = Omit<QueryOptions, 'calendar' | 'files'> &
  Partial<Pick<QueryOptions, 'calendar'>>;

/** Everything that can be asked of the store, under `/v1`. A Fastify plugin, so that it runs alone or beside the producer. */
export const query: FastifyPluginAsync<QueryPluginOptions> = async (app, { calendar, ...rest }) => {
  const files = new Files();
  app.addHook('onClose', () => files.close());
  // What is answered depends on what is accepted, and a cache must know.
  app.addHook('onSend', async (_, reply) => {
    reply.header('vary', 'accept');
  });
  const options = { ...rest, files, calendar: calendar ?? (await readCalendarFile(sampleCalendarFile)) };
  registerReports(app, options);
  registerCells(app, options);
  registerRatios(app, options);
  registerNarrative(app, options);
  registerUnits(app, options);
  registerDossiers(app, options);
  registerDeadlines(app, options);
  registerQuality(app, options);
  registerAudit(app, options);
  registerIssued(app, options);
  registerRestatement(app, options);
};
