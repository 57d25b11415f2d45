import { dayNumber, dayText } from '../oracle/clock.ts';
import type { Dice } from '../oracle/dice.ts';
import type { Oracle } from '../oracle/oracle.ts';
import { periodOf } from '../oracle/periods.ts';
import { randomPeriodKey } from '../oracle/random-periods.ts';
import { type FormId, formIds } from './forms.ts';
import { movedIn, type Question, type World } from './forms-expected.ts';
import { isThere } from './forms-rows.ts';

/** What questions are about: periods within these days, or named after a year of theirs. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const SCOPES = ['all', 'all', 'department', 'district', 'commune', 'province', 'some', 'some'];

/** A question that has an answer: any period, scope, rows and structure, of one form. */
export function randomQuestion(
  dice: Dice,
  world: World,
  oracle: Oracle,
  days: Days,
  form: FormId = dice.pick(formIds),
): Question {
  const period = randomPeriodKey(dice, days.from, days.to);
  const scope = dice.pick(SCOPES);
  const [first, last] = [dayNumber(periodOf(period).from), dayNumber(periodOf(period).to)];
  return {
    form,
    period,
    ...(form === 'comparison' ? { baseline: randomPeriodKey(dice, days.from, days.to) } : {}),
    by: dice.pick(['unit', 'unit', 'field', 'procedure']),
    scope: scope === 'some' ? someUnits(dice, world, oracle, period) : scope,
    rollUp: dice.chance(0.35),
    ...(dice.chance(0.2) ? { on: dayText(dice.whole(first - 60, last)) } : {}),
  };
}

/** Codes of some units that can be asked for in a period: those there within it, and those that moved in it. */
function someUnits(dice: Dice, world: World, oracle: Oracle, period: string): string {
  const { from, to } = periodOf(period);
  const there = world.registry.units.filter((unit) => isThere(unit, from, to)).map(({ code }) => code);
  const codes = [...new Set([...there, ...movedIn(world, oracle, period)])];
  const chosen = Array.from({ length: dice.whole(1, 4) }, () => dice.pick(codes));
  return [...new Set(chosen)].join(',');
}
