/** A spreadsheet takes a file that begins with this for UTF-8, and shows Vietnamese as it is. */
const BYTE_ORDER_MARK = '\uFEFF';

/** A whole CSV file for people: UTF-8 with a byte order mark, comma, RFC 4180. */
export function csvFile(lines: readonly (readonly (string | number)[])[]): string {
  return BYTE_ORDER_MARK + lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
}

/** A field of a CSV line (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csvField(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
