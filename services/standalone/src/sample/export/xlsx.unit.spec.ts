import { join } from 'node:path';
import { type Cell, normalize, openTable } from '@sohoso/sources';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TemporaryFolder, temporaryFolder } from '../../../../../test/support/temporary-folder.ts';
import { columns } from './columns.ts';
import type { ExportedLeg } from './leg-row.ts';
import { dossiersOfSample, legsOf } from './made-up-dossiers.ts';
import { writeXlsx } from './xlsx.ts';

const legs: readonly ExportedLeg[] = [...legsOf(dossiersOfSample())].slice(-300);
const frame = { asOf: '2020-04-15', nameOf: (code: string) => `đơn vị ${code}` };
let folder: TemporaryFolder;
let read: {
  readonly headings: readonly string[];
  readonly row: number;
  readonly rows: readonly (readonly Cell[])[];
};

beforeAll(async () => {
  folder = await temporaryFolder();
  const file = join(folder.path, 'list.xlsx');
  await writeXlsx(legs, frame, file);
  const wanted = columns.map(({ heading }) => [normalize(heading)]);
  const options = {
    encoding: 'auto',
    delimiter: ';',
    sheet: null,
    headerRow: null,
    wanted,
    normalize,
  } as const;
  const table = await openTable(file, options);
  const rows: (readonly Cell[])[] = [];
  for await (const row of table.rows()) if ('cells' in row) rows.push(row.cells);
  read = { headings: table.header.names, row: table.header.row, rows };
  await table.close();
});

afterAll(() => folder.remove());

/** A cell as it reads: dates to the second, since a sheet counts in fractions of days. */
function textOf(cell: Cell): Cell {
  if (typeof cell === 'string' || 'fault' in cell || !cell.isDate) return cell;
  const seconds = Math.round((cell.value - 25_569) * 86_400);
  return new Date(seconds * 1_000).toISOString().slice(0, 19);
}

describe('the list of dossiers as XLSX', () => {
  it('has the headings below a title', () => {
    expect(read.row).toBe(2);
    expect(read.headings).toEqual(columns.map(({ heading }) => heading));
  });

  it('has a row for each leg and one with their number', () => {
    expect(read.rows).toHaveLength(301);
    expect(read.rows.at(-1)?.[0]).toBe('Tổng số hồ sơ: 300');
  });

  it('has numbers as numbers, days and moments as dates, the rest as text', () => {
    legs.forEach((leg, index) => {
      const cells = columns.map(({ kind, value }): Cell => {
        const told = value(leg, index + 1, frame.nameOf);
        if (told === null) return '';
        if (typeof told === 'number') return { value: told, isDate: false };
        return kind === 'text' ? told : told.padEnd(19, 'T00:00:00');
      });
      expect(read.rows[index]?.map(textOf)).toEqual(cells);
    });
  });
});
