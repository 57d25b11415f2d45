import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { EngineProcess, type Outcome, StatementError } from './engine-process.ts';
import { type Fault, FaultPlan } from './faults.ts';
import { failure, type Request, readRequest, ServerError, successHeaders } from './protocol.ts';

const HOST = '127.0.0.1';

/** ClickHouse's HTTP interface over chDB, for tests: real enough for `@clickhouse/client`, and breakable on purpose. */
export interface ClickHouseFront {
  readonly url: string;
  /** The fault in force; undefined once it has struck as often as it should. */
  fault: Fault | undefined;
  stop(): Promise<void>;
}

/**
 * Starts a front over the data folder `path`, or over a folder that is deleted at the end. The engine runs in a child process,
 * so that the caller may open chDB itself on another folder.
 *
 * Unlike a server it takes a whole request before it runs it and runs it before it answers, keeps no system log tables, and
 * runs statements under ids of its own (`query_id` is only echoed).
 */
export async function startClickHouseFront(options: { path?: string } = {}): Promise<ClickHouseFront> {
  const engine = await EngineProcess.start(options.path);
  const front = new Front(engine);
  await front.open();
  return front;
}

class Front implements ClickHouseFront {
  readonly #engine: EngineProcess;
  readonly #server: Server;
  readonly #plan = new FaultPlan();
  #port = 0;

  constructor(engine: EngineProcess) {
    this.#engine = engine;
    // a server takes URLs of 1 MiB (http_max_uri_size), Node by itself 16 KiB: query parameters travel in the URL
    this.#server = createServer({ maxHeaderSize: 1 << 20 }, (req, res) => void this.#serve(req, res));
    this.#server.keepAliveTimeout = 10_000; // as a server's default; the client reads it from the response
  }

  get url(): string {
    return `http://${HOST}:${this.#port}`;
  }

  get fault(): Fault | undefined {
    return this.#plan.fault;
  }

  set fault(fault: Fault | undefined) {
    this.#plan.fault = fault;
    if (this.#plan.closesPort) this.#closePort();
    else if (!this.#server.listening) this.#server.listen(this.#port, HOST);
  }

  async open(): Promise<void> {
    this.#server.listen(0, HOST);
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    this.#closePort();
    await this.#engine.stop();
  }

  #closePort(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    res.on('error', () => {}); // the client went away: that is the subject of fault tests, not an error of the front
    try {
      if (req.method === 'GET' && !req.url?.includes('query=')) await this.#ping(req, res);
      else await this.#query(await readRequest(req), res);
    } catch (error) {
      this.#fail(res, error as Error);
    }
  }

  async #ping(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (!/^\/(ping)?(\?|$)/.test(req.url ?? '')) {
      res.writeHead(404).end(`There is no handle ${req.url}\n`);
      return;
    }
    await this.#faulty('ping', res, async () => () => res.end('Ok.\n'));
  }

  async #query(request: Request, res: ServerResponse): Promise<void> {
    res.setHeader('X-ClickHouse-Query-Id', request.queryId);
    await this.#faulty(request.job.sql, res, async () => {
      const outcome = await this.#engine.run(request.job);
      return () => answer(res, request, outcome);
    });
  }

  /** Applies the statement and answers, unless the fault in force has it otherwise. */
  async #faulty(statement: string, res: ServerResponse, apply: () => Promise<() => void>): Promise<void> {
    const fault = this.#plan.strike(statement);
    if (fault?.kind === 'refuse') return reset(res);
    if (fault?.kind === 'hang') {
      // no awaiting: a client that hangs up ends the exchange, and stop() must not wait for it
      if (fault.ms !== undefined) setTimeout(() => reset(res), fault.ms).unref();
      return;
    }
    if (fault?.kind === 'delay') await sleep(fault.ms ?? 1000, undefined, { ref: false });
    const respond = await apply();
    if (fault?.kind === 'drop-after-apply') reset(res);
    else respond();
  }

  #fail(res: ServerResponse, error: Error): void {
    // a body that broke off, an engine that died: a server could not answer either
    if (!(error instanceof StatementError || error instanceof ServerError)) {
      reset(res);
      return;
    }
    const { status, code, body } = failure(error, this.#engine.version);
    res.writeHead(status, {
      'Content-Type': 'text/plain; charset=UTF-8',
      'X-ClickHouse-Exception-Code': code,
    });
    res.end(body);
  }
}

/** RST rather than FIN: the client sees ECONNRESET and not an empty answer. */
function reset(res: ServerResponse): void {
  res.socket?.resetAndDestroy();
}

function answer(res: ServerResponse, request: Request, outcome: Outcome): void {
  const headers = successHeaders(outcome, request.queryId);
  if (request.gzipResponse) headers['Content-Encoding'] = 'gzip';
  res.writeHead(200, headers);
  res.end(request.gzipResponse ? gzipSync(outcome.bytes) : outcome.bytes);
}
