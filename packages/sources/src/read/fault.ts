import { basename } from 'node:path';
import { FileFault } from './table.ts';

/** A fault of a whole file: one sentence that begins with the file's name, without its folder. */
export function fileFault(file: string, sentence: string, cause?: unknown): FileFault {
  return new FileFault(`${basename(file)}: ${sentence}`, cause === undefined ? undefined : { cause });
}

/** Quotes a text of a file in a sentence, cut short and on one line. */
export function quoted(text: string, maxChars = 60): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > maxChars ? `"${line.slice(0, maxChars)}…"` : `"${line}"`;
}
