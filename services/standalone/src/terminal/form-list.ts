import { columnsOf, type Form, findForm, forms } from '@sohoso/report';
import { Usage } from '@sohoso/service';
import Table from 'cli-table3';

/** What a form may be called on the command line, in the order in which they are listed. */
export const FORM_NAMES = forms.map(({ id }) => id).join(', ');

/** The forms, or one of them: what each is, and its columns with the paths by which cells and JSON name them. */
export function formList(id: string | undefined): string {
  if (id === undefined) return `${forms.map(describeForm).join('\n')}\n`;
  const form = findForm(id);
  if (form === undefined) throw new Usage(`there is no form "${id}"; there are: ${FORM_NAMES}`);
  return `${describeForm(form)}\n`;
}

function describeForm(form: Form): string {
  const table = new Table({
    head: ['', 'column', 'in CSV', 'heading', ''],
    style: { head: [], border: [], compact: true },
  });
  for (const { numbering, path, csv, heading } of columnsOf(form))
    table.push([numbering === '' ? '–' : numbering, path, csv, heading.vi, heading.en]);
  const rows = form.rows.map((row) => `--by ${row}`).join(', ');
  return [
    `${form.id}: ${form.titles.all.vi}`,
    `  ${form.titles.all.en}`,
    `  from ${form.source}; rows: ${rows}${form.compares ? '; compares with --baseline KEY' : ''}`,
    table.toString(),
    '',
  ].join('\n');
}
