import { dayNumber, dayText } from './clock.ts';
import type { Dice } from './dice.ts';

const QUARTERS = ['Q1', 'Q2', 'Q3', 'Q4'];
const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'];

/** The key of some period of the years from one day to another; ad hoc ones lie within the days, and are mostly short. */
export function randomPeriodKey(dice: Dice, from: string, to: string): string {
  if (dice.chance(0.5)) return randomRange(dice, dayNumber(from), dayNumber(to));
  const day = dayText(dice.whole(dayNumber(from), dayNumber(to)));
  const [year = '', month = ''] = day.split('-');
  const part = dice.pick([
    `-${month}`,
    `-${month}`,
    `-${dice.pick(MONTHS)}`,
    `-${QUARTERS[Math.ceil(Number(month) / 3) - 1]}`,
    `-${dice.pick(QUARTERS)}`,
    `-${dice.pick(['H1', 'H2', '9M'])}`,
    '',
  ]);
  return `${year}${part}${dice.chance(0.4) ? '@vpcp' : ''}`;
}

function randomRange(dice: Dice, first: number, last: number): string {
  const from = dice.whole(first, last);
  const length = dice.pick([1, 1, 2, 7, 15, 30, dice.whole(1, 120)]);
  return `${dayText(from)}..${dayText(Math.min(from + length - 1, last))}`;
}
