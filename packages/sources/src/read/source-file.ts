import { type FileHandle, open } from 'node:fs/promises';
import { fileFault } from './fault.ts';

const pieceBytes = 256 * 1024;

/** A file open for reading, at any place of it. */
export class SourceFile {
  readonly path: string;
  readonly size: number;
  readonly #handle: FileHandle;
  #closed = false;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  /** Throws a FileFault where there is no such file, it may not be read, or it is a folder or empty. */
  static async open(path: string): Promise<SourceFile> {
    const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      throw fileFault(path, reasons[error.code ?? ''] ?? `it cannot be opened: ${error.message}`, error);
    });
    const stat = await handle.stat();
    if (stat.isFile() && stat.size > 0) return new SourceFile(path, stat.size, handle);
    await handle.close();
    throw fileFault(path, stat.isFile() ? 'the file is empty' : 'it is not a file');
  }

  /** The descriptor, which goes with the file when it is closed. */
  get fd(): number {
    return this.#handle.fd;
  }

  /** The bytes from a place on, fewer than asked for where the file ends before. */
  async read(from: number, length: number): Promise<Buffer> {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - from)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await this.#handle.read(bytes, filled, bytes.length - filled, from + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  }

  /** The bytes from a place to the end, piece by piece. */
  async *pieces(from: number): AsyncGenerator<{ readonly bytes: Buffer; readonly end: number }> {
    for (let at = from; at < this.size && !this.#closed; ) {
      const bytes = await this.read(at, pieceBytes);
      if (bytes.length === 0) throw fileFault(this.path, 'the file became shorter while it was read');
      at += bytes.length;
      yield { bytes, end: at };
    }
  }

  get closed(): boolean {
    return this.#closed;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#handle.close();
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'the file may not be read by this user',
  EPERM: 'the file may not be read by this user',
  EISDIR: 'it is not a file',
};
