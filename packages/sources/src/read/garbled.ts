import { quoted } from './fault.ts';

/**
 * Signs that a text was decoded by the wrong table before it came to us. None of them occurs in written Vietnamese:
 * - control characters and the replacement character;
 * - the UTF-8 bytes of Vietnamese letters and tone marks shown as Windows-1252 (`Há»“ sÆ¡`), left out where the pair could be
 *   an upper-case letter before a typographic quotation mark, as in `XÃ”`;
 * - text for the old TCVN3 (ABC) fonts kept as Latin-1 (`Hå s¬ ®· tr¶`).
 */
const signs = [
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/,
  /á[º»][\u00a0-¿€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/,
  /Ã[¡¢£¨©ª¬²³´µ¹º½€‚ƒˆ‰ŠŒ™š]|Ä[‘ƒ‚¨©]|Æ[°¡¯\u00a0]|Å[¨©]|Ì[€£‰ƒ]/,
  /[A-Za-z][µ¶¸¬¨¾]|[®§][a-z]|[a-zà-ÿ][ÆÇËÎÏÑÖÜÞ]/,
] as const;

const anySign = new RegExp(signs.map((sign) => sign.source).join('|'));
const decodedWrongly = new RegExp(`${signs[0].source}|${signs[1].source}|${signs[2].source}`);

export function isGarbled(text: string): boolean {
  return anySign.test(text);
}

/** Says what is wrong with a garbled text, as one sentence without the place. */
export function garbledSentence(text: string): string {
  return decodedWrongly.test(text)
    ? `the text ${quoted(text, 40)} is garbled: it was read by the wrong encoding once; export it again as UTF-8`
    : `the text ${quoted(text, 40)} is garbled: it was typed for the old TCVN3 (ABC) fonts; convert the file to Unicode`;
}
