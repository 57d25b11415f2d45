import { tableFromJson, tableJson } from '@sohoso/report';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reorganisationEvents } from '../../services/standalone/src/sample/reorganisation/reorganisation-events.ts';
import {
  byCode,
  days,
  event,
  isPeriodOnly,
  reorganisedStore,
  sum,
  UNDER_WAY,
  type UnitRow,
} from '../support/reorganised.ts';
import type { ToldStore } from '../support/told-store.ts';

let store: ToldStore;
beforeAll(async () => {
  store = await reorganisedStore();
}, 60_000);
afterAll(() => store.close());

async function get(address: string) {
  const { statusCode, body } = await store.get(`/v1/${address}`);
  return { statusCode, ...JSON.parse(body) };
}
const table = (form: string, asked: string) => get(`reports/${form}?${asked}`);

const periods = [
  ['2025-05-05', '2025-06-15'],
  ['2025-06-16', '2025-06-30'],
  ['2025-07-01', '2025-07-01'],
  ['2025-07-02', '2025-07-07'],
  ['2025-07-08', '2025-07-31'],
  ['2025-08-01', '2025-08-29'],
] as const;

describe('periods before, across and after the change', () => {
  it('balance in every row, and open with what the one before closed with', async () => {
    let closed = new Map<string, number>();
    for (const [from, to] of periods) {
      const { rows }: { rows: UnitRow[] } = await table('extended', days(from, to));
      for (const { unit, received, resolved, pending } of rows) {
        expect(received['total']).toBe((resolved['total'] ?? 0) + (pending['total'] ?? 0));
        expect([unit.code, received['opening']]).toEqual([unit.code, closed.get(unit.code) ?? 0]);
        closed.delete(unit.code);
      }
      expect([...closed.values()].filter((open) => open !== 0)).toEqual([]);
      closed = new Map(rows.map(({ unit, pending }) => [unit.code, pending['total'] ?? 0]));
    }
  });

  it('balance as well where the change lies within, with a note for what is below 0', async () => {
    const { rows, notes } = await table('appendix', days('2025-06-16', '2025-07-15'));
    for (const { received, resolved, pending } of rows as UnitRow[])
      expect(received['total']).toBe((resolved['total'] ?? 0) + (pending['total'] ?? 0));
    const below = (rows as UnitRow[]).filter(({ received }) => (received['carriedOver'] ?? 0) < 0);
    expect(below.length).toBeGreaterThan(3);
    for (const { unit, received } of below)
      expect(notes).toContain(
        `${unit.name}: carried over is ${received['carriedOver']}, because it passed on by transfer what it had received within the period.`,
      );
  });

  it('carry as much from day to day as came and went, whoever has it', async () => {
    let open: number | null = null;
    for (let day = 1; day <= 11; day += 1) {
      const on = `2025-07-${String(day).padStart(2, '0')}`;
      const { total } = (await table('extended', days(on, on))) as { total: UnitRow };
      expect(total.received['transferredIn']).toBe(total.received['transferredOut']);
      expect(total.received['opening']).toBe(open ?? total.received['opening']);
      open = total.pending['total'] ?? Number.NaN;
    }
  });
});

describe('the districts', () => {
  it('hand over or answer in July what was open on 30 June, and are gone then', async () => {
    const june = await table('extended', 'period=2025-06&scope=district');
    const july = await table('extended', 'period=2025-07&scope=district');
    const answered = byCode(july.rows);
    expect(june.rows).toHaveLength(18);
    for (const { unit, pending } of june.rows as UnitRow[]) {
      const then = answered.get(unit.code);
      const left = (then?.received['transferredOut'] ?? 0) + (then?.resolved['total'] ?? 0);
      expect([unit.code, left]).toEqual([unit.code, pending['total']]);
      expect(then?.pending['total'] ?? 0).toBe(0);
    }
    expect(july.total.resolved.total).toBeGreaterThan(10);
  });

  it('have, rolled up by the structure of 30 June, their own figures and those of their communes', async () => {
    const asked = 'period=2025-07&on=2025-06-30';
    const rolled: UnitRow[] = (await table('extended', `${asked}&scope=district&rollUp=true`)).rows;
    const own = byCode((await table('extended', asked)).rows);
    expect(rolled).toHaveLength(18);
    for (const { unit, received, resolved } of rolled) {
      const parts = (unit.of ?? [unit.code]).flatMap((code) => own.get(code) ?? []);
      expect(received['transferredOut']).toBe(sum(parts, (row) => row.received['transferredOut']));
      expect(resolved['total']).toBe(sum(parts, (row) => row.resolved['total']));
    }
    expect(rolled.filter(({ unit }) => unit.of !== undefined)).toHaveLength(8);
    const cell = 'cells/vinh-linh/received.transferredOut';
    const behind = await get(`reports/extended/${cell}?${asked}&scope=district&rollUp=true`);
    expect(behind.figure).toBe(byCode(rolled).get('vinh-linh')?.received['transferredOut']);
    expect(behind.figure).toBeGreaterThan(own.get('vinh-linh')?.received['transferredOut'] ?? 0);
  });

  it('leave the total as it is when rows are rolled up, to the old provinces and the new one', async () => {
    const whole = await table('extended', 'period=2025-07');
    const all = await table('extended', 'period=2025-07&rollUp=true');
    const provinces = await table('extended', 'period=2025-07&scope=province&rollUp=true');
    expect(all.total).toEqual(whole.total);
    expect(provinces.total).toEqual(whole.total);
    expect(provinces.rows.map(({ unit }: UnitRow) => unit.code)).toEqual([
      'quang-tri',
      'quang-binh',
      'quang-tri-2025',
    ]);
  });
});

