import { type DossierEvent, type Measure, measures, parseDay } from '@sohoso/dossier';
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendixCells, appendixFigures, cellColumns, figureAt } from './appendix-figures.ts';
import { emptyBalance, type UnitBalance } from './balance.ts';
import { cellDossiers, cellDossiersCsv } from './cells.ts';
import { figureOf, weightsOf } from './cells-columns.ts';
import { columnsOf } from './forms/form.ts';
import { forms } from './forms/index.ts';

/** Movements by whether their day lies before the period or within it. */
interface Moved {
  readonly measure: Measure;
  readonly isBefore: boolean;
  readonly quantity: number;
}
const moved = record({
  measure: constantFrom(...measures),
  isBefore: constantFrom(true, false),
  quantity: integer({ min: 0, max: 9 }),
});

/** The balance that movements add up to, written out anew. */
function balanceOf(movements: readonly Moved[]): UnitBalance {
  const sum = (measure: Measure, when: (isBefore: boolean) => boolean) =>
    movements
      .filter((one) => one.measure === measure && when(one.isBefore))
      .reduce((total, { quantity }) => total + quantity, 0);
  const [before, within, until] = [(b: boolean) => b, (b: boolean) => !b, () => true];
  const open = (when: (isBefore: boolean) => boolean) =>
    sum('received_online', when) +
    sum('received_direct', when) +
    sum('received_postal', when) +
    sum('received_forwarded', when) +
    sum('transferred_in', when) -
    sum('transferred_out', when) -
    sum('resolved_early', when) -
    sum('resolved_on_time', when) -
    sum('resolved_late', when);
  return {
    ...emptyBalance('a'),
    openingOpen: open(before),
    closingOpen: open(until),
    closingSuspended: sum('suspended', until),
    closingOverdue: sum('overdue', until),
    receivedOnline: sum('received_online', within),
    receivedDirect: sum('received_direct', within),
    receivedPostal: sum('received_postal', within),
    receivedForwarded: sum('received_forwarded', within),
    transferredIn: sum('transferred_in', within),
    transferredOut: sum('transferred_out', within),
    resolvedEarly: sum('resolved_early', within),
    resolvedOnTime: sum('resolved_on_time', within),
    resolvedLate: sum('resolved_late', within),
    withdrawn: sum('withdrawn', within),
    released: sum('released', within),
    refused: sum('refused', within),
    returnedByPost: sum('returned_by_post', within),
  };
}

const counts = forms
  .flatMap(columnsOf)
  .flatMap(({ path, value }) => (value.kind === 'count' ? [{ path, sum: value.sum }] : []));

describe('a column that counts legs', () => {
  it('is what its weighted movements add up to, in every form', () => {
    assert(
      property(array(moved, { maxLength: 30 }), (movements) => {
        const balance = balanceOf(movements);
        for (const { path, sum } of counts) {
          const weights = new Map(weightsOf(sum).map((weight) => [weight.measure, weight]));
          const figure = movements.reduce((total, { measure, isBefore, quantity }) => {
            const { before = 0, within = 0 } = weights.get(measure) ?? {};
            return total + quantity * (isBefore ? before : within);
          }, 0);
          expect([path, figure]).toEqual([path, figureOf(sum, balance)]);
        }
      }),
    );
  });

  it('stands in the row of the 13-column form under its path', () => {
    const balance = {
      ...emptyBalance('a'),
      receivedOnline: 7,
      resolvedEarly: 2,
      resolvedLate: 1,
      closingOpen: 4,
    };
    const figures = appendixFigures(balance);
    expect(figures.received).toEqual({
      total: 7,
      online: 7,
      carriedOver: 0,
      directOrPostal: 0,
      forwarded: 0,
    });
    expect(figures.resolved).toEqual({ total: 3, early: 2, onTime: 2, late: 1 });
    expect(cellColumns.map((path) => figureAt(figures, path))).toEqual(
      cellColumns.map((path) => figureOf(appendixCells[path], balance)),
    );
  });
});

const day = (text: string) => {
  const parsed = parseDay(text);
  if (parsed === null) throw new RangeError(text);
  return parsed;
};
const happened = (id: string, on: string) => {
  const at = Date.parse(`${on}T08:00:00+07:00`) * 1_000;
  return { source: '/spec', id, dossier: 'A', at, day: day(on) };
};
const received = {
  ...happened('1', '2020-04-01'),
  ...{
    type: 'received',
    unit: 'a',
    channel: 'online',
    due: day('2020-04-03'),
    procedure: '1.2',
    field: null,
  },
} as DossierEvent;
const resolved = {
  ...happened('2', '2020-04-07'),
  ...{ type: 'resolved', unit: 'a', outcome: 'granted', returnedVia: null, cause: null },
} as DossierEvent;
const asked = {
  ...happened('3', '2020-04-02'),
  type: 'supplement-requested',
  unit: 'a',
  reason: null,
} as DossierEvent;
const voided = {
  ...happened('4', '2020-05-30'),
  ...{ type: 'voided', voids: { source: '/spec', id: '2' }, reason: '' },
} as DossierEvent;

describe('a leg behind a cell', () => {
  const leg = { dossier: 'A', leg: 0, quantity: 1 };
  const seen = (events: readonly DossierEvent[], to: string) =>
    cellDossiers([leg], new Map([['A', events]]), day(to))[0];

  it.each([
    ['2020-04-03', [received, resolved], { status: 'open', closed: null, daysLate: 0 }],
    ['2020-04-06', [received, resolved], { status: 'overdue', closed: null, daysLate: 3 }],
    ['2020-04-30', [received, resolved], { status: 'closed', closed: '2020-04-07', daysLate: 4 }],
    ['2020-04-06', [received, asked], { status: 'suspended', daysLate: 0 }],
    ['2020-04-30', [received, resolved, voided], { status: 'overdue', daysLate: 27 }],
  ] as const)('is shown as it stood at the end of %s', (to, events, expected) => {
    expect(seen(events, to)).toMatchObject({
      ...leg,
      ...{ unit: 'a', channel: 'online', procedure: '1.2', received: '2020-04-01', due: '2020-04-03' },
      ...expected,
    });
  });

  it('tells what happened to it up to then, voided events left out', () => {
    expect(seen([resolved, received, asked], '2020-04-07')?.history).toEqual([
      { day: '2020-04-01', what: 'received', unit: 'a', due: '2020-04-03' },
      { day: '2020-04-02', what: 'supplement-requested', unit: 'a' },
      { day: '2020-04-07', what: 'resolved', unit: 'a', outcome: 'granted' },
    ]);
    expect(seen([received, resolved, voided], '2020-04-30')?.history).toHaveLength(1);
    const dossiers = cellDossiers([leg], new Map([['A', [received, resolved]]]), day('2020-04-30'));
    expect(cellDossiersCsv(dossiers)).toContain(
      '2020-04-07,4,2020-04-01 received a due 2020-04-03; 2020-04-07 resolved a granted\r\n',
    );
  });

  it('has nothing but its name where its events are gone', () => {
    expect(seen([], '2020-04-30')).toMatchObject({ ...leg, status: null, received: null, daysLate: null });
    expect(cellDossiersCsv(cellDossiers([leg], new Map(), day('2020-04-30')))).toBe(
      '\uFEFFdossier,leg,quantity,unit,channel,procedure,received,due,status,closed,daysLate,history\r\nA,0,1,,,,,,,,,\r\n',
    );
  });
});
