import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Job, Outcome } from './engine-process.ts';

/** A request as ClickHouse's HTTP interface defines it, ready to be run. */
export interface Request {
  readonly queryId: string;
  readonly job: Job;
  readonly gzipResponse: boolean;
}

/** An error as a server words it. */
export class ServerError extends Error {
  constructor(code: number, type: string, message: string) {
    super(`Code: ${code}. DB::Exception: ${message} (${type})`);
  }
}

/** URL parameters of the HTTP interface; every other one is a setting or, as `param_…`, a query parameter. */
const NOT_SETTINGS = new Set([
  ...['query', 'query_id', 'database', 'default_format', 'user', 'password', 'quota_key', 'stacktrace'],
  ...['compress', 'decompress', 'buffer_size', 'wait_end_of_query', 'enable_http_compression'],
]);

/** On a server `1 + 1` is no statement; chDB takes it for SELECT 1 + 1. */
const AS_ON_A_SERVER = ['SET implicit_select = 0'];

const QUOTED_OR_COMMENT = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`|--[^\n]*|\/\*.*?\*\//gs;
const INSERT = /^\s*INSERT\b/i;
const INLINE_DATA = /\b(FORMAT|VALUES)\b/i;

export async function readRequest(req: IncomingMessage): Promise<Request> {
  const params = new URL(req.url ?? '/', 'http://front').searchParams;
  const body = await readBody(req);
  const text = await readForm(body, req.headers, params);
  const query = params.get('query') ?? '';
  const inserts = INSERT.test(withoutComments(query === '' ? text().slice(0, 1000) : query));
  const sql = query === '' || inserts ? query || text() : joined(query, text());
  if (sql.trim() === '') throw new ServerError(62, 'SYNTAX_ERROR', 'Syntax error: Empty query.');
  refuseManyStatements(sql, inserts);
  return {
    queryId: params.get('query_id') || randomUUID(),
    job: {
      setup: setupStatements(params).join('; '),
      sql,
      // chDB wants to see at least an end of line where data belongs; with it, no rows are no error, as on a server
      data: inserts ? (query === '' || body.length === 0 ? Buffer.from('\n') : body) : undefined,
      format: params.get('default_format') ?? 'TabSeparated',
    },
    gzipResponse:
      params.get('enable_http_compression') === '1' &&
      /\bgzip\b/.test(String(req.headers['accept-encoding'])),
  };
}

async function readBody(req: IncomingMessage): Promise<Buffer> {
  const encoding = req.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'gzip') {
    throw new ServerError(48, 'NOT_IMPLEMENTED', `The test front does not know the encoding ${encoding}.`);
  }
  const source = encoding === 'gzip' ? req.pipe(createGunzip()) : req;
  // pipe() does not pass on that the client broke off; without this the body would never end
  if (source !== req) req.once('error', (error) => source.destroy(error));
  const chunks: Buffer[] = [];
  for await (const chunk of source) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** A multipart body carries the statement and its parameters where a URL would become too long. */
async function readForm(
  body: Buffer,
  headers: IncomingHttpHeaders,
  params: URLSearchParams,
): Promise<() => string> {
  const type = headers['content-type'];
  if (!type?.startsWith('multipart/form-data')) return () => body.toString('utf8');
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  for (const [name, value] of form) params.set(name, String(value));
  return () => '';
}

const joined = (query: string, data: string): string => (data === '' ? query : `${query}\n${data}`);

const withoutComments = (sql: string): string =>
  sql.replace(QUOTED_OR_COMMENT, (part) => (/^(--|\/\*)/.test(part) ? ' ' : part));

/** chDB runs them all, a server none: a spec must not pass here and fail there. */
function refuseManyStatements(sql: string, inserts: boolean): void {
  if (inserts && INLINE_DATA.test(sql)) return; // a semicolon in the data is data
  if (/;\s*\S/.test(sql.replace(QUOTED_OR_COMMENT, ' '))) {
    throw new ServerError(62, 'SYNTAX_ERROR', 'Syntax error (Multi-statements are not allowed).');
  }
}

function setupStatements(params: URLSearchParams): string[] {
  const statements = [...AS_ON_A_SERVER];
  const database = params.get('database');
  if (database) statements.push(`USE \`${database.replace(/[\\`]/g, '\\$&')}\``);
  for (const [name, value] of params) {
    if (NOT_SETTINGS.has(name)) continue;
    if (/^(session_|role$|close_session$)/.test(name)) {
      throw new ServerError(48, 'NOT_IMPLEMENTED', `The test front does not know ${name}.`);
    }
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      throw new ServerError(115, 'UNKNOWN_SETTING', `Unknown setting '${name}'.`);
    }
    // query parameters too: bound by chDB's own call they would be escaped a second time, and run one by one
    statements.push(`SET ${name} = '${value.replace(/[\\']/g, '\\$&')}'`);
  }
  return statements;
}

