/** A record with quotation marks, as far as it could be read. */
export type QuotedRecord =
  | { readonly kind: 'record'; readonly fields: string[]; readonly end: number }
  | { readonly kind: 'broken'; readonly detail: string }
  | { readonly kind: 'unfinished' };

export interface RecordBounds {
  readonly delimiter: string;
  readonly maxChars: number;
  readonly maxLines: number;
}

const unfinished: QuotedRecord = { kind: 'unfinished' };

/**
 * Reads the record that begins at `from` (RFC 4180; spaces around a quoted field are let through). `end` is where its line feed
 * stands, or the end of the text where it is the last. `unfinished`: the text ends before the record does, and more follows.
 *
 * What comes out does not depend on where the text is cut, as long as it is read again with more: faults are found in the order
 * in which they stand there, and none beyond the bounds counts.
 */
export function readQuotedRecord(
  text: string,
  from: number,
  last: boolean,
  bounds: RecordBounds,
): QuotedRecord {
  const { delimiter, maxChars } = bounds;
  const outOfBounds = (at: number): boolean => at - from > maxChars;
  const fields: string[] = [];
  let lines = 1;
  let at = from;
  for (;;) {
    const start = skipSpaces(text, at);
    const isQuoted = text.charCodeAt(start) === quote;
    const field = isQuoted ? quotedField(text, start + 1) : bareField(text, at, last, delimiter);
    const reached = field.kind === 'field' ? field.end : field.kind === 'stray' ? field.at : text.length;
    if (isQuoted) lines += countLines(text, start, reached);
    if (lines > bounds.maxLines || outOfBounds(reached)) return unclosed(fields.length, bounds);
    if (field.kind === 'stray') return stray(fields.length);
    if (field.kind === 'unfinished') return last ? unclosed(fields.length, bounds) : unfinished;
    const next = isQuoted ? skipSpaces(text, field.end) : field.end;
    if (!last && text.length - next < Math.max(delimiter.length, 2) && text.charCodeAt(next) !== lineFeed)
      return unfinished;
    fields.push(field.value);
    if (text.startsWith(delimiter, next)) at = next + delimiter.length;
    else if (isLineEnd(text, next)) return { kind: 'record', fields, end: lineFeedAt(text, next) };
    else return outOfBounds(next) ? unclosed(fields.length - 1, bounds) : stray(fields.length - 1);
  }
}

const quote = 0x22;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

type Field =
  | { readonly kind: 'field'; readonly value: string; readonly end: number }
  | { readonly kind: 'stray'; readonly at: number }
  | { readonly kind: 'unfinished' };

/** The field whose opening quotation mark stands before `from`; `end` is behind the closing one. */
function quotedField(text: string, from: number): Field {
  let value = '';
  let start = from;
  for (;;) {
    const mark = text.indexOf('"', start);
    if (mark < 0) return { kind: 'unfinished' };
    if (text.charCodeAt(mark + 1) !== quote)
      return { kind: 'field', value: value + text.slice(start, mark), end: mark + 1 };
    value += text.slice(start, mark + 1);
    start = mark + 2;
  }
}

/** The field without quotation marks around it; a mark inside of it is a fault. */
function bareField(text: string, from: number, last: boolean, delimiter: string): Field {
  const feed = text.indexOf('\n', from);
  const line = feed < 0 ? text.length : feed;
  const cut = text.indexOf(delimiter, from);
  const end = cut >= 0 && cut < line ? cut : line;
  const mark = text.indexOf('"', from);
  if (mark >= 0 && mark < end) return { kind: 'stray', at: mark };
  if (end === text.length && !last) return { kind: 'unfinished' };
  const to = end === line && end > from && text.charCodeAt(end - 1) === carriageReturn ? end - 1 : end;
  return { kind: 'field', value: text.slice(from, to), end };
}

function skipSpaces(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 0x20) at++;
  return at;
}

function isLineEnd(text: string, at: number): boolean {
  return (
    at >= text.length ||
    text.charCodeAt(at) === lineFeed ||
    text.startsWith('\r\n', at) ||
    text.slice(at) === '\r'
  );
}

function lineFeedAt(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed;
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function stray(column: number): QuotedRecord {
  return {
    kind: 'broken',
    detail: `in column ${column + 1} a quotation mark stands amid the text; write it twice, and the whole cell between quotation marks`,
  };
}

function unclosed(column: number, bounds: RecordBounds): QuotedRecord {
  return {
    kind: 'broken',
    detail: `in column ${column + 1} a quotation mark is not closed within its row (at most ${bounds.maxLines} lines and ${bounds.maxChars} characters)`,
  };
}