const events = await reorganisationEvents();

describe('the transfers', () => {
  const transferred = events.filter(({ type }) => type === 'vn.tthc.dossier.transferred.v1');

  it('are told in every form: from whom to whom, how many, and who came and went', async () => {
    const pairs = new Map<string, number>();
    for (const { data } of transferred)
      if ('from' in data)
        pairs.set(`${data.from} ${data.to}`, (pairs.get(`${data.from} ${data.to}`) ?? 0) + 1);
    for (const form of ['appendix', 'ii-06a', 'extended']) {
      const { structure } = await table(form, 'period=2025-07');
      const told = structure.transfers.map((one: { from: string; to: string; legs: number }) => [
        `${one.from} ${one.to}`,
        one.legs,
      ]);
      expect(new Map(told)).toEqual(pairs);
      expect(structure).toMatchObject({ on: '2025-07-31', legs: transferred.length, unlisted: 0 });
      expect(structure.changes).toHaveLength(35 + 80);
      expect(structure.changes).toContainEqual({
        unit: 'dong-ha',
        name: 'UBND thành phố Đông Hà',
        ended: '2025-06-30',
      });
    }
    expect(await table('extended', 'period=2025-06')).not.toHaveProperty('structure');
    expect(await table('extended', 'period=2025-08')).not.toHaveProperty('structure');
  });

  it('are those of the scope, and those known at the moment', async () => {
    const ofScope = await table('extended', 'period=2025-07&scope=dong-ha');
    expect(ofScope.structure.legs).toBe(ofScope.total.received.transferredOut);
    expect(ofScope.structure.changes).toHaveLength(1);
    const known = await table('extended', 'period=2025-07&asKnownAt=2025-07-08');
    expect(known.structure.legs).toBe(known.total.received.transferredIn);
    expect(known.structure.legs).toBe(transferred.filter(({ time }) => time < UNDER_WAY).length);
  });

  it('are read back from an answer, and written again as they were', async () => {
    const { body } = await store.get('/v1/reports/extended?period=2025-07&scope=district');
    expect(tableJson(tableFromJson(body), 'en')).toBe(body);
  });

  it('have behind each figure as many dossiers as it says', async () => {
    const { rows }: { rows: UnitRow[] } = await table('extended', 'period=2025-07');
    let cells = 0;
    for (const { unit, received } of rows) {
      for (const column of ['transferredIn', 'transferredOut']) {
        if (received[column] === 0) continue;
        const cell = `cells/${unit.code}/received.${column}`;
        const { figure, legs } = await get(`reports/extended/${cell}?period=2025-07&limit=1`);
        expect([cell, figure, legs]).toEqual([cell, received[column], received[column]]);
        cells += 1;
      }
    }
    expect(cells).toBeGreaterThan(80);
  });
});

