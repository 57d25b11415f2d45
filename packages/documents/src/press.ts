import { Worker } from 'node:worker_threads';
import type { PrintedReport, PrintedTable } from '@sohoso/report';

/** A document to be made. */
export type Job =
  | {
      readonly as: 'xlsx';
      readonly tables: readonly PrintedTable[];
      readonly report?: PrintedReport | undefined;
    }
  | { readonly as: 'docx' | 'pdf'; readonly report: PrintedReport };

/** What the thread answers. */
export type Made =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly fault: { readonly name: string; readonly message: string } };

interface Waiting {
  readonly resolve: (bytes: Buffer) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Makes documents in a thread of its own: a PDF takes a second of work, in which a server must go on answering and folding. The
 * thread starts with the first document, keeps no process alive, and is started again where it died.
 */
export class Press {
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** Throws what the makers of the documents throw; an Error where the thread dies over it. */
  async make(job: Job): Promise<Buffer> {
    // From sources there is no file that a thread could run; specs make documents where they are.
    if (import.meta.url.endsWith('.ts')) return (await import('./make.ts')).make(job);
    const worker = this.#worker ?? this.#start();
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      worker.postMessage({ id, job });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./press-thread.js', import.meta.url));
    worker.unref();
    worker.on('message', (made: Made) => {
      const waiting = this.#waiting.get(made.id);
      this.#waiting.delete(made.id);
      if ('bytes' in made)
        waiting?.resolve(Buffer.from(made.bytes.buffer, made.bytes.byteOffset, made.bytes.byteLength));
      else waiting?.reject(Object.assign(new Error(made.fault.message), { name: made.fault.name }));
    });
    let why: Error | null = null;
    worker.on('error', (error: Error) => {
      why = error;
    });
    worker.on('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      const fault = new Error(
        `the thread that makes documents ended${why === null ? '' : `: ${why.message}`}`,
      );
      for (const { reject } of this.#waiting.values()) reject(fault);
      this.#waiting.clear();
    });
    this.#worker = worker;
    return worker;
  }
}
