/** The letters of a column in a sheet: 0 is A, 26 is AA. */
export function columnLetters(column: number): string {
  let letters = '';
  for (let rest = column; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return letters;
}

/** The column of a reference such as `AB12`, from 0; -1 where the text does not begin with letters. */
export function columnOf(reference: string): number {
  let column = 0;
  for (let at = 0; at < reference.length; at++) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return column - 1;
}

/** What a person calls a row and a column of the file. */
export interface Places {
  readonly row: string;
  column(column: number): string;
}

export const csvPlaces: Places = { row: 'line', column: (column) => String(column + 1) };
export const sheetPlaces: Places = { row: 'row', column: columnLetters };
