import type { Dice } from '../oracle/dice.ts';
import { Oracle, type RecordedEvent } from '../oracle/oracle.ts';
import { randomPeriodKey } from '../oracle/random-periods.ts';
import { countedColumns, type FormId } from './forms.ts';
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
export interface Checked {
  readonly world: World;
  readonly days: Days;
  readonly dice: Dice;
  readonly events: readonly RecordedEvent[];
  readonly store: () => ToldStore;
}

/** Asks a store at random, and expects what the oracle says. Each kind of moment has its turn. */
export function formChecks({ world, days, dice, events, store }: Checked) {
  const everything = new Oracle(events);
  const moment = (round: number) => {
    const kind = momentKinds[round % momentKinds.length] ?? 'none';
    return momentOf(dice, kind, events, store().clock);
  };
  const known = new Map<number, Oracle>();
  const oracleOf = ({ text, ms }: Moment): Oracle => {
    const oracle = text === undefined ? everything : (known.get(ms) ?? everything.asKnownAt(ms));
    if (text !== undefined) known.set(ms, oracle);
    return oracle;
  };

  async function table(form: FormId, round: number, narrowed: Partial<Question> = {}): Promise<void> {
    const asked = moment(round);
    const oracle = oracleOf(asked);
    const question = { ...randomQuestion(dice, world, oracle, days, form), ...narrowed };
    await expectTable(store(), question, asked, expectedTable(world, oracle, question), world);
  }

  function filled(round: number, form?: FormId, narrowed: Partial<Question> = {}) {
    const asked = moment(round);
    const oracle = oracleOf(asked);
    const question = { ...randomQuestion(dice, world, oracle, days, form), ...narrowed };
    const { rows, total } = expectedTable(world, oracle, question);
    return { asked, oracle, question, rows: [total, total, ...rows] };
  }

  async function cell(
    { asked, oracle, question }: ReturnType<typeof filled>,
    row: ExpectedRow,
    path: string,
  ): Promise<void> {
    const legs = expectedLegs(oracle, question, row, path);
    const limit = Math.min(1_000, Math.max(1, Math.ceil(legs.length / dice.whole(1, 3))));
    await expectCell(store(), { question, asked, row, path }, legs, limit);
  }

  return {
    everything,
    table,
    /** Each column of a form once, in the total or some row of one table. */
    async everyColumn(round: number, form: FormId, narrowed: Partial<Question>): Promise<void> {
      const one = filled(round, form, narrowed);
      for (const path of Object.keys(countedColumns(form))) {
        const rows = one.rows.filter(({ figures }) => figures[path] !== null);
        if (rows.length > 0) await cell(one, dice.pick(rows), path);
      }
    },
    /** One cell of one table. */
    async anyCell(round: number): Promise<void> {
      const one = filled(round);
      const row = dice.pick(one.rows);
      const paths = Object.keys(countedColumns(one.question.form)).filter(
        (path) => row.figures[path] !== null,
      );
      if (paths.length > 0) await cell(one, row, dice.pick(paths));
    },
    async ratio(round: number): Promise<void> {
      const asked = moment(round);
      const oracle = oracleOf(asked);
      const { period, scope } = randomQuestion(dice, world, oracle, days, 'appendix');
      const baseline = randomPeriodKey(dice, days.from, days.to);
      const id = ratioIds[round % ratioIds.length] ?? 'online/new';
      await expectRatio(store(), world, oracle, { id, period, baseline, scope }, asked);
    },
  };
}
