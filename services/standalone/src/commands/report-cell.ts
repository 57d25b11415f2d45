import { cellDossiersCsv, findForm } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { type CellAnswer, cellTable } from '../terminal/cell-table.ts';
import { terminalWidth } from '../terminal/wrap.ts';
import { ask } from './asked.ts';
import { type TableOptions, tableAsked } from './report-options.ts';

/** The most that the server gives on a page. */
const PAGE = 1_000;
const USUAL_LIMIT = 100;

export interface CellOptions {
  readonly cell?: string;
  readonly limit?: string;
  readonly all?: true;
}

interface CellQuestion extends TableOptions, CellOptions {
  readonly cell: string;
  readonly format: string;
  readonly output?: string;
}

/** The dossiers behind one cell of a form, as they are to be written. Their figure equals the cell. */
export async function cellText(url: string, form: string, question: CellQuestion): Promise<string> {
  const { cell, format, output } = question;
  if (format !== 'table' && format !== 'json' && format !== 'csv')
    throw new Usage(`the dossiers behind a cell are to be had as table, json or csv, not as ${format}`);
  const answer = await legsOf(url, ['reports', form, 'cells', ...placeOf(cell)], question);
  switch (format) {
    case 'json':
      return `${JSON.stringify(answer)}\n`;
    case 'csv':
      return cellDossiersCsv(answer.dossiers);
    default:
      return cellTable(answer, findForm(form), terminalWidth(output));
  }
}

/** Unit and column of `so-tu-phap/pending.overdue`; the code of a field or procedure may have slashes itself. */
function placeOf(cell: string): readonly [row: string, column: string] {
  const slash = cell.lastIndexOf('/');
  if (slash < 1 || slash === cell.length - 1)
    throw new Usage(`--cell ${cell}: a cell is UNIT/COLUMN, e.g. so-tu-phap/pending.overdue`);
  return [cell.slice(0, slash), cell.slice(slash + 1)];
}

/** As many legs as are asked for, page by page. */
async function legsOf(
  url: string,
  path: readonly string[],
  { limit, all, ...table }: CellQuestion,
): Promise<CellAnswer> {
  const wanted = all === true ? Number.POSITIVE_INFINITY : numberOf(limit);
  const page = async (more: Readonly<Record<string, string>>) => {
    const asked = { ...tableAsked(table), ...more };
    return JSON.parse(await ask(url, path, asked)) as CellAnswer;
  };
  const first = await page({ limit: String(Math.min(wanted, PAGE)) });
  const dossiers = [...first.dossiers];
  let { next } = first;
  while (next !== null && dossiers.length < wanted) {
    const following = await page({ limit: String(Math.min(wanted - dossiers.length, PAGE)), after: next });
    dossiers.push(...following.dossiers);
    next = following.next;
  }
  return { ...first, dossiers, next };
}

function numberOf(limit: string | undefined): number {
  if (limit === undefined) return USUAL_LIMIT;
  if (!/^[1-9]\d{0,6}$/.test(limit)) throw new Usage(`--limit ${limit}: give a whole number, or --all`);
  return Number(limit);
}
