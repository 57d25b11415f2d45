import { parseDay } from '@sohoso/dossier';
import { query } from '@sohoso/query';
import { readUnitsFile, sampleUnitsFile, type Unit, UnitRegistry } from '@sohoso/registry';
import type { RestatedRow, RestatementCell } from '@sohoso/report';
import { buildApp } from '@sohoso/service';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { event, received, resolved, voiding } from '../oracle/given.ts';
import { randomRecordedHistory } from '../oracle/random-lifecycles.ts';
import { figuresOf, issuing } from '../support/issuing.ts';
import { zone } from '../support/pipeline.ts';
import { type ToldStore, toldStore } from '../support/told-store.ts';

let told = {} as ToldStore;
beforeAll(async () => {
  told = await toldStore(Date.UTC(2019, 0, 1), () => true);
});
afterAll(() => told.close());

const iso = (ms: number) => new Date(ms).toISOString();
const { get, issued, restated, pages } = issuing(() => told.app);
const cellOf = ({ row, column, issued: then, now }: RestatementCell) => `${row} ${column} ${then} → ${now}`;
const rowOf = ({ code, change }: Pick<RestatedRow, 'code' | 'change'>) => `${code} ${change}`;
const eventsOf = ({ events }: RestatementCell) =>
  events?.listed.map(({ dossier, id, type, quantity }) => `${dossier} ${type} ${id} ${quantity}`);

