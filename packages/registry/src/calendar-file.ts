import { readFile } from 'node:fs/promises';
import { type Day, parseDay } from '@sohoso/dossier';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import {
  type CalendarDay,
  type CalendarDayKind,
  calendarDayKinds,
  type Weekday,
  WorkingCalendar,
  weekdays,
} from './calendar.ts';

/** The calendar of the sample data: the working days of state bodies in Vietnam. */
export const sampleCalendarFile = new URL('../sample/calendar.csv', import.meta.url);

/** The calendar file cannot be used; the message says which file, which line and why. */
export class CalendarFileBroken extends Error {
  override readonly name = 'CalendarFileBroken';
}

const row = z.object({
  day: z.string(),
  kind: z.enum(['calendar', 'covers-from', 'covers-to', 'weekend', ...calendarDayKinds]),
  name: z.string(),
  source: z.string(),
});
type Line = z.infer<typeof row> & { readonly number: number };

/**
 * Reads a calendar from a CSV file (UTF-8) with the columns day, kind, name, source. What a line says goes by its kind:
 * `calendar` names the calendar and gives its version, a day; `covers-from` and `covers-to` are the first and last day that it
 * covers; `weekend` has the English name of a weekday for its day; the others are the kinds of `CalendarDay`, each with a name and
 * a source. The file is taken whole or not at all: throws CalendarFileBroken.
 */
export async function readCalendarFile(file: string | URL): Promise<WorkingCalendar> {
  const name = file instanceof URL ? file.pathname : file;
  try {
    return calendarOf(linesOf(await readFile(file)));
  } catch (error) {
    throw new CalendarFileBroken(`the calendar file ${name} cannot be used: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

interface ParsedLine {
  readonly record: unknown;
  readonly info: { readonly lines: number };
}

function linesOf(content: Buffer): readonly Line[] {
  const parsed: unknown[] = parse(content, {
    columns: true,
    bom: true,
    skip_empty_lines: true,
    trim: true,
    info: true,
  });
  return (parsed as readonly ParsedLine[]).map(({ record, info }) => {
    const result = row.safeParse(record);
    if (result.success) return { ...result.data, number: info.lines };
    const issue = result.error.issues[0];
    throw new RangeError(
      `line ${info.lines}, column ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? 'invalid'}`,
    );
  });
}

function calendarOf(lines: readonly Line[]): WorkingCalendar {
  const calendar = only(lines, 'calendar');
  dayOf(calendar);
  return new WorkingCalendar({
    name: named(calendar),
    version: calendar.day,
    coversFrom: dayOf(only(lines, 'covers-from')),
    coversTo: dayOf(only(lines, 'covers-to')),
    weekends: lines.filter(({ kind }) => kind === 'weekend').map(weekdayOf),
    days: lines.filter(isOfDay).map(calendarDayOf),
  });
}

function only(lines: readonly Line[], kind: Line['kind']): Line {
  const [line, another] = lines.filter((candidate) => candidate.kind === kind);
  if (line === undefined) throw new RangeError(`it has no line of kind ${kind}`);
  if (another !== undefined)
    throw new RangeError(`line ${another.number}: there is a line of kind ${kind} already`);
  return line;
}

const kindsOfDays: ReadonlySet<string> = new Set(calendarDayKinds);

function isOfDay(line: Line): line is Line & { readonly kind: CalendarDayKind } {
  return kindsOfDays.has(line.kind);
}

function calendarDayOf(line: Line & { readonly kind: CalendarDayKind }): CalendarDay {
  const { kind, source, number } = line;
  if (source === '')
    throw new RangeError(`line ${number}, column source: name the law or decision that says so`);
  return { day: dayOf(line), kind, name: named(line), source };
}

function named({ name, number }: Line): string {
  if (name === '') throw new RangeError(`line ${number}, column name: is empty`);
  return name;
}

function dayOf({ day, number }: Line): Day {
  const parsed = parseDay(day);
  if (parsed === null) throw new RangeError(`line ${number}, column day: "${day}" is not a date YYYY-MM-DD`);
  return parsed;
}

function weekdayOf({ day, number }: Line): Weekday {
  const weekday = weekdays.find((known) => known === day.toLowerCase());
  if (weekday === undefined)
    throw new RangeError(`line ${number}, column day: "${day}" is not a weekday such as saturday`);
  return weekday;
}