describe('a baseline before the change', () => {
  const not = /not comparable and not compared, because the units of the two periods do not correspond: /;

  it('is not computed, by unit, rolled up or by field, and the answer says so', async () => {
    for (const more of [
      '',
      '&rollUp=true',
      '&scope=province&rollUp=true',
      '&scope=dong-ha',
      '&scope=commune',
    ]) {
      const { rows, total, notes } = await table('comparison', `period=2025-07&baseline=2025-06${more}`);
      expect(rows.every(({ unit }: UnitRow) => unit.comparable === false)).toBe(true);
      expect(
        rows.every(({ received }: { received: { intake: unknown } }) => isPeriodOnly(received.intake)),
      ).toBe(true);
      expect(isPeriodOnly(total.received.intake)).toBe(true);
      expect(notes.at(-1)).toMatch(not);
    }
    const byField = await table('comparison', 'period=2025-07&baseline=2025-06&by=field');
    expect(isPeriodOnly(byField.total.received.intake)).toBe(true);
    const { baselines } = await get('ratios/online/new?period=2025-07&baseline=2025-06');
    expect(baselines[0]).toMatchObject({ difference: null, comparableWithPeriod: false });
    expect(baselines[0].reason).toMatch(/^the units do not correspond .*p-dong-ha.* dong-ha/);
  });

  it('of the month of the change is none either: the districts have figures in it', async () => {
    const { rows, notes } = await table('comparison', 'period=2025-08&baseline=2025-07');
    const compared = (rows as UnitRow[]).filter(({ unit }) => unit.comparable === undefined);
    expect(compared).toHaveLength(80);
    expect(notes.at(-1)).toMatch(not);
    const { baselines } = await get('ratios/online/new?period=2025-08&baseline=2025-07');
    expect(baselines[0]).toMatchObject({ onlyInPeriod: [], comparableWithPeriod: false });
  });

  it('of the same units is compared', async () => {
    const before = await table('comparison', 'period=2025-06&baseline=2025-05&rollUp=true');
    const after = await table(
      'comparison',
      `${days('2025-08-16', '2025-08-29')}&baseline=2025-08-01..2025-08-15`,
    );
    for (const { rows, total } of [before, after]) {
      expect(rows.every(({ unit }: UnitRow) => unit.comparable === undefined)).toBe(true);
      expect(total.received.intake.difference).toEqual(expect.any(Number));
    }
  });
});

describe('a unit asked for in a period in which it was not there', () => {
  it.each([
    ['reports/appendix?period=2025-08&scope=p-dong-ha,dong-ha', /"dong-ha" .* ended on 2025-06-30, before/],
    [
      'reports/appendix?period=2025-06&scope=p-dong-ha',
      /"p-dong-ha" .* begins on 2025-07-01, after the period/,
    ],
    [
      'reports/ii-06a?period=2025-06&scope=p-dong-ha&by=field',
      /"p-dong-ha" .* no figures in it; leave it out/,
    ],
    ['reports/appendix/cells/dong-ha/received.total?period=2025-08', /a period that begins by that day/],
    ['reports/appendix/cells/p-dong-ha/received.total?period=2025-06', /a period that reaches that day/],
  ])('%s is refused with what to do', async (address, sentence) => {
    expect(await get(address)).toMatchObject({
      statusCode: 400,
      type: 'urn:sohoso:problem:unit-not-valid',
      detail: expect.stringMatching(sentence),
    });
  });

  it('is shown with a note where it has figures, and so are its dossiers', async () => {
    const asked = days('2025-07-03', '2025-07-10');
    const { rows, notes } = await table('appendix', `${asked}&scope=dong-ha`);
    expect(rows).toHaveLength(1);
    expect(notes).toContain(
      'Units that ended before the period (last day) and still have figures in it: UBND thành phố Đông Hà (2025-06-30).',
    );
    const cell = await get(`reports/extended/cells/dong-ha/received.transferredOut?${asked}`);
    expect(cell.dossiers).toHaveLength(cell.figure);
    expect(cell.figure).toBeGreaterThan(0);
  });
});

describe('a dossier that goes on to a third unit on the same day', () => {
  const transfer = (subject: string, hour: number, from: string, to: string) =>
    event(subject, 'transferred', hour, { from, to });
  const [a, b, c] = ['x-cam-lo', 'x-hieu-giang', 'p-dong-ha'];

  it('went there from the first one; one that came back, or whose transfer is void, went nowhere', async () => {
    const received = ['CHAIN', 'BACK', 'VOID'].map((subject) =>
      event(subject, 'received', 8, { unit: a, channel: 'direct' }),
    );
    const taken = transfer('VOID', 9, a, b);
    await store.tell(
      ...received,
      transfer('CHAIN', 9, a, b),
      transfer('CHAIN', 10, b, c),
      transfer('BACK', 9, a, b),
      transfer('BACK', 10, b, a),
      taken,
      event('VOID', 'voided', 11, { voids: { source: '/spec', id: taken.id }, reason: 'nhầm' }),
    );
    const asked = `${days('2025-08-30', '2025-08-31')}&scope=${a},${b},${c}`;
    const { structure, rows } = await table('extended', asked);
    const transfers = [{ from: a, to: c, legs: 1 }];
    expect(structure).toEqual({ on: '2025-08-31', changes: [], transfers, legs: 1, unlisted: 0 });
    const moved = (rows as UnitRow[]).map(({ unit, received: r }) => [
      unit.code,
      r['transferredIn'],
      r['transferredOut'],
    ]);
    expect(moved).toEqual([
      [c, 1, 0],
      [a, 1, 2],
      [b, 2, 2],
    ]);
  });
});
