import { isPlain } from '../cell.ts';
import type { ReadLimits } from '../options.ts';
import type { RowFault } from '../table.ts';
import { type QuotedRecord, type RecordBounds, readQuotedRecord } from './quoted-record.ts';

export interface CsvRecord {
  /** The line where it begins, from 1, and the one where it ends. */
  readonly line: number;
  readonly lastLine: number;
  readonly fields: string[];
}

/**
 * Cuts decoded text into records. A record whose quoting is broken is a fault, and reading goes on with the line after the one
 * where it began: a quotation mark that was never closed costs its own line, not those after it.
 *
 * This is why the records are not cut by csv-parse, which cannot go back to a line that it took for part of a quoted cell; the
 * spec compares the two on well-formed text. Lines without a quotation mark are split as they are, at ten times its speed.
 */
export class CsvRecords {
  readonly #bounds: RecordBounds;
  #rest = '';
  #line = 1;
  /** Amid a line that is too long: what comes up to the next line feed belongs to it. */
  #skipping = false;

  constructor(delimiter: string, limits: ReadLimits) {
    this.#bounds = { delimiter, maxChars: limits.maxRecordChars, maxLines: limits.maxRecordLines };
  }

  /** The line up to which the text was cut. */
  get line(): number {
    return this.#line;
  }

  /** Like `push`; `plain` says that every text in the records is free of faults and composed. */
  pushChecked(
    piece: string,
    last: boolean,
  ): { readonly complete: readonly (CsvRecord | RowFault)[]; readonly plain: boolean } {
    const plain = isPlain(this.#rest + piece);
    return { complete: this.push(piece, last), plain };
  }

  /** The records that are complete with this piece of text; `last`: nothing follows. */
  push(piece: string, last: boolean): readonly (CsvRecord | RowFault)[] {
    const text = this.#rest + piece;
    const out: (CsvRecord | RowFault)[] = [];
    const { delimiter, maxChars } = this.#bounds;
    let at = this.#skipping ? this.#skip(text) : 0;
    let mark = text.indexOf('"', at);
    while (at < text.length) {
      const feed = text.indexOf('\n', at);
      const end = feed < 0 ? text.length : feed;
      if (end - at > maxChars) {
        out.push(this.#tooLong());
        this.#skipping = feed < 0;
        at = feed < 0 ? text.length : this.#nextLine(feed);
        continue;
      }
      if (feed < 0 && !last) break;
      if (mark >= 0 && mark < at) mark = text.indexOf('"', at);
      if (mark < 0 || mark > end) {
        const to = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
        out.push({ line: this.#line, lastLine: this.#line, fields: text.slice(at, to).split(delimiter) });
        at = this.#nextLine(end);
        continue;
      }
      const record = readQuotedRecord(text, at, last, this.#bounds);
      if (record.kind === 'unfinished') break;
      at = this.#take(record, text, at, end, out);
    }
    this.#rest = text.slice(at);
    return out;
  }

  #take(
    record: Exclude<QuotedRecord, { kind: 'unfinished' }>,
    text: string,
    at: number,
    lineEnd: number,
    out: (CsvRecord | RowFault)[],
  ): number {
    const line = this.#line;
    if (record.kind === 'broken') {
      out.push({ number: line, reason: 'quote-broken', detail: record.detail });
      return this.#nextLine(lineEnd);
    }
    for (
      let feed = text.indexOf('\n', at);
      feed >= 0 && feed < record.end;
      feed = text.indexOf('\n', feed + 1)
    )
      this.#line++;
    out.push({ line, lastLine: this.#line, fields: record.fields });
    return this.#nextLine(record.end);
  }

  #skip(text: string): number {
    const feed = text.indexOf('\n');
    if (feed < 0) return text.length;
    this.#skipping = false;
    return this.#nextLine(feed);
  }

  #nextLine(feed: number): number {
    this.#line++;
    return feed + 1;
  }

  #tooLong(): RowFault {
    return {
      number: this.#line,
      reason: 'row-too-long',
      detail: `the line has more than ${this.#bounds.maxChars} characters`,
    };
  }
}
