/**
 * The words of a command line up to the cursor, the last being the one that is typed, without what stands before them. Bash cuts words at
 * characters that period keys and `--option=value` have, so they are cut here.
 */
export function wordsOf(line: string, command: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let isWord = false;
  for (let i = 0; i < line.length; i++) {
    const character = line[i] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      isWord = true;
    } else if (character === '\\') {
      word += line[++i] ?? '';
      isWord = true;
    } else if (/\s/.test(character)) {
      if (isWord) words.push(word);
      word = '';
      isWord = false;
    } else {
      word += character;
      isWord = true;
    }
  }
  words.push(word);
  return words.slice(words.indexOf(command) + 1);
}
