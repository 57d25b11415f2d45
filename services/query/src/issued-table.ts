import { formatDay, parseDay } from '@sohoso/dossier';
import {
  findForm,
  firstDay,
  keyedPeriod,
  lastDay,
  type Period,
  PeriodInvalid,
  periodBetween,
  periodOfKey,
  tableCsv,
  tableJson,
} from '@sohoso/report';
import { Problem } from '@sohoso/service';
import { askBalances, askTable, type TableAsked } from './ask-table.ts';
import type { IssueBody } from './issued-body.ts';
import { definitionsOf } from './issued-definitions.ts';
import type { Draft, IssuedFile } from './issued-kinds.ts';
import type { IssuedQuestion, IssuedRecord } from './issued-record.ts';
import type { Known } from './known-at.ts';
import type { QueryOptions } from './query-plugin.ts';
import { printedForm } from './report-file.ts';
import { tableAsked } from './report-parameters.ts';

/** A form that is about to be issued, of a moment that is named even where it is now. Throws a Problem where it cannot be asked for. */
export function tableDraft(options: QueryOptions, body: IssueBody): Draft {
  const { now = Date.now } = options;
  const { report, rollUp, lang = null, asKnownAt = new Date(now()).toISOString(), ...parameters } = body;
  const asked = tableAsked(options, report, {
    ...parameters,
    asKnownAt,
    rollUp: rollUp === true || rollUp === 'true' ? 'true' : 'false',
  });
  const { form, period, by, scope, on } = asked;
  const baseline = asked.baseline ?? asked.textBaseline;
  const question: IssuedQuestion = {
    period: keyedPeriod(period),
    baseline: baseline === null ? null : keyedPeriod(baseline),
    by,
    scope,
    structureOn: formatDay(on ?? lastDay(period)),
    rollUp: asked.rollUp,
    lang,
  };
  return {
    asKnownAt: asked.known.asKnownAt,
    question,
    definitions: definitionsOf(options, form),
    freeze: () => freeze(options, asked, question),
  };
}

/** All formats, made of one table. A table with faults is none to sign: throws a Problem (409). */
async function freeze(
  options: QueryOptions,
  asked: TableAsked,
  { lang }: IssuedQuestion,
): Promise<readonly IssuedFile[]> {
  const balances = asked.by === 'unit' ? await askBalances(options, asked) : undefined;
  const table = await askTable(options, asked, balances);
  requireSound(table.faults, 'nothing was issued');
  const files: IssuedFile[] = [
    { format: 'json', bytes: Buffer.from(tableJson(table, lang ?? 'en')) },
    { format: 'csv', bytes: Buffer.from(tableCsv(table)) },
  ];
  const printed = await printedForm(options, asked, { table, balances }, lang ?? 'vi');
  for (const format of ['xlsx', 'docx', 'pdf'] as const)
    files.push({ format, bytes: await options.files.make(printed, format) });
  return files;
}

/** Throws a Problem (409) where the figures of a table do not balance, `so` being what follows from it. */
export function requireSound(faults: readonly { readonly detail: string }[], so: string): void {
  const [first] = faults;
  if (first === undefined) return;
  const more = faults.length === 1 ? '' : ` (and ${faults.length - 1} more)`;
  throw new Problem(409, 'figures-broken', `${so}: ${first.detail}${more}`, { faults });
}

/**
 * The table of an issued report, to be asked for once more as known at another moment. A unit that it named and that the registry does not
 * have any more, or not in its period, is no fault of that question: its row has vanished.
 */
export function askedAgain({ report, asked }: IssuedRecord, known: Known): TableAsked {
  const form = findForm(report);
  if (form === undefined)
    throw new Problem(
      404,
      'form-unknown',
      `the form "${report}" is no more, so it cannot be said what it would show now; the report itself can be had as it was issued`,
    );
  const { period, baseline, by, scope, structureOn, rollUp } = asked;
  const again = baseline === null ? null : periodAgain(baseline, form.cutOffDay);
  return {
    form,
    period: periodAgain(period, form.cutOffDay),
    baseline: form.compares ? again : null,
    textBaseline: form.compares ? null : again,
    by,
    scope,
    on: parseDay(structureOn) ?? undefined,
    rollUp,
    known,
    again: true,
  };
}

/** The same days under the same key, also where the key means other days by now. */
function periodAgain({ from, to, key }: IssuedQuestion['period'], cutOffDay: number): Period {
  const [first, last] = [parseDay(from), parseDay(to)];
  if (first === null || last === null) throw new TypeError(`${from} … ${to} are no days`);
  try {
    const period = periodOfKey(key, cutOffDay);
    if (firstDay(period) === first && lastDay(period) === last) return period;
  } catch (error) {
    if (!(error instanceof PeriodInvalid)) throw error;
  }
  return periodBetween(first, last, key);
}
