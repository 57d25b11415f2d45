import { type DossierEvent, type Measure, measures, parseDay } from '@sohoso/dossier';
import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appendixFigures } from './appendix.ts';
import { emptyBalance, type UnitBalance } from './balance.ts';
import { cellDossiers, cellDossiersCsv } from './cells.ts';
import { appendixCells, cellColumns, figureOf, weightsOf } from './cells-columns.ts';

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
    returnedByPost: sum('returned_by_post', within),
  };
}

const isPossible = ({ openingOpen, closingOpen, closingOverdue, closingSuspended }: UnitBalance) =>
  openingOpen >= 0 && closingOpen >= closingOverdue + closingSuspended;

describe('a column', () => {
  it('is the figure of the form, and the weighted movements add up to it', () => {
    assert(
      property(array(moved, { maxLength: 30 }), (movements) => {
        const balance = balanceOf(movements);
        for (const column of cellColumns) {
          const weights = new Map(weightsOf(appendixCells[column]).map((weight) => [weight.measure, weight]));
          const sum = movements.reduce((total, { measure, isBefore, quantity }) => {
            const { before = 0, within = 0 } = weights.get(measure) ?? {};
            return total + quantity * (isBefore ? before : within);
          }, 0);
          expect([column, sum]).toEqual([column, figureOf(appendixCells[column], balance)]);
        }
        if (!isPossible(balance)) return;
        const figures: object = appendixFigures(balance);
        const atPath = (path: string) =>
          path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)[name], figures);
        for (const column of cellColumns)
          expect([column, figureOf(appendixCells[column], balance)]).toEqual([column, atPath(column)]);
      }),
    );
  });

  it('is there for every figure of the form', () => {
    const figures = Object.entries(appendixFigures(emptyBalance('a')));
    expect(figures.flatMap(([group, row]) => Object.keys(row).map((name) => `${group}.${name}`))).toEqual(
      cellColumns,
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

  it('has nothing but its name where its events are gone', () => {
    expect(seen([], '2020-04-30')).toMatchObject({ ...leg, status: null, received: null, daysLate: null });
    expect(cellDossiersCsv(cellDossiers([leg], new Map(), day('2020-04-30')))).toBe(
      'dossier,leg,quantity,unit,channel,procedure,received,due,status,closed,daysLate\r\nA,0,1,,,,,,,,\r\n',
    );
  });
});
