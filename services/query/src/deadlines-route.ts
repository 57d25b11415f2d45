import { type Day, formatDay, instantFromMs, parseDay, toWire, type WireEvent } from '@sohoso/dossier';
import { Problem } from '@sohoso/service';
import type { DueLegRow } from '@sohoso/store';
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { dayParameter } from './day-parameter.ts';
import { dueList, dueListCsv } from './deadlines-due.ts';
import { DEADLINES_SOURCE, passedPage } from './deadlines-passed.ts';
import { asFile, formatOf, listFormats } from './formats.ts';
import type { QueryOptions } from './query-plugin.ts';

const MAX_LEGS = 2_000;
const MAX_DOSSIERS = 5_000;

const dueParameters = z.strictObject({
  on: dayParameter.optional().describe('The day of the list; today unless given'),
  within: z
    // Number('') is 0, which nobody meant.
    .preprocess(
      (text) => (typeof text === 'string' && text.trim() === '' ? undefined : text),
      z.coerce.number('must be a whole number from 0 to 60').int().min(0).max(60),
    )
    .default(3)
    .describe('Working days after that day'),
  scope: z
    .string()
    .min(1)
    .optional()
    .describe('all (default), department, district, commune, or unit codes with commas'),
  unit: z.string().min(1).optional().describe('The code of one unit, instead of scope'),
  limit: z.coerce.number().int().min(1).max(MAX_LEGS).default(1_000).describe('Legs on a page'),
  after: z.string().optional().describe('The "next" of the page before'),
  format: z.enum(['json', 'csv']).optional().describe('Goes before the Accept header'),
});

const passedParameters = z.strictObject({
  on: dayParameter.optional().describe('The day at whose end dossiers are looked at; today unless given'),
  source: z.string().min(1).max(1_024).default(DEADLINES_SOURCE).describe('The source of announcements'),
  limit: z.coerce.number().int().min(1).max(MAX_DOSSIERS).default(1_000).describe('Dossiers on a page'),
  after: z.string().max(64).default('').describe('The "next" of the page before'),
});

/** What `GET /v1/deadlines/passed` answers: events to be sent to `POST /v1/events` as they are. */
export interface PassedAnswer {
  readonly on: string;
  readonly events: readonly WireEvent[];
  readonly next: string | null;
}

/**
 * `GET /v1/deadlines`: what is due on a day or within the next working days, by unit; and `GET /v1/deadlines/passed`: the
 * deadline-passed events of overdue legs that were not sent yet.
 */
export function registerDeadlines(app: FastifyInstance, options: QueryOptions): void {
  const { clickhouse, registry, zone, calendar, pipeline, now = Date.now } = options;
  const today = () => zone.dayOf(instantFromMs(now()));
  const typed = app.withTypeProvider<ZodTypeProvider>();

  const due = {
    tags: ['deadlines'],
    summary: 'What is due soon',
    description:
      'Open legs that are not suspended and whose due leaves them at most so many working days, by unit. Of a day past: as the dossiers stood at its end.',
    querystring: dueParameters,
  };
  typed.get('/v1/deadlines', { schema: due }, async ({ query, headers }, reply) => {
    const { on = today(), within, limit, after, format } = query;
    requireListable(on);
    const wanted = formatOf({ format, accept: headers.accept }, listFormats);
    const asked = { on, within, scope: scopeOf(query), limit, after: placeOf(after) };
    const list = await dueList({ clickhouse, registry, calendar, today: today() }, asked);
    if (wanted === 'json') return list;
    if (list.next !== null) reply.header('sohoso-next', list.next);
    return asFile(reply, wanted, `deadlines-${formatDay(on)}`).send(dueListCsv(list));
  });

  const passed = {
    tags: ['deadlines'],
    summary: 'Passed deadlines that were not announced',
    description:
      'The deadline-passed events that are missing for overdue legs, and voids of earlier ones that turned out to be wrong; to be sent as they are.',
    querystring: passedParameters,
  };
  typed.get('/v1/deadlines/passed', { schema: passed }, async ({ query }): Promise<PassedAnswer> => {
    const on = query.on ?? today();
    requireListable(on);
    requirePast(on, today());
    const { events, next } = await passedPage({ clickhouse, zone, pipeline }, { ...query, on });
    return { on: formatDay(on), events: events.map(toWire), next };
  });
}

function scopeOf({ scope, unit }: z.infer<typeof dueParameters>): string {
  if (unit === undefined) return scope ?? 'all';
  if (scope === undefined && !LEVELS.has(unit) && !unit.includes(',')) return unit;
  throw new Problem(400, 'request-invalid', 'give one unit code as unit, or a scope, not both');
}

const LEVELS: ReadonlySet<string> = new Set(['all', 'province', 'department', 'district', 'commune']);

/** The days of periods (`packages/report`): those that the store can tell apart, with room for a window after them. */
const FIRST_DAY = parseDay('1970-02-01') ?? 0;
const LAST_DAY = parseDay('2298-12-31') ?? 0;

function requireListable(on: Day): void {
  if (on >= FIRST_DAY && on <= LAST_DAY) return;
  const detail = `on: ${formatDay(on)} lies outside 1970-02-01 … 2298-12-31`;
  throw new Problem(400, 'request-invalid', detail);
}

function requirePast(on: Day, today: Day): void {
  if (on <= today) return;
  const detail = `on: ${formatDay(on)} lies ahead; nobody can know yet what will be overdue then`;
  throw new Problem(400, 'request-invalid', detail);
}

const place = z.tuple([z.string(), z.int(), z.string(), z.int()]);

function placeOf(after: string | undefined): DueLegRow | null {
  if (after === undefined) return null;
  try {
    const [unit, due, dossier, leg] = place.parse(JSON.parse(Buffer.from(after, 'base64url').toString()));
    return { unit, due: due as Day, dossier, leg };
  } catch {
    throw new Problem(400, 'request-invalid', 'after: is not the "next" of a page of this list');
  }
}
