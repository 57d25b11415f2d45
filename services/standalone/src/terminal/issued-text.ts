import Table from 'cli-table3';
import { formatCount, plain } from './format.ts';

/** What the server keeps of an issued report beside its bytes, as far as it is shown. Moments are RFC 3339, UTC. */
export interface IssuedReport {
  readonly id: string;
  readonly report: string;
  readonly title: string | null;
  readonly issuedBy: string | null;
  readonly note: string | null;
  readonly issuedAt: string;
  readonly asKnownAt: string;
  readonly asked: {
    readonly period: { readonly key: string };
    readonly scope: string;
    readonly by: string;
    readonly lang: 'vi' | 'en' | null;
  };
  readonly definitions: { readonly form: { readonly version: number }; readonly program: string };
  readonly formats: Readonly<Record<string, { readonly bytes: number; readonly sha256: string }>>;
}

/** A report whose record the store has not kept as it was. */
interface DamagedReport {
  readonly id: string;
  readonly damaged: string;
}

export interface IssuedList {
  readonly issued: readonly (IssuedReport | DamagedReport)[];
  readonly next: string | null;
}

/** Issued reports, a line each, the newest first. */
export function issuedListText({ issued, next }: IssuedList): string {
  if (issued.length === 0) return 'no such report has been issued; see: sohoso issue --help\n';
  const table = new Table({
    head: ['id', 'report', 'period', 'scope', 'issued', 'by', 'title'],
    style: { head: [], border: [], compact: true },
  });
  for (const one of issued) {
    if ('damaged' in one) {
      table.push([plain(one.id), { content: `! ${plain(one.damaged)}`, colSpan: 6 }]);
      continue;
    }
    const { id, report, asked, issuedAt, issuedBy, title } = one;
    const cells = [
      id,
      report,
      asked.period.key,
      asked.scope,
      moment(issuedAt),
      issuedBy ?? '–',
      title ?? '–',
    ];
    table.push(cells.map(plain));
  }
  const more = next === null ? [] : ['… and more; --limit lists more'];
  return [table.toString(), ...more, ''].join('\n');
}

/** What is known of an issued report: who, when, of which data, and the digest by which each of its files can be told from a changed one. */
export function issuedText(one: IssuedReport): string {
  const { id, report, asked, definitions, title, issuedBy, note, issuedAt, asKnownAt, formats } = one;
  const files = Object.entries(formats).map(
    ([format, { bytes, sha256 }]) =>
      `  ${format.padEnd(5)} ${formatCount(bytes).padStart(9)} bytes  SHA-256 ${sha256}`,
  );
  return [
    `${id}${title === null ? '' : `: ${plain(title)}`}`,
    `  ${report} (version ${definitions.form.version}) of ${asked.period.key}, scope ${plain(asked.scope)}, by ${asked.by}`,
    `  issued ${moment(issuedAt)}${issuedBy === null ? '' : ` by ${plain(issuedBy)}`}, as known at ${moment(asKnownAt)}, with sohoso ${definitions.program}`,
    ...(note === null ? [] : [`  ${plain(note)}`]),
    ...files,
    '',
  ].join('\n');
}

/** To the second, in UTC as it is kept. */
const moment = (text: string) => `${text.slice(0, 19).replace('T', ' ')}Z`;
