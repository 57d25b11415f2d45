/** A count as people in Vietnam write it: `4.545`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
}

/** `15/04/2020` of a day `2020-04-15`, or of a moment on it. */
export function vietnameseDay(iso: string): string {
  return iso.slice(0, 10).split('-').toReversed().join('/');
}

/** On one line, and without what a terminal would take for a command. Composed, so that its length is what it takes on the terminal. */
export function plain(text: string): string {
  return text.replace(/[\p{Zl}\p{Zp}\p{C}]+/gu, ' ').normalize('NFC');
}
