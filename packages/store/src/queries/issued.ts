import type { ClickHouseClient } from '@clickhouse/client';
import { z } from 'zod';
import { defineQuery } from '../query.ts';

/** A report to be kept as it is. */
export interface IssuedReport {
  readonly id: string;
  /** SHA-256 of the record, hex. */
  readonly digest: string;
  readonly issuedAtMs: number;
  /** What it is a report of: the id of a form. */
  readonly report: string;
  /** Key of its period. */
  readonly period: string;
  /** What tells the same request from another one; '' where the sender gave no key for it. */
  readonly request: string;
  /** SHA-256 of what was asked, hex. */
  readonly asked: string;
  /** The name of the key that it was issued under; '' where there was none. */
  readonly sentBy: string;
  /** What is said of it, as JSON text. */
  readonly record: string;
  readonly files: readonly { readonly format: string; readonly bytes: Uint8Array }[];
}

const row = z.object({
  id: z.string(),
  digest: z.string(),
  record: z.string(),
  asked: z.string(),
  issuedAtMs: z.int(),
});
/** What is kept of an issued report beside its files. */
export type IssuedRow = z.infer<typeof row>;

type RecordParams = Record<'id' | 'request' | 'report' | 'period' | 'beforeId', string> & {
  beforeMs: number;
  limit: number;
};
const records = defineQuery<RecordParams, IssuedRow>('issued-records', row);
const file = defineQuery<{ id: string; digest: string; format: string }, { base64: string }>(
  'issued-file',
  z.object({ base64: z.string() }),
);

/** Later than any moment that the store can hold, ms since 1970. */
const AFTER_ALL_MS = 9_999_999_999_999;

/** Which issued reports are meant; what is left out is not asked for. */
export interface IssuedAsked {
  readonly id?: string;
  readonly request?: string;
  readonly report?: string | undefined;
  readonly period?: string | undefined;
  /** The last one of the page before. */
  readonly before?: { readonly issuedAtMs: number; readonly id: string } | null;
  readonly limit: number;
}

/** The issued reports that are meant, newest first. */
export function issuedReports(
  client: ClickHouseClient,
  { id = '', request = '', report = '', period = '', before = null, limit }: IssuedAsked,
): Promise<readonly IssuedRow[]> {
  const { issuedAtMs: beforeMs, id: beforeId } = before ?? { issuedAtMs: AFTER_ALL_MS, id: '' };
  return records.run(client, { id, request, report, period, beforeMs, beforeId, limit });
}

/** The bytes of one format of an issued report; null where it was not issued in that format. */
export async function issuedFile(
  client: ClickHouseClient,
  { id, digest }: Pick<IssuedReport, 'id' | 'digest'>,
  format: string,
): Promise<Buffer | null> {
  const [found] = await file.run(client, { id, digest, format });
  return found === undefined ? null : Buffer.from(found.base64, 'base64');
}

/** Keeps a report for ever: all of it in one row, or nothing. Doing it again changes nothing. */
export async function keepIssued(client: ClickHouseClient, issued: IssuedReport): Promise<void> {
  const { id, digest, issuedAtMs, report, period, request, asked, sentBy, record, files } = issued;
  await client.insert({
    table: 'issued_reports',
    values: [
      {
        id,
        digest,
        issued_at: new Date(issuedAtMs).toISOString().slice(0, 23).replace('T', ' '),
        report,
        period,
        request,
        asked,
        sent_by: sentBy,
        record,
        file_formats: files.map(({ format }) => format),
        file_bytes: files.map(({ bytes }) => Buffer.from(bytes).toString('base64')),
      },
    ],
    format: 'JSONEachRow',
    clickhouse_settings: { insert_deduplication_token: `issued:${id}:${digest}` },
  });
}
