import { open, rm, stat } from 'node:fs/promises';
import { csvField } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import type { RowRemark } from './batches.ts';

const BOM = '\ufeff';
const HEAD = `${BOM}row,kind,column,reason,detail\r\n`;

/**
 * The list of rows that were not loaded, or loaded with a doubt: a CSV beside the file, made when the first of them is met. With a BOM, so
 * that a spreadsheet opens its Vietnamese right.
 */
export class RemarksFile {
  readonly path: string;
  #length: number;

  /** `length` is how much of it an earlier run, which is gone on with, had written; what it holds beyond is cut off. */
  constructor(path: string, length: number) {
    this.path = path;
    this.#length = length;
  }

  get length(): number {
    return this.#length;
  }

  /** Starts with no list where there is none to go on with. False where what an earlier run had written is not there any more. */
  async begin(): Promise<boolean> {
    if (this.#length > 0) return ((await stat(this.path).catch(() => null))?.size ?? 0) >= this.#length;
    await rm(this.path, { force: true });
    return true;
  }

  async add(remarks: readonly RowRemark[]): Promise<void> {
    if (remarks.length === 0) return;
    const lines = remarks.map(
      ({ row, kind, column, reason, detail }) =>
        `${[row, kind, column ?? '', reason, detail].map(csvField).join(',')}\r\n`,
    );
    const text = Buffer.from(`${this.#length === 0 ? HEAD : ''}${lines.join('')}`);
    try {
      const file = await open(this.path, this.#length === 0 ? 'w' : 'r+');
      try {
        await file.truncate(this.#length);
        await file.write(text, 0, text.byteLength, this.#length);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw new Usage(`the list of refused rows ${this.path} cannot be written: ${(error as Error).message}`);
    }
    this.#length += text.byteLength;
  }
}
