/** A text in lines of at most `width` characters, cut at its blanks; a longer word has a line of its own. */
export function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/ +/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** How wide the terminal is that `output` goes to; null for a file or another program, where lines may be of any length. */
export function terminalWidth(output: string | undefined): number | null {
  return output === undefined && process.stdout.isTTY ? process.stdout.columns : null;
}
