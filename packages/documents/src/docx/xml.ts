const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** A text between tags. */
export const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ESCAPES[character] ?? '');

/** Points as WordprocessingML counts lengths, in twentieths. */
export const twentieths = (points: number): number => Math.round(points * 20);

/** Points as it counts the height of letters, in halves. */
export const halves = (points: number): number => Math.round(points * 2);
