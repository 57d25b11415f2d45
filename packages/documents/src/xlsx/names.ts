const LONGEST = 31;
const FORBIDDEN = /[\\/?*[\]:]/g;

/**
 * Names for the sheets of one workbook: as wanted, as far as Excel lets them: up to 31 characters, none of `\ / ? * [ ] :`, no
 * apostrophe at an end, not `History`, none twice (whatever the case).
 */
export function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set(['', 'history']);
  return wanted.map((text, n) => {
    const base = shortened(text.replace(FORBIDDEN, ' '), LONGEST) || `Bảng ${n + 1}`;
    let name = base;
    for (let again = 2; taken.has(name.toLowerCase()); again++)
      name = `${shortened(base, LONGEST - ` (${again})`.length)} (${again})`;
    taken.add(name.toLowerCase());
    return name;
  });
}

/** Cut between characters, never within one that takes two places. */
function shortened(text: string, longest: number): string {
  let kept = '';
  for (const character of text.replace(/\s+/g, ' ').replace(/^[\s']+/, '')) {
    if (kept.length + character.length > longest) break;
    kept += character;
  }
  return kept.replace(/[\s']+$/, '');
}
