import { Dice } from '../oracle/dice.ts';
import { Oracle, type RecordedEvent } from '../oracle/oracle.ts';
import { randomPeriodKey } from '../oracle/random-periods.ts';
import { countedColumns, type FormId, formIds } from './forms.ts';
import { expectCell, expectTable, type Moment } from './forms-asked.ts';
import {
  type ExpectedRow,
  expectedLegs,
  expectedTable,
  type Question,
  type World,
} from './forms-expected.ts';
import { momentKinds, momentOf } from './forms-moments.ts';
import { type Days, randomQuestion } from './forms-random.ts';
import { expectRatio, ratioIds } from './forms-ratios.ts';
import type { ToldStore } from './told-store.ts';

/** A store and the events that it was told, with what can be asked of them. */
interface Checked {
  readonly seed: number;
  readonly world: World;
  readonly days: Days;
  readonly events: readonly RecordedEvent[];
  /** How many moments of each kind are asked at; the oracle takes its time for each. */
  readonly momentsOfKind: number;
  readonly store: () => ToldStore;
}

/**
 * Asks a store at random, and expects what the oracle says. What is asked in a round depends on the seed and the round alone, and each
 * kind of moment has its turn.
 */
export function formChecks({ seed, world, days, events, momentsOfKind, store }: Checked) {
  const everything = new Oracle(events);
  const known = new Map<number, Oracle>();

  function momentOfTurn(turn: number): { readonly asked: Moment; readonly oracle: Oracle } {
    const moments = momentKinds.length * momentsOfKind;
    const kind = momentKinds[turn % momentKinds.length] ?? 'none';
    const asked = momentOf(new Dice(seed + (turn % moments)), kind, events, store().clock);
    if (asked.text === undefined) return { asked, oracle: everything };
    const oracle = known.get(asked.ms) ?? everything.asKnownAt(asked.ms);
    known.set(asked.ms, oracle);
    return { asked, oracle };
  }

  function questionOf(round: number, form?: FormId, narrowed: Partial<Question> = {}) {
    const { asked, oracle } = momentOfTurn(round);
    const dice = new Dice(seed + 1_000 * (round + 1) + (form === undefined ? 0 : formIds.indexOf(form)));
    const { on, ...any } = randomQuestion(dice, world, oracle, days, form);
    // A day of the structure that fits one period may lie after another.
    const question: Question = {
      ...any,
      ...(on === undefined || narrowed.period !== undefined ? {} : { on }),
      ...narrowed,
    };
    return { dice, asked, oracle, question, expected: expectedTable(world, oracle, question) };
  }

  async function cell(of: ReturnType<typeof questionOf>, row: ExpectedRow, path: string): Promise<void> {
    const { dice, asked, oracle, question } = of;
    const legs = expectedLegs(oracle, question, row, path);
    const limit = Math.min(1_000, Math.max(1, Math.ceil(legs.length / dice.whole(1, 3))));
    await expectCell(store(), { question, asked, row, path }, legs, limit);
  }

  return {
    everything,
    async table(round: number, form: FormId, narrowed?: Partial<Question>): Promise<void> {
      const { asked, question, expected } = questionOf(round, form, narrowed);
      await expectTable(store(), question, asked, expected, world);
    },
    /** Each column of a form once, in the total or some row of one table; where there is one, in one with legs. */
    async everyColumn(round: number, form: FormId, narrowed: Partial<Question>): Promise<void> {
      const of = questionOf(round, form, narrowed);
      const rows = [of.expected.total, ...of.expected.rows];
      for (const path of Object.keys(countedColumns(form))) {
        const filled = rows.filter(({ figures }) => figures[path] !== null);
        const counted = filled.filter(({ figures }) => figures[path] !== 0);
        if (filled.length > 0) await cell(of, of.dice.pick(counted.length > 0 ? counted : filled), path);
      }
    },
    /** One cell of one table. */
    async anyCell(round: number): Promise<void> {
      const of = questionOf(round);
      const row = of.dice.pick([of.expected.total, ...of.expected.rows]);
      const paths = Object.keys(countedColumns(of.question.form));
      const filled = paths.filter((path) => row.figures[path] !== null);
      if (filled.length > 0) await cell(of, row, of.dice.pick(filled));
    },
    async ratio(round: number): Promise<void> {
      const { dice, asked, oracle, question } = questionOf(round);
      const { period, scope } = question;
      const baseline = randomPeriodKey(dice, days.from, days.to);
      const id = ratioIds[round % ratioIds.length] ?? 'online/new';
      await expectRatio(store(), world, oracle, { id, period, baseline, scope }, asked);
    },
  };
}