export function successHeaders(outcome: Outcome, queryId: string): OutgoingHttpHeaders {
  return {
    'Content-Type': 'text/plain; charset=UTF-8',
    'X-ClickHouse-Query-Id': queryId,
    'X-ClickHouse-Timezone': 'UTC',
    'X-ClickHouse-Summary': JSON.stringify({
      read_rows: String(outcome.rowsRead),
      read_bytes: String(outcome.bytesRead),
      written_rows: String(outcome.rowsWritten),
      written_bytes: String(outcome.bytesWritten),
      total_rows_to_read: '0',
      result_rows: String(outcome.rowsWritten || outcome.rowsRead),
      result_bytes: String(outcome.bytesWritten || outcome.bytesRead),
      elapsed_ns: String(Math.round(outcome.elapsed * 1e9)),
    }),
  };
}

/** The HTTP status that a server gives an exception; whatever is not named here is a 500. */
const STATUS_BY_TYPE: ReadonlyArray<readonly [number, RegExp]> = [
  [
    400,
    /^(BAD_ARGUMENTS|CANNOT_COMPILE_REGEXP|CANNOT_PARSE_.*|DUPLICATE_COLUMN|ILLEGAL_COLUMN|INCORRECT_DATA)$/,
  ],
  [400, /^(SYNTAX_ERROR|TYPE_MISMATCH|THERE_IS_NO_COLUMN|TOO_BIG_AST|TOO_DEEP_AST|UNKNOWN_ELEMENT_IN_AST)$/],
  [400, /^VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE$/],
  [403, /^(ACCESS_DENIED|AUTHENTICATION_FAILED|UNKNOWN_USER|WRONG_PASSWORD)$/],
  [
    404,
    /^UNKNOWN_(TABLE|FUNCTION|IDENTIFIER|TYPE|STORAGE|DATABASE|DATABASE_ENGINE|SETTING|FORMAT|TYPE_OF_QUERY)$/,
  ],
  [404, /^UNKNOWN_(AGGREGATE_FUNCTION|DIRECTION_OF_SORTING|ROLE)$/],
  [408, /^TIMEOUT_EXCEEDED$/],
  [413, /^QUERY_IS_TOO_LARGE$/],
  [501, /^NOT_IMPLEMENTED$/],
  [503, /^(SOCKET_TIMEOUT|CANNOT_OPEN_FILE|CANNOT_SCHEDULE_TASK)$/],
];

export function failure(error: Error, version: string): { status: number; code: string; body: string } {
  // the type stands last: a message may hold a word of the statement in parentheses
  const known = /Code: (\d+)\..*\(([A-Z][A-Z0-9_]{2,})\)/s.exec(error.message);
  const text = known
    ? error.message.slice(known.index)
    : `Code: 1002. DB::Exception: ${error.message} (UNKNOWN_EXCEPTION)`;
  const type = known?.[2] ?? '';
  return {
    status: STATUS_BY_TYPE.find(([, types]) => types.test(type))?.[0] ?? 500,
    code: known?.[1] ?? '1002',
    body: `${text} (version ${version} (official build))\n`,
  };
}
