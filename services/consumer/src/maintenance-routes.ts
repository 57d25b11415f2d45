import { PassThrough } from 'node:stream';
import type { EventLog } from '@sohoso/log';
import { Problem, requireThisMachine } from '@sohoso/service';
import { audit, auditAnswer, type ClickHouse } from '@sohoso/store';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import type { Maintenance, MaintenanceProgress } from './maintenance.ts';

export interface MaintenanceRoutesOptions {
  readonly maintenance: Maintenance;
}

/** The last line of an answer: what was done, or why it was not. */
export type MaintenanceEnd = { readonly done: readonly string[] } | { readonly error: string };

const TELL_EVERY_MS = 200;

/**
 * `POST /v1/maintenance/{repair,rebuild-rollups,rebuild-state}`: brings the parts of the store back together while it is in
 * use. Answers with one line of JSON for each step of progress, and a last one that says how it ended. One at a time, and from
 * this machine only: not for a web page that a browser there has open, which needs no leave to send an empty POST, and not for others
 * whom a proxy there lets through.
 */
export const maintenance: FastifyPluginAsync<MaintenanceRoutesOptions> = async (app, options) => {
  const works = {
    repair: (tell: Tell) => options.maintenance.repair(tell),
    'rebuild-rollups': (tell: Tell) =>
      options.maintenance.rebuildRollUps(tell).then(() => ['roll-ups rebuilt from the facts']),
    'rebuild-state': (tell: Tell) =>
      options.maintenance.rebuildState(tell).then(() => ['fold state rebuilt from the facts']),
  };
  let underWay: string | null = null;
  for (const [name, work] of Object.entries(works)) {
    const schema = { tags: ['maintenance'], summary: `sohoso ${name}, in the running server` };
    app.post(`/v1/maintenance/${name}`, { schema }, async (request, reply) => {
      requireThisMachine(request, THIS_MACHINE);
      if (underWay !== null)
        throw new Problem(409, 'under-way', `${underWay} is under way; wait until it has ended`);
      underWay = name;
      const lines = new PassThrough();
      lines.on('error', () => {});
      void answer(lines, work).finally(() => {
        underWay = null;
      });
      return reply.type('application/x-ndjson').send(lines);
    });
  }
};

const THIS_MACHINE = { what: 'maintenance', instead: 'run sohoso repair on the machine itself' };

export interface ConsumerAuditOptions {
  readonly clickhouse: ClickHouse;
  readonly log: EventLog;
  readonly group: string;
  readonly maintenance: Maintenance;
  /** The error that stopped the consumer, if one did. */
  readonly failure: () => string | null;
}

/** `GET /v1/audit` of a consumer that runs alone: as that of the query service, which knows neither the log nor the fold state. */
export const consumerAudit: FastifyPluginAsync<ConsumerAuditOptions> = async (app, options) => {
  const { clickhouse, log, group, failure } = options;
  const schema = {
    tags: ['audit'],
    summary: 'Do log, facts, roll-ups and fold state agree',
    querystring: z.strictObject({ state: z.enum(['true', 'false']).default('false') }),
  };
  app.get('/v1/audit', { schema }, async (request) => {
    const pipeline = { partitions: await log.lag(group), failure: failure() };
    const found = await audit(clickhouse.reader, () => log.lag(group));
    const { state } = request.query as { readonly state: 'true' | 'false' };
    const ofState = state === 'true' ? await options.maintenance.auditState() : undefined;
    return auditAnswer(found, ofState, pipeline);
  });
};

type Tell = (progress: MaintenanceProgress) => void;

async function answer(lines: PassThrough, work: (tell: Tell) => Promise<readonly string[]>): Promise<void> {
  const write = (line: MaintenanceProgress | MaintenanceEnd) => lines.write(`${JSON.stringify(line)}\n`);
  let toldAtMs = 0;
  try {
    const done = await work((progress) => {
      const now = performance.now();
      if (progress.done < progress.of && now - toldAtMs < TELL_EVERY_MS) return;
      toldAtMs = now;
      write(progress);
    });
    write({ done });
  } catch (error) {
    write({ error: (error as Error).message });
  }
  lines.end();
}
