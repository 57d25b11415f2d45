import type { Unit } from '@sohoso/registry';
import { expect } from 'vitest';
import { type Balance, sumOf } from '../oracle/forms.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { periodOf } from '../oracle/periods.ts';
import { pointsBetween, type RatioId, ratioOf, type Share } from '../oracle/shares.ts';
import { type Moment, strangersByCode } from './forms-asked.ts';
import { movedIn, type World } from './forms-expected.ts';
import { isThere, rowsOfScope } from './forms-rows.ts';
import type { ToldStore } from './told-store.ts';

export const ratioIds = [
  'online/new',
  'online/intake',
  'online/handled',
  'on-time/resolved',
  'on-time/received',
  'postal-return/resolved',
] as const satisfies readonly RatioId[];

export interface RatioQuestion {
  readonly id: RatioId;
  readonly period: string;
  readonly baseline: string;
  readonly scope: string;
}

type RatioRow = Share & { readonly unit: { readonly code: string } };

interface Side extends Share {
  readonly units: readonly (Share & { readonly code: string })[];
  /** Whether all units of the other period's side were there at the end of this one. */
  readonly has: (codes: readonly string[]) => boolean;
}

/** A ratio of one period as the oracle has it, unit by unit; a side that no unit reports at all has no value. */
function sideOf(world: World, oracle: Oracle, { id, scope }: RatioQuestion, period: string): Side {
  const { units: all } = world.registry;
  const { from, to } = periodOf(period);
  const moved = movedIn(world, oracle, period);
  const codes = rowsOfScope(all, { scope, on: to, rollUp: false }, moved).map(({ code }) => code);
  const balances = oracle.balances(codes, from, to);
  const silent = (code: string, balance: Balance) =>
    id === 'postal-return/resolved' && balance.returnedByPost === 0 && isSilent(all, code);
  const share = (of: readonly (Balance & { unit: string })[]): Share => {
    const ratio = ratioOf(id, sumOf(of));
    return of.every((balance) => silent(balance.unit, balance)) ? { ...ratio, percent: null } : ratio;
  };
  const there = new Set([...moved].filter((code) => all.every((unit) => unit.code !== code)));
  for (const unit of all) if (isThere(unit, to)) there.add(unit.code);
  return {
    ...share(balances),
    units: balances.map((balance) => ({ code: balance.unit, ...share([balance]) })),
    has: (others) => others.every((code) => there.has(code)),
  };
}

const isSilent = (units: readonly Unit[], code: string): boolean =>
  units.find((unit) => unit.code === code)?.unreported?.includes('postal-returns') ?? false;

/** Asks for a ratio unit by unit, beside a baseline, and expects the oracle's; between unlike units there is no difference. */
export async function expectRatio(
  store: ToldStore,
  world: World,
  oracle: Oracle,
  question: RatioQuestion,
  { text, ms }: Moment,
): Promise<void> {
  const { id, period, baseline, scope } = question;
  const asKnownAt = text === undefined ? {} : { asKnownAt: text };
  const parameters = new URLSearchParams({ period, baseline, scope, by: 'unit', ...asKnownAt });
  const address = `/v1/ratios/${id}?${parameters}`;
  const answer = await store.get(address);
  expect(answer.statusCode, `${address} ${answer.body.slice(0, 400)}`).toBe(200);
  const found = answer.json();
  const rows = (found.rows as readonly RatioRow[]).map((row) => ({ code: row.unit.code, ...printed(row) }));
  const [now, before] = [sideOf(world, oracle, question, period), sideOf(world, oracle, question, baseline)];
  const codesOf = ({ units }: Side) => units.map(({ code }) => code);
  const isAlike = before.has(codesOf(now)) && now.has(codesOf(before));
  expect({
    address,
    asKnownAt: found.asKnownAt,
    now: printed(found),
    rows: strangersByCode(rows, world),
    baseline: printed(found.baselines[0]),
    points: found.baselines[0].difference?.points ?? null,
  }).toEqual({
    address,
    asKnownAt: new Date(ms).toISOString(),
    now: printed(now),
    rows: now.units.map((row) => ({ code: row.code, ...printed(row) })),
    baseline: printed(before),
    points: isAlike ? pointsBetween(now, before) : null,
  });
}

function printed({ numerator, denominator, percent }: Share): Share {
  return { numerator, denominator, percent };
}
