import { addDays, formatDay, parseDay } from '@sohoso/dossier';
import type { LocalMoment } from '../leg-row.ts';
import type { Cell } from '../read/table.ts';
import { isBlank } from './blank.ts';
import { type DateFormat, momentAt } from './date-format.ts';
import { quote, type RowFaults } from './row-fault.ts';

/** The formats of a column, in the order in which they are tried. */
export interface DateRules {
  readonly formats: readonly DateFormat[];
  /** Whether a number is the serial of a day in a spreadsheet. */
  readonly serials: boolean;
}

/** The moment that a cell tells; null where it is empty, and where it is at fault, which is noted. */
export type MomentReader = (cells: readonly Cell[], faults: RowFaults) => LocalMoment | null;

const SERIAL_TEXT = /^\d{5}(?:[.,]\d+)?$/;
const TWO_DIGIT_YEAR = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}(?!\d)/;

export function momentReader(index: number, heading: string, rules: DateRules): MomentReader {
  const allowed = [...rules.formats.map(({ text }) => text), ...(rules.serials ? ['excel'] : [])].join(', ');
  return (cells, faults) => {
    const cell = cells[index] ?? '';
    if (isBlank(cell)) return null;
    if (typeof cell === 'string') {
      if (rules.serials && SERIAL_TEXT.test(cell))
        return fromSerial(Number(cell.replace(',', '.')), heading, faults);
      return fromText(cell, rules.formats, allowed, heading, faults);
    }
    if ('fault' in cell) faults.note(heading, 'cell-unreadable', cell.fault);
    else if (rules.serials) return fromSerial(cell.value, heading, faults);
    else {
      const detail = `${cell.value} is a number; days are read from numbers only where "excel" is among the formats`;
      faults.note(heading, 'date-invalid', detail);
    }
    return null;
  };
}

function fromText(
  text: string,
  formats: readonly DateFormat[],
  allowed: string,
  heading: string,
  faults: RowFaults,
): LocalMoment | null {
  let found: LocalMoment | null = null;
  let order = '';
  let hasShape = false;
  for (const format of formats) {
    if (found !== null && format.order === order) continue;
    const reading = format.read(text);
    if (reading === null) continue;
    hasShape = true;
    if (reading === 'no-such-day') continue;
    if (found === null) {
      found = reading;
      order = format.order;
    } else if (reading.day !== found.day) {
      const detail = `${quote(text)} may be ${found.day} or ${reading.day}; leave only one of these formats to the column`;
      faults.note(heading, 'date-ambiguous', detail);
      return null;
    }
  }
  if (found === null) faults.note(heading, 'date-invalid', whyNot(text, hasShape, allowed));
  return found;
}

function whyNot(text: string, hasShape: boolean, allowed: string): string {
  if (hasShape) return `${quote(text)} names a day or an hour that does not exist`;
  if (TWO_DIGIT_YEAR.test(text))
    return `${quote(text)} has a year of two digits; four are needed, as in ${allowed}`;
  return `${quote(text)} is not written in any of the formats ${allowed}`;
}

/** Day 0 of the serials; before 1 March 1900 they count a 29 February that there was not. */
const SERIAL_ZERO = parseDay('1899-12-30');
const FIRST_SERIAL = 61;
const LAST_SERIAL = 146_097;
const SECONDS_PER_DAY = 86_400;

function fromSerial(serial: number, heading: string, faults: RowFaults): LocalMoment | null {
  if (SERIAL_ZERO === null || !(serial >= FIRST_SERIAL && serial < LAST_SERIAL)) {
    faults.note(heading, 'date-invalid', `the number ${serial} is not the serial of a day`);
    return null;
  }
  const seconds = Math.round(serial * SECONDS_PER_DAY);
  const day = addDays(SERIAL_ZERO, Math.floor(seconds / SECONDS_PER_DAY));
  const ofDay = seconds % SECONDS_PER_DAY;
  const moment = momentAt(
    formatDay(day),
    Math.floor(ofDay / 3600),
    Math.floor((ofDay % 3600) / 60),
    ofDay % 60,
  );
  return typeof moment === 'string' ? null : moment;
}
