import { readFileSync } from 'node:fs';
import { addDays, formatDay } from '@sohoso/dossier';
import type { WorkingCalendar } from '@sohoso/registry';
import type { Form } from '@sohoso/report';
import { z } from 'zod';
import { type Definitions, sha256 } from './issued-record.ts';
import type { QueryOptions } from './query-plugin.ts';

/** The version of the program, as this package says. */
const program = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))).version;

/** By what the figures of a form are made now. */
export function definitionsOf(
  { registry, calendar }: Pick<QueryOptions, 'registry' | 'calendar'>,
  form: Form,
): Definitions {
  const { id, version } = form;
  return {
    form: { id, version, sha256: sha256(JSON.stringify(form)) },
    registry: { units: registry.units.length, sha256: sha256(JSON.stringify(registry.units)) },
    calendar: { name: calendar.name, version: calendar.version, sha256: sha256(calendarText(calendar)) },
    program,
  };
}

/** All that a calendar says of the days that it covers. */
function calendarText(calendar: WorkingCalendar): string {
  const { name, version, coversFrom, coversTo } = calendar;
  let days = '';
  for (let day = coversFrom; day <= coversTo; day = addDays(day, 1))
    days += calendar.isWorkingDay(day) ? '1' : '0';
  const covers = [name, version, formatDay(coversFrom), formatDay(coversTo), days];
  return [...covers, ...calendar.notes(coversFrom, coversTo)].join('\n');
}

/** What is defined another way than when a report was issued. */
export function changedDefinitions(then: Definitions, now: Definitions): readonly (keyof Definitions)[] {
  const changed: (keyof Definitions)[] = [];
  for (const what of ['form', 'registry', 'calendar'] as const)
    if (then[what].sha256 !== now[what].sha256) changed.push(what);
  if (then.program !== now.program) changed.push('program');
  return changed;
}
