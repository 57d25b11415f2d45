/**
 * How far a decoded text looks like written Vietnamese: of its words with letters beyond ASCII, the share that are built like a
 * Vietnamese syllable (onset, one to three vowels, coda, at most one tone mark). Null where there is no such word.
 *
 * A text that was decoded by the wrong single-byte table gets several tone marks in a word, letters of other languages, signs
 * amid letters, or capitals behind small letters. `mixedCase` lets the last one pass: text in ABC fonts has capital ASCII
 * letters beside letters with tone marks that have no capital form.
 */
export function vietnameseShare(text: string, mixedCase: boolean): number | null {
  let words = 0;
  let good = 0;
  for (const word of text.split(betweenWords)) {
    if (!beyondAscii.test(word)) continue;
    words++;
    if (isSyllable(word, mixedCase)) good++;
  }
  return words === 0 ? null : good / words;
}

const betweenWords = /[\s\u0021-\u0040[-`{-~‘’“”…–—•]+/;
const beyondAscii = /[^\u0000-\u007f]/;
const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/g;
const syllable =
  /^(?:ngh?|nh|g[hi]?|kh?|ph?|qu|th?|tr|ch?|[bdđhlmnrsvx])?[aăâeêioôơuưy]{1,3}(?:ch|ng|nh|[cmnpt])?$/;
/** An abbreviation such as TTHC, UBND, or a short word of consonants with Đ: HĐND, QĐ. */
const abbreviation = /^[A-ZĐƯƠ]{1,6}$/;

function isSyllable(word: string, mixedCase: boolean): boolean {
  const composed = word.normalize('NFC');
  if (abbreviation.test(composed)) return true;
  if (!mixedCase && /\p{Ll}\p{Lu}/u.test(composed)) return false;
  const apart = composed.toLowerCase().normalize('NFD');
  const base = apart.replace(toneMarks, '');
  return apart.length - base.length <= 1 && syllable.test(base.normalize('NFC'));
}