describe('random histories', () => {
  const UNITS = ['so-tnmt', 'so-khdt', 'vinh-linh', 'hai-lang'];
  const history = randomRecordedHistory(505, {
    dossiers: 160,
    units: UNITS,
    from: '2019-01-05',
    to: '2019-03-31',
  });
  const period = { from: '2019-01-20', to: '2019-02-28' };
  const reports = [
    { report: 'appendix', period: '2019-02' },
    { report: 'ii-06a', by: 'field', ...period },
    // Its first day is one on which much happens.
    { report: 'extended', by: 'procedure', scope: 'district', from: '2019-03-31', to: '2019-04-20' },
    { report: 'appendix', rollUp: true, scope: 'all', ...period },
    { report: 'comparison', scope: UNITS.join(','), period: '2019-02', baseline: '2019-01' },
  ];
  /** By moment, what was issued then; nothing at the last one. */
  const moments: { readonly ids: readonly string[]; readonly asKnownAt: string }[] = [];
  const known = async ({ report, ...asked }: Record<string, unknown>, asKnownAt: string) => {
    const parameters = new URLSearchParams({ ...asked, asKnownAt } as Record<string, string>);
    return figuresOf((await get(`/v1/reports/${report}?${parameters}`)).json());
  };

  beforeAll(async () => {
    for (const piece of [0, 1, 2]) {
      // Each of them at some moments, not all at one.
      for (const part of [0, 0.25, 0.5, 0.75]) {
        const [from, to] = [part, part + 0.25].map((n) => Math.floor((history.length * (piece + n)) / 3));
        const some = history.slice(from, to);
        told.clock = some.at(-1)?.recordedAt ?? told.clock;
        await told.tell(...some.map(({ event: one }) => one));
      }
      const ids: string[] = [];
      if (piece < 2) for (const body of reports) ids.push((await issued(body)).id);
      moments.push({ ids, asKnownAt: iso(told.clock) });
    }
  });

  it('are explained whole: what was issued and what the events add is what is known later, in every cell', async () => {
    let compared = 0;
    for (const [i, earlier] of moments.entries()) {
      for (const { asKnownAt } of moments.slice(i + 1)) {
        for (const [report, id] of earlier.ids.entries()) {
          const then = figuresOf((await get(`/v1/issued/${id}`)).json());
          const now = await known(reports[report] ?? {}, asKnownAt);
          const { cells, next } = await restated(id, `asKnownAt=${asKnownAt}&limit=500&causes=100`);
          expect(next).toBeNull();
          const differing = new Map(cells.map((cell) => [`${cell.row} ${cell.column}`, cell]));
          for (const name of new Set([...then.keys(), ...now.keys()])) {
            const [before, after] = [then.get(name) ?? null, now.get(name) ?? null];
            const cell = differing.get(name);
            if (cell === undefined) {
              expect(`${name} ${before ?? 0}`).toBe(`${name} ${after ?? 0}`);
              continue;
            }
            differing.delete(name);
            if (cell.because !== undefined) continue;
            const { events, rows } = cell;
            expect([name, (before ?? 0) + (events?.sum ?? 0) + (rows?.sum ?? 0)]).toEqual([name, after ?? 0]);
            expect(cell.unexplained).toBeNull();
            const listed = events?.listed ?? [];
            if (events !== undefined && events.count <= 100)
              expect(listed.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(events.sum);
            expect(
              listed.filter((one) => one.recordedAt <= earlier.asKnownAt || one.recordedAt > asKnownAt),
            ).toEqual([]);
            compared++;
          }
          expect([...differing.keys()]).toEqual([]);
        }
      }
    }
    expect(compared).toBeGreaterThan(300);
  });
});

describe('a report that would be another one now', () => {
  const PERIOD = 'from=2020-04-01&to=2020-04-15';
  const body = { report: 'appendix', from: '2020-04-01', to: '2020-04-15' };
  let [byUnit, byField, extended, departments, unseen, named] = ['', '', '', '', '', ''];
  beforeAll(async () => {
    told.clock = Date.UTC(2020, 3, 16, 3);
    await told.tell(
      received('2020-04-02', 'so-y-te', '2020-04-08', 'online', { subject: 'A' }),
      received('2020-04-03', 'so-y-te', undefined, 'direct', { subject: 'B', id: 'B-1' }),
      received('2020-04-03', 'so-tu-phap', '2020-04-20', 'postal', { subject: 'C' }),
      resolved('2020-04-06', 'so-tu-phap', {}, { subject: 'C', id: 'C-2' }),
      received('2020-03-20', 'dong-ha', '2020-05-20', 'online', { subject: 'D' }),
    );
    byUnit = (await issued(body)).id;
    byField = (await issued({ ...body, report: 'ii-06a', by: 'field', scope: 'so-y-te,so-tu-phap' })).id;
    extended = (await issued({ ...body, report: 'extended', scope: 'so-y-te,so-tu-phap' })).id;
    departments = (await issued({ ...body, scope: 'department' })).id;
    // One without figures alone, and with one that has some.
    unseen = (await issued({ ...body, report: 'ii-06a', by: 'field', scope: 'cam-lo' })).id;
    named = (await issued({ ...body, scope: 'so-y-te,cam-lo,dakrong' })).id;
    expect((await restated(byUnit)).cells).toEqual([]);
    told.clock += 86_400_000;
    await told.tell(
      // Late: it was answered within the period, one day after its due.
      resolved('2020-04-09', 'so-y-te', {}, { subject: 'A', id: 'A-late' }),
      // Backdated: with a due that had passed.
      received('2020-04-03', 'so-cong-thuong', '2020-04-07', 'direct', { subject: 'E', id: 'E-1' }),
      // A correction: C was never answered; and B comes and goes, so nothing of it is left.
      voiding('2020-04-17', 'C-2', { subject: 'C', id: 'C-void' }),
      voiding('2020-04-17', 'B-1', { subject: 'B', id: 'B-void' }),
      received('2020-04-03', 'so-y-te', undefined, 'direct', { subject: 'B', id: 'B-2' }),
      // After the period: no figure of it changes.
      event('withdrawn', '2020-04-16', { unit: 'dong-ha' }, { subject: 'D' }),
    );
    told.clock += 1;
  });

  it('tells each cell that differs, with the events that caused it, and no other', async () => {
    const { cells, differences, next, ...answer } = await restated(byUnit);
    expect(answer).toMatchObject({
      id: byUnit,
      definitionsChanged: [],
      rows: [],
      asKnownAt: iso(told.clock),
    });
    expect([differences, next]).toEqual([cells.length, null]);
    const ofRows = cells.filter(({ row }) => row !== 'total');
    expect(ofRows.map((cell) => `${cellOf(cell)}: ${eventsOf(cell)}`)).toEqual([
      'so-tu-phap resolved.total 1 → 0: C voided C-void -1',
      'so-tu-phap resolved.onTime 1 → 0: C voided C-void -1',
      'so-tu-phap pending.total 0 → 1: C voided C-void 1',
      'so-tu-phap pending.notDue 0 → 1: C voided C-void 1',
      'so-tu-phap resolved.early 1 → 0: C voided C-void -1',
      'so-y-te resolved.total 0 → 1: A resolved A-late 1',
      'so-y-te resolved.late 0 → 1: A resolved A-late 1',
      // What came and went is told as well: only all of it is the difference.
      'so-y-te pending.total 2 → 1: B received B-2 1,A resolved A-late -1,B voided B-void -1',
      'so-y-te pending.overdue 1 → 0: A resolved A-late -1',
      'so-cong-thuong received.total 0 → 1: E received E-1 1',
      'so-cong-thuong received.directOrPostal 0 → 1: E received E-1 1',
      'so-cong-thuong pending.total 0 → 1: E received E-1 1',
      'so-cong-thuong pending.overdue 0 → 1: E received E-1 1',
    ]);
    expect(cells.every(({ unexplained }) => unexplained === null)).toBe(true);
  });

  it('tells of a total by which rows it changed', async () => {
    const total = (await restated(byUnit)).cells.filter(({ row }) => row === 'total');
    expect(total.map(cellOf)).toContain('total resolved.late 0 → 1');
    expect(total.find(({ column }) => column === 'resolved.early')?.rows).toEqual({
      count: 1,
      sum: -1,
      listed: [{ row: 'so-tu-phap', difference: -1 }],
    });
  });

  it('still is, and is asked for, as it was known then', async () => {
    const record = (await get(`/v1/issued/${byUnit}/record`)).json();
    // This process does not know the log, and says so.
    expect(record.caughtUp).toBeNull();
    const asked = `${PERIOD}&asKnownAt=${record.asKnownAt}`;
    const [now, then] = [await get(`/v1/reports/appendix?${asked}`), await get(`/v1/issued/${byUnit}`)];
    expect(now.body).toBe(then.body);
    expect((await restated(byUnit, `asKnownAt=${record.asKnownAt}`)).cells).toEqual([]);
  });

  it('comes in pages of one moment', async () => {
    const whole = await restated(byUnit);
    const found = await pages(`/v1/issued/${byUnit}/restatement?limit=5`);
    expect(found.map(({ asKnownAt }) => asKnownAt)).toEqual(found.map(() => whole.asKnownAt));
    expect(found.flatMap(({ cells }) => cells)).toEqual(whole.cells);
  });

  it('lists the first causes, and counts all', async () => {
    const [cell] = (await restated(byUnit, 'causes=0')).cells;
    expect(cell?.events).toEqual({ count: 1, sum: -1, listed: [] });
  });

  it('is told of by field, at the units of its scope alone', async () => {
    const { cells, rows } = await restated(byField);
    expect(rows).toEqual([]);
    const late = cells.find(({ row, column }) => row === '' && column === 'resolved.late');
    expect(late).toMatchObject({ issued: 0, now: 1, events: { count: 1, sum: 1 }, unexplained: null });
    const overdue = cells.find(({ row, column }) => row === '' && column === 'pending.overdue');
    expect(overdue).toMatchObject({ issued: 1, now: 0, events: { count: 1, sum: -1 } });
    expect(cells.every(({ unexplained }) => unexplained === null)).toBe(true);
  });

  it('gives a share then and now, and says where its causes are', async () => {
    const share = (await restated(extended)).cells.find(
      ({ row, column }) => row === 'so-tu-phap' && column === 'shares.onTime',
    );
    expect(share).toMatchObject({ issued: 100, now: null, difference: null, unexplained: null });
    expect(share?.because).toMatch(/counts/);
    expect(share).not.toHaveProperty('events');
  });

  it('is CSV as well, whose quantities add up to the differences', async () => {
    const answer = await get(`/v1/issued/${byUnit}/restatement?format=csv&causes=1`);
    const lines = answer.body
      .slice(1)
      .trim()
      .split('\r\n')
      .map((line) => line.split(','));
    expect(lines[0]?.slice(0, 8).join(' ')).toBe('row name column issued now difference reason quantity');
    const sums = new Map<string, number>();
    for (const [row, , column, , , difference, , quantity] of lines.slice(1)) {
      const cell = `${row} ${column} ${difference}`;
      sums.set(cell, (sums.get(cell) ?? 0) + Number(quantity));
    }
    expect(sums.size).toBe((await restated(byUnit)).differences);
    for (const [cell, sum] of sums) expect(`${cell} ${sum}`).toBe(`${cell} ${cell.split(' ').at(-1)}`);
  });

  it('is not compared with what was known before it', async () => {
    const answer = await get(`/v1/issued/${byUnit}/restatement?asKnownAt=2020-04-16T00:00:00Z`);
    expect(answer.json()).toMatchObject({ status: 400, type: 'urn:sohoso:problem:moment-invalid' });
  });

  const appWith = async (units: readonly Unit[]) => {
    const logger = pino({ level: 'silent' });
    const app = await buildApp({ title: 'spec', description: '', version: '1', logger });
    const [clickhouse, registry] = [told.clickhouse.reader, new UnitRegistry(units)];
    await app.register(query, { clickhouse, registry, zone, now: () => told.clock });
    return app;
  };

  it('lacks the units that its scope named and that are not there any more, where any other question is refused', async () => {
    const { units } = await readUnitsFile(sampleUnitsFile);
    // What has figures keeps its row, though it was not there in the period either.
    const ended = (unit: Unit) =>
      ['dakrong', 'so-y-te'].includes(unit.code) ? { ...unit, validTo: parseDay('2019-12-31') } : unit;
    const other = await appWith(units.filter(({ code }) => code !== 'cam-lo').map(ended));
    const again = issuing(() => other);
    const { rows, cells } = await again.restated(named);
    expect(new Set(rows.map(rowOf))).toEqual(new Set(['cam-lo vanished', 'dakrong vanished']));
    expect(cells.map(cellOf)).toContain('so-y-te resolved.late 0 → 1');
    expect(cells.every(({ unexplained }) => unexplained === null)).toBe(true);
    expect(await again.restated(unseen)).toMatchObject({ rows: [], cells: [] });
    const refused = ['so-y-te,cam-lo', 'dakrong'].map((scope) =>
      again.get(`/v1/reports/appendix?${PERIOD}&scope=${scope}`),
    );
    expect((await Promise.all(refused)).map(({ statusCode }) => statusCode)).toEqual([400, 400]);
    await other.close();
  });

  it('says what the registry of units has to do with it, where it has changed', async () => {
    const old = await readUnitsFile(sampleUnitsFile);
    const moved = old.units.map(
      (unit): Unit => (unit.code === 'so-y-te' ? { ...unit, level: 'commune' } : unit),
    );
    const added = { ...moved[1], code: 'so-moi', name: 'Sở Mới', order: 999 } as Unit;
    const other = await appWith([...moved, added]);
    const { rows, cells, definitionsChanged } = await issuing(() => other).restated(departments);
    await other.close();
    expect(definitionsChanged).toEqual(['registry']);
    expect(rows.map(rowOf)).toEqual(['so-y-te vanished', 'so-moi appeared']);
    const reasons = expect.arrayContaining([expect.stringMatching(/^the registry of units has changed/)]);
    const pending = cells.find(({ row, column }) => row === 'so-y-te' && column === 'pending.total');
    // Two were there; one of them was answered since, which is told; the other is there now as well, in another table.
    expect(pending).toMatchObject({
      issued: 2,
      now: 0,
      events: { sum: -1 },
      unexplained: { quantity: -1, reasons },
    });
    const total = cells.find(({ row, column }) => row === 'total' && column === 'received.total');
    expect(total).toMatchObject({ difference: -1, rows: { count: 2, sum: -1 }, unexplained: null });
  });
});
