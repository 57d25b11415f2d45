import { TextDecoder } from 'node:util';
import { crc32 } from 'node:zlib';
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl';
import { fileFault } from '../fault.ts';
import type { ReadLimits } from '../options.ts';
import type { SourceFile } from '../source-file.ts';
import { FileFault } from '../table.ts';

/**
 * The parts of an XLSX file by name, without regard to case (ECMA-376 part 2, 6.2.2.3), found by the directory at its end. What a
 * part inflates to is counted as it comes, whatever the directory says.
 */
export class ZipParts {
  readonly #file: SourceFile;
  readonly #zip: ZipFile;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #limits: ReadLimits;

  private constructor(
    file: SourceFile,
    zip: ZipFile,
    entries: ReadonlyMap<string, Entry>,
    limits: ReadLimits,
  ) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
    this.#limits = limits;
  }

  static async open(file: SourceFile, limits: ReadLimits): Promise<ZipParts> {
    try {
      const zip = await fromFdPromise(file.fd, { autoClose: false, validateEntrySizes: true });
      if (zip.entryCount > limits.maxEntries)
        throw fileFault(file.path, `it has ${zip.entryCount} parts, more than ${limits.maxEntries}`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) {
        const name = entry.fileName.toLowerCase();
        if (entries.has(name)) throw fileFault(file.path, `it has the part ${entry.fileName} twice`);
        entries.set(name, entry);
      }
      return new ZipParts(file, zip, entries, limits);
    } catch (error) {
      if (error instanceof FileFault) throw error;
      throw fileFault(
        file.path,
        `it is cut off or broken, its directory cannot be read (${(error as Error).message})`,
        error,
      );
    }
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase());
  }

  /** Inflated bytes of a part, as the directory says; what comes is held against it. */
  size(name: string): number {
    return this.#entries.get(name.toLowerCase())?.uncompressedSize ?? 0;
  }

  fault(sentence: string, cause?: unknown): FileFault {
    return fileFault(this.#file.path, sentence, cause);
  }

  /** The bytes of a part; none where there is no such part. */
  async *bytes(name: string, maxBytes = this.#limits.maxEntryBytes): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase());
    if (entry === undefined) return;
    if (entry.isEncrypted()) throw this.fault('it is protected by a password; save it without one');
    this.#check(entry, entry.uncompressedSize, maxBytes);
    let inflated = 0;
    let sum = 0;
    try {
      for await (const piece of await this.#zip.openReadStreamPromise(entry)) {
        inflated += piece.length;
        sum = crc32(piece, sum);
        this.#check(entry, inflated, maxBytes);
        yield piece;
      }
    } catch (error) {
      if (error instanceof FileFault) throw error;
      throw this.fault(`its part ${entry.fileName} is broken (${(error as Error).message})`, error);
    }
    if (sum !== entry.crc32) throw this.fault(`its part ${entry.fileName} is broken, its checksum is wrong`);
  }

  /** The text of a part, which must be UTF-8; `onRead` is told how many bytes it came to so far. */
  async *text(name: string, maxBytes?: number, onRead?: (bytes: number) => void): AsyncGenerator<string> {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let read = 0;
    for await (const piece of this.bytes(name, maxBytes)) {
      read += piece.length;
      onRead?.(read);
      yield this.#decode(decoder, name, piece);
    }
    yield this.#decode(decoder, name, undefined);
  }

  #decode(decoder: TextDecoder, name: string, piece: Buffer | undefined): string {
    try {
      return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true });
    } catch (error) {
      throw this.fault(`its part ${name} is not UTF-8`, error);
    }
  }

  #check(entry: Entry, bytes: number, maxBytes: number): void {
    const { maxRatio, ratioFromBytes } = this.#limits;
    if (bytes > maxBytes)
      throw this.fault(`its part ${entry.fileName} inflates to more than ${maxBytes} bytes`);
    if (bytes > ratioFromBytes && bytes > maxRatio * entry.compressedSize)
      throw this.fault(`its part ${entry.fileName} is packed more than ${maxRatio} to 1, as a zip bomb is`);
  }
}
