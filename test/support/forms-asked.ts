import { expect } from 'vitest';
import { compareText } from '../oracle/history.ts';
import type { LegShare } from '../oracle/legs.ts';
import type { Figures } from './forms.ts';
import type { ExpectedRow, ExpectedTable, Question, World } from './forms-expected.ts';
import type { ToldStore } from './told-store.ts';

/** A moment as it is asked for, and in ms since 1970; without a text it is not asked for, and all that is there counts. */
export interface Moment {
  readonly text?: string;
  readonly ms: number;
}

/** The parameters of a question. */
function parametersOf(question: Question, moment: Moment): string {
  const { form: _, period, rollUp, ...others } = question;
  const [from, to] = period.split('..');
  const all = {
    ...(to === undefined ? { period } : { from, to }),
    ...others,
    ...(rollUp ? { rollUp: 'true' } : {}),
    ...(moment.text === undefined ? {} : { asKnownAt: moment.text }),
  };
  return new URLSearchParams(all as Record<string, string>).toString();
}

interface JsonRow {
  readonly [name: string]: unknown;
}
type Head = { readonly code: string; readonly of?: readonly string[]; readonly comparable?: false };

/** Asks for a table and expects every figure of it, its total and its order to be the oracle's. */
export async function expectTable(
  store: ToldStore,
  question: Question,
  moment: Moment,
  expected: ExpectedTable,
  world: World,
): Promise<void> {
  const address = `/v1/reports/${question.form}?${parametersOf(question, moment)}`;
  const answer = await store.get(address);
  expect(answer.statusCode, `${address} ${answer.body.slice(0, 400)}`).toBe(200);
  const { rows, total, faults, asKnownAt } = answer.json();
  const shown = (rows as readonly JsonRow[]).map(({ [question.by]: head, ...figures }) => {
    const { code, of, comparable } = head as Head;
    return {
      code,
      units: of ?? (question.by === 'unit' ? [code] : []),
      isComparable: comparable ?? true,
      figures: flat(figures),
    };
  });
  const wanted = expected.rows.map(({ code, units, isComparable, figures }) => ({
    code,
    units: question.by === 'unit' ? units : [],
    isComparable,
    figures,
  }));
  expect({
    address,
    rows: question.by === 'unit' ? strangersByCode(shown, world) : shown,
    total: flat(total),
    faults,
    asKnownAt,
  }).toEqual({
    address,
    rows: wanted,
    total: expected.total.figures,
    faults: [],
    asKnownAt: new Date(moment.ms).toISOString(),
  });
}

/** Units that the registry does not know come last, in no order that is promised. */
export function strangersByCode<R extends { readonly code: string }>(
  rows: readonly R[],
  { registry }: World,
): R[] {
  const strangers = rows.slice(rows.findLastIndex(({ code }) => registry.has(code)) + 1);
  return [
    ...rows.slice(0, rows.length - strangers.length),
    ...strangers.toSorted((a, b) => compareText(a.code, b.code)),
  ];
}

function flat(nested: object, path = ''): Figures {
  const figures: Record<string, number | null> = {};
  for (const [name, value] of Object.entries(nested) as [string, object | number | null][]) {
    if (typeof value === 'object' && value !== null) Object.assign(figures, flat(value, `${path}${name}.`));
    else figures[path + name] = value;
  }
  return figures;
}

/** A figure of a table, and where it stands. */
export interface AskedCell {
  readonly question: Question;
  readonly asked: Moment;
  readonly row: ExpectedRow;
  readonly path: string;
}

/** Asks for all pages behind a cell, and expects its figure to be the table's, and its legs to be the oracle's, one by one. */
export async function expectCell(
  store: ToldStore,
  { question, asked, row, path }: AskedCell,
  legs: readonly LegShare[],
  limit: number,
): Promise<void> {
  const { code, figures } = row;
  const cell = `/v1/reports/${question.form}/cells/${encodeURIComponent(code)}/${path}`;
  const address = `${cell}?${parametersOf(question, asked)}&limit=${limit}`;
  const found: LegShare[] = [];
  const heads: object[] = [];
  const sizes = pagesOf(legs.length, limit);
  // One page more than there may be is enough to see that something is wrong.
  for (let after: string | null = ''; after !== null && heads.length <= sizes.length; ) {
    const answer = await store.get(after === '' ? address : `${address}&after=${encodeURIComponent(after)}`);
    expect(answer.statusCode, `${address} ${answer.body.slice(0, 400)}`).toBe(200);
    const page = answer.json();
    heads.push({ figure: page.figure, legs: page.legs, size: page.dossiers.length });
    for (const { dossier, leg, quantity } of page.dossiers) found.push({ dossier, leg, quantity });
    after = page.next;
  }
  expect({ address, legs: found }).toEqual({ address, legs });
  expect({ address, pages: heads }).toEqual({
    address,
    pages: sizes.map((size) => ({ figure: figures[path], legs: legs.length, size })),
  });
  expect({ address, figure: found.reduce((sum, { quantity }) => sum + quantity, 0) }).toEqual({
    address,
    figure: figures[path],
  });
}

/** How many legs the pages have; the last one may have fewer, and is there even if it has none. */
function pagesOf(legs: number, limit: number): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(legs / limit)) }, (_, page) =>
    Math.min(limit, legs - page * limit),
  );
}
