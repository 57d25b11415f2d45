import type { Cell } from '../read/table.ts';
import { isBlank } from './blank.ts';
import type { ValueTable } from './mapping.ts';
import { normalize, slug } from './normalize.ts';
import { quote, type RowFaults } from './row-fault.ts';

/** The text of a field in a row; null where the cell is empty, and where it is at fault, which is noted. */
export type TextReader = (cells: readonly Cell[], faults: RowFaults) => string | null;

const MOST_REMEMBERED = 20_000;
const LONGEST_CODE = 200;
const LONGEST_REMARK = 4_000;
/** Excel keeps 15 digits of a number; of a longer code the end is lost. */
const MOST_EXACT = 999_999_999_999_999;
/** The code of a procedure in the national database, as it stands in "2.000635.000.00.00.H50 - Cấp phiếu …". */
const PROCEDURE_CODE = /(?<![\d.])\d\.\d{6}(?!\d)/;

/** The text of a cell as it stands. A number that was a code is let in where it is whole and all of its digits are known. */
export function plainText(index: number, heading: string): TextReader {
  return (cells, faults) => {
    const cell = cells[index] ?? '';
    if (typeof cell === 'string') return isBlank(cell) ? null : cell;
    if ('fault' in cell) faults.note(heading, 'cell-unreadable', cell.fault);
    else if (cell.isDate)
      faults.note(
        heading,
        'cell-unreadable',
        'the sheet has a date here; format the column as text, and enter it again',
      );
    else if (Math.abs(cell.value) > MOST_EXACT)
      faults.note(
        heading,
        'cell-unreadable',
        'the sheet has a number of more than 15 digits here, whose end is lost; format the column as text',
      );
    else return String(cell.value);
    return null;
  };
}

/** One of a closed list of values, by the table; a text that it does not have is noted as unknown. */
export function listedValue(
  read: TextReader,
  heading: string | null,
  table: ValueTable,
  allowed: readonly string[],
): TextReader {
  const remembered = new Map<string, string | undefined>();
  const find = (text: string): string | undefined => {
    if (remembered.has(text)) return remembered.get(text);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const value = table.byText.get(normalize(text));
    remembered.set(text, value);
    return value;
  };
  return (cells, faults) => {
    const text = read(cells, faults);
    if (text === null) return table.default;
    const value = find(text);
    if (value !== undefined) return value;
    faults.note(
      heading,
      'value-unknown',
      `${quote(text)} is not known; say in the mapping which of ${allowed.join(', ')} it is`,
    );
    return null;
  };
}

/** The code of a procedure: as the mapping has it, else the one in the text, else the text. */
export function procedureCode(index: number, heading: string, own: ReadonlyMap<string, string>): TextReader {
  const read = plainText(index, heading);
  const withCode = remembering(
    (text) => own.get(normalize(text)) ?? PROCEDURE_CODE.exec(text)?.[0] ?? oneLine(text),
  );
  return limited(LONGEST_CODE, heading, (cells, faults) => {
    const cell = cells[index];
    // A sheet takes the code 1.001120 for a number, and drops its last digit.
    if (typeof cell === 'object' && 'value' in cell && !cell.isDate && cell.value > 0 && cell.value < 10)
      return withCode(cell.value.toFixed(6));
    const text = read(cells, faults);
    return text === null ? null : withCode(text);
  });
}

/** The code of a field: as the mapping has it, else made of its name (`Đất đai` is `dat-dai`), the same for all systems. */
export function fieldCode(index: number, heading: string, own: ReadonlyMap<string, string>): TextReader {
  const read = plainText(index, heading);
  const code = remembering((text) => own.get(normalize(text)) ?? slug(text));
  return limited(LONGEST_CODE, heading, (cells, faults) => {
    const text = read(cells, faults);
    return text === null ? null : code(text) || null;
  });
}

/** Words of a person, on one line. */
export function remark(index: number, heading: string): TextReader {
  const read = plainText(index, heading);
  return limited(LONGEST_REMARK, heading, (cells, faults) => {
    const text = read(cells, faults);
    return text === null ? null : oneLine(text) || null;
  });
}

/** Events let no control characters in. */
function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .toWellFormed();
}

function limited(longest: number, heading: string, read: TextReader): TextReader {
  return (cells, faults) => {
    const text = read(cells, faults);
    if (text === null || text.length <= longest) return text;
    faults.note(heading, 'value-too-long', `the text has ${text.length} characters; ${longest} are allowed`);
    return null;
  };
}

function remembering(make: (text: string) => string): (text: string) => string {
  const remembered = new Map<string, string>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const made = make(text);
    remembered.set(text, made);
    return made;
  };
}
