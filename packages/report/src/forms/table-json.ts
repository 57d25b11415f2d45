import type { Figure } from './figures.ts';
import type { FormColumn, Language } from './form.ts';
import { type FormTable, keyedPeriod, type RowHead } from './table.ts';

/**
 * The table as JSON text: figures stand nested by the paths of their columns, `{"unit":{…},"received":{"total":160,…},…}`. Written by
 * hand, since the shape of a row is known before the rows are, and a table may have thousands of them.
 */
export function tableJson(table: FormTable, language: Language): string {
  const { form, baseline, asKnownAt, by, scope, structureOn, structure, rows, total, faults, notes } = table;
  const figures = rowWriter(table.columns);
  const head = JSON.stringify({
    form: form.id,
    version: form.version,
    period: keyedPeriod(table.period),
    ...(baseline === null ? {} : { baseline: keyedPeriod(baseline) }),
    asKnownAt,
    by,
    scope,
    structureOn,
    ...(structure === undefined ? {} : { structure }),
  });
  const tail = JSON.stringify({ faults, notes: notes.map((note) => note[language]) });
  const lines = rows.map((row) => `{"${by}":${headJson(row.head)},${figures(row.figures)}}`);
  return `${head.slice(0, -1)},"rows":[${lines.join(',')}],"total":{${figures(total)}},${tail.slice(1)}`;
}

function headJson({ code, name, level, of, comparable }: RowHead): string {
  return JSON.stringify({ code, name, level, of, comparable });
}

type Tree = Map<string, Tree | number>;

/** A writer of rows whose figures have these columns: all text around the figures is made once. */
function rowWriter(columns: readonly FormColumn[]): (figures: readonly Figure[]) => string {
  const root: Tree = new Map();
  columns.forEach(({ path }, index) => {
    const names = path.split('.');
    const last = names.pop() ?? path;
    let branch = root;
    for (const name of names) {
      const next = branch.get(name) ?? new Map();
      if (typeof next === 'number') throw new TypeError(`${path} lies below a figure`);
      branch.set(name, next);
      branch = next;
    }
    if (branch.has(last)) throw new TypeError(`two columns are called ${path}`);
    branch.set(last, index);
  });
  const pieces: string[] = [];
  const order: number[] = [];
  let text = '';
  const walk = (tree: Tree): void => {
    let separator = '';
    for (const [name, entry] of tree) {
      text += `${separator}${JSON.stringify(name)}:`;
      separator = ',';
      if (typeof entry === 'number') {
        pieces.push(text);
        order.push(entry);
        text = '';
      } else {
        text += '{';
        walk(entry);
        text += '}';
      }
    }
  };
  walk(root);
  return (figures) => {
    let row = '';
    for (let i = 0; i < pieces.length; i++) row += `${pieces[i]}${figures[order[i] ?? -1] ?? null}`;
    return row + text;
  };
}
