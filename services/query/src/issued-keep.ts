import { randomUUID } from 'node:crypto';
import { formatDay, instantFromMs } from '@sohoso/dossier';
import { Problem } from '@sohoso/service';
import { issuedReports, keepIssued } from '@sohoso/store';
import { mediaTypes } from './formats.ts';
import type { IssueBody } from './issued-body.ts';
import { draftOf, type IssuedFile } from './issued-kinds.ts';
import { settledAt } from './issued-moment.ts';
import { type IssuedFormat, type IssuedRecord, idsOf, sha256 } from './issued-record.ts';
import { type Issued, issuedOf } from './issued-shelf.ts';
import type { QueryOptions } from './query-plugin.ts';

/** A request to issue a report. */
export interface IssueRequest {
  readonly body: IssueBody;
  /** Under which key it came; null where it came from this machine without one. */
  readonly sentBy: string | null;
  /** What the sender calls the request; undefined where it may be done twice. */
  readonly idempotencyKey: string | undefined;
}

/** Freezes a report and keeps it; or gives what the same request issued before. */
export async function issue(
  options: QueryOptions,
  { body, sentBy, idempotencyKey }: IssueRequest,
): Promise<{ readonly issued: Issued; readonly isRepeated: boolean }> {
  const request = idempotencyKey === undefined ? '' : sha256(JSON.stringify([sentBy ?? '', idempotencyKey]));
  const asked = sha256(JSON.stringify(Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const before = request === '' ? null : await issuedBefore(options, request, asked);
  if (before !== null) return { issued: before, isRepeated: true };
  const draft = draftOf(options, body);
  const caughtUp = await settledAt(options, Date.parse(draft.asKnownAt));
  const files = await draft.freeze();
  const issuedAtMs = (options.now ?? Date.now)();
  const record: IssuedRecord = {
    report: body.report,
    title: body.title ?? null,
    issuedBy: body.issuedBy ?? null,
    note: body.note ?? null,
    issuedAt: new Date(issuedAtMs).toISOString(),
    asKnownAt: draft.asKnownAt,
    caughtUp,
    asked: draft.question,
    definitions: draft.definitions,
    formats: Object.fromEntries(files.map((file) => [file.format, formatOf(file)])),
    serial: randomUUID(),
  };
  const text = JSON.stringify(record);
  const digest = sha256(text);
  const id = await freeId(options, issuedAtMs, body.report, digest);
  const of = { report: body.report, period: draft.question.period.key, request, asked };
  const row = { id, digest, issuedAtMs, ...of, sentBy: sentBy ?? '', record: text, files };
  await keep(options, row);
  return { issued: { id, ...record }, isRepeated: false };
}

function formatOf({ format, bytes }: IssuedFile): IssuedFormat {
  return { mediaType: mediaTypes[format], bytes: bytes.length, sha256: sha256(bytes) };
}

async function issuedBefore(
  { clickhouse }: QueryOptions,
  request: string,
  asked: string,
): Promise<Issued | null> {
  const [before] = await issuedReports(clickhouse, { request, limit: 1 });
  if (before === undefined) return null;
  if (before.asked === asked) return issuedOf(before);
  throw new Problem(
    409,
    'key-reused',
    `this Idempotency-Key came with another body before, for ${before.id}; a new report needs a new key`,
  );
}

async function freeId(
  { clickhouse, zone }: QueryOptions,
  issuedAtMs: number,
  report: string,
  digest: string,
): Promise<string> {
  const day = formatDay(zone.dayOf(instantFromMs(issuedAtMs)));
  for (const id of idsOf(day, report, digest))
    if ((await issuedReports(clickhouse, { id, limit: 1 })).length === 0) return id;
  throw new TypeError(`every id of ${digest} is taken`);
}

/** Keeps a report, and where the store does not say that it has, looks whether it has all the same. */
async function keep({ clickhouse }: QueryOptions, row: Parameters<typeof keepIssued>[1]): Promise<void> {
  try {
    await keepIssued(clickhouse, row);
  } catch (error) {
    const kept = await issuedReports(clickhouse, { id: row.id, limit: 1 }).catch(() => []);
    if (kept.some(({ digest }) => digest === row.digest)) return;
    throw new Problem(
      503,
      'store-unavailable',
      `it is not known whether the report was kept (${(error as Error).message}); look at /v1/issued, or send it again with the same Idempotency-Key`,
    );
  }
}
