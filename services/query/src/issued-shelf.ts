import type { ClickHouseClient } from '@clickhouse/client';
import { Problem } from '@sohoso/service';
import { type IssuedAsked, type IssuedRow, issuedFile, issuedReports } from '@sohoso/store';
import type { Format } from './formats.ts';
import { type IssuedRecord, isIdOf, sha256 } from './issued-record.ts';

/** An issued report as it is told of: its record under its id. */
export type Issued = { readonly id: string } & IssuedRecord;

/** In a list, a report whose record is not as it was issued has no more than its id and that it is damaged. */
type Listed = Issued | { readonly id: string; readonly damaged: string };

/** An issued report with what its files are found by. */
export interface Found {
  readonly issued: Issued;
  readonly digest: string;
}

/** The issued report of an id, checked against its digest. Throws a Problem: 404 where there is none, 500 where it is damaged. */
export async function findIssued(client: ClickHouseClient, id: string): Promise<Found> {
  // Of two under one id, which two processes may have made at the same moment, it is the first one's.
  const [row] = (await issuedReports(client, { id, limit: 2 })).toReversed();
  if (row === undefined || id === '')
    throw new Problem(404, 'issued-unknown', `there is no issued report "${id}"; see /v1/issued`);
  return { issued: issuedOf(row), digest: row.digest };
}

/** What is said of an issued report. Throws a Problem (500) where it is not what was written when it was issued. */
export function issuedOf({ id, digest, record }: IssuedRow): Issued {
  if (sha256(record) !== digest || !isIdOf(id, digest)) throw damaged(id, 'record');
  return { id, ...(JSON.parse(record) as IssuedRecord) };
}

/** A page of the issued reports, newest first, and how many there may be behind it. */
export async function listIssued(client: ClickHouseClient, asked: IssuedAsked) {
  const rows = await issuedReports(client, { ...asked, limit: asked.limit + 1 });
  const shown = rows.slice(0, asked.limit);
  return { issued: shown.map(listed), last: rows.length > asked.limit ? (shown.at(-1) ?? null) : null };
}

function listed(row: IssuedRow): Listed {
  try {
    return issuedOf(row);
  } catch (error) {
    if (error instanceof Problem) return { id: row.id, damaged: error.message };
    throw error;
  }
}

/** The bytes of a format, exactly as issued. Throws a Problem (500) rather than give out others. */
export async function bytesOf(
  client: ClickHouseClient,
  { issued, digest }: Found,
  format: Format,
): Promise<Buffer> {
  const { id } = issued;
  const bytes = await issuedFile(client, { id, digest }, format);
  if (bytes === null || sha256(bytes) !== issued.formats[format]?.sha256) throw damaged(id, format);
  return bytes;
}

function damaged(id: string, what: string): Problem {
  return new Problem(
    500,
    'issued-damaged',
    `the issued report ${id} is not given out: what the store has as its ${what} is not what was issued; put the table issued_reports back from a back-up`,
  );
}
