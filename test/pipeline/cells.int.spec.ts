import { appendixCells, cellColumns, firstDay, lastDay, periodOfKey, weightsOf } from '@sohoso/report';
import { cellLegs } from '@sohoso/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleServer, sampleServer } from '../support/sample-server.ts';

let server = {} as SampleServer;
beforeAll(async () => {
  server = await sampleServer();
});
afterAll(() => server.close());

const get = (url: string, headers: Record<string, string> = {}) => server.app.inject({ url, headers });
const json = async (url: string) => (await get(url)).json();
const cell = (unit: string, column: string, rest: string) =>
  json(`/v1/reports/appendix/cells/${unit}/${column}?${rest}`);
/** Where the sample's legs were transferred from and to. */
const TRANSFERRED = ['so-khdt', 'bql-kkt', 'trieu-phong', 'tx-quang-tri'];
const SEED = 'from=2020-04-01&to=2020-04-15';

type Figures = Record<string, Record<string, number>>;
type Row = Figures & { unit: { code: string } };
const figureAt = (row: Figures, column: string): number => {
  const [group = '', name = ''] = column.split('.');
  return row[group]?.[name] ?? Number.NaN;
};

type Dossier = { dossier: string; leg: number; quantity: number; status: string; due: string | null } & {
  closed: string | null;
  daysLate: number;
};

describe('the dossiers behind a cell', () => {
  it('are as many as the cell says, in every cell of every unit', async () => {
    const { rows } = await json(`/v1/reports/appendix?${SEED}`);
    const period = periodOfKey('2020-04-01..2020-04-15');
    const [from, to] = [firstDay(period), lastDay(period)];
    const page = { order: 'dossier', limit: 1, after: null } as const;
    for (const row of rows as Row[]) {
      const figures: [string, number][] = [];
      for (const column of cellColumns) {
        const weights = weightsOf(appendixCells[column]);
        const asked = { units: [row.unit.code], windows: [{ from, to, weights }], known: null };
        figures.push([column, (await cellLegs(server.clickhouse.reader, asked, page)).figure]);
      }
      expect(figures).toEqual(cellColumns.map((column) => [column, figureAt(row, column)]));
    }
  });

  it.each([
    ['from=2020-02-08&to=2020-03-02', 'all'],
    ['period=2020-03', 'department'],
    ['from=2020-04-10&to=2020-06-30', 'district'],
  ])(
    'are as many as the cell says, %s, in the total of the scope %s and where legs were transferred',
    async (days, scope) => {
      const report = await json(`/v1/reports/appendix?${days}&scope=${scope}`);
      const moved = (report.rows as Row[]).filter(({ unit }) => TRANSFERRED.includes(unit.code));
      const rows = [
        { code: 'total', row: report.total },
        ...moved.map((row) => ({ code: row.unit.code, row })),
      ];
      for (const { code, row } of rows) {
        const figures: [string, number][] = [];
        for (const column of cellColumns) {
          figures.push([column, (await cell(code, column, `${days}&scope=${scope}&limit=1`)).figure]);
        }
        expect(figures).toEqual(cellColumns.map((column) => [column, figureAt(row, column)]));
      }
    },
  );

  it('come page by page, each once, with what they stood at on the last day', async () => {
    const found: Dossier[] = [];
    let after = '';
    do {
      const page = await cell('total', 'pending.overdue', `${SEED}&limit=50${after}`);
      expect(page).toMatchObject({ figure: 185, legs: 185 });
      found.push(...page.dossiers);
      after = page.next === null ? '' : `&after=${encodeURIComponent(page.next)}`;
    } while (after !== '');
    expect(new Set(found.map(({ dossier, leg }) => `${dossier} ${leg}`)).size).toBe(185);
    expect(found.filter(({ status }) => status !== 'overdue')).toEqual([]);
    expect(found.filter(({ due, daysLate }) => (due === null) !== (daysLate === 0))).toEqual([]);
  });

  it('say how late they were closed', async () => {
    const { dossiers } = await cell('so-tnmt', 'resolved.late', SEED);
    expect(dossiers).toHaveLength(20);
    for (const { due, closed, daysLate, status } of dossiers as Dossier[]) {
      expect(status).toBe('closed');
      expect(Date.parse(closed ?? '') - Date.parse(due ?? '')).toBe(daysLate * 86_400_000);
      expect(daysLate).toBeGreaterThan(0);
    }
  });

  it('are taken back where a transfer took them away within the period', async () => {
    const days = 'from=2020-01-01&to=2020-02-10';
    const { figure, dossiers } = await cell('so-khdt', 'received.carriedOver', days);
    expect((dossiers as Dossier[]).some(({ quantity }) => quantity === -1)).toBe(true);
    expect((dossiers as Dossier[]).reduce((sum, { quantity }) => sum + quantity, 0)).toBe(figure);
  });

  it('are CSV as well, with the address of the next page', async () => {
    const path = `/v1/reports/appendix/cells/so-y-te/pending.total?${SEED}`;
    const answer = await get(`${path}&limit=2`, { accept: 'text/csv' });
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.body.split('\r\n')[0]).toBe(
      '\uFEFFdossier,leg,quantity,unit,channel,procedure,received,due,status,closed,daysLate,history',
    );
    const next = /^<(.+)>; rel="next"$/.exec(String(answer.headers['link']))?.[1] ?? '';
    expect((await get(`${next}&format=csv`)).body.split('\r\n')).toHaveLength(4);
    expect((await get(`${path}&format=csv`)).headers['link']).toBeUndefined();
  });

  it.each([
    ['so-la/pending.total', SEED, 404, /"so-la" is no unit/],
    ['total/pending', SEED, 404, /no column "pending"; it has: received.total/],
    ['total/pending.total', 'period=2020-Q9', 400, /not a period/],
    ['total/pending.total', `${SEED}&scope=x`, 400, /"x" is neither/],
    ['total/pending.total', `${SEED}&after=x`, 400, /"x" is not the place of a page/],
    ['total/pending.total', `${SEED}&limit=5000`, 400, /limit/],
  ])('are refused in a sentence: %s?%s', async (path, parameters, status, sentence) => {
    const answer = await get(`/v1/reports/appendix/cells/${path}?${parameters}`);
    expect(answer.statusCode).toBe(status);
    expect(answer.json().detail).toMatch(sentence);
  });
});
