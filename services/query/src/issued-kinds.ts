import { findForm, forms } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import type { Format } from './formats.ts';
import type { IssueBody } from './issued-body.ts';
import type { Definitions, IssuedQuestion } from './issued-record.ts';
import { tableDraft } from './issued-table.ts';
import type { QueryOptions } from './query-plugin.ts';

export interface IssuedFile {
  readonly format: Format;
  readonly bytes: Buffer;
}

/** A report that was understood, and is frozen once the store has all that was known at its moment. */
export interface Draft {
  /** RFC 3339, UTC. */
  readonly asKnownAt: string;
  readonly question: IssuedQuestion;
  readonly definitions: Definitions;
  /** Its formats as they are from then on. Throws a Problem (409) where its figures do not hold. */
  freeze(): Promise<readonly IssuedFile[]>;
}

/** A kind of report that can be issued. */
interface ReportKind {
  isOf(report: string): boolean;
  draft(options: QueryOptions, body: IssueBody): Draft;
}

const kinds: readonly ReportKind[] = [
  { isOf: (report) => findForm(report) !== undefined, draft: tableDraft },
];

/** The report that a body names. Throws a Problem with a sentence where there is none such. */
export function draftOf(options: QueryOptions, body: IssueBody): Draft {
  const kind = kinds.find(({ isOf }) => isOf(body.report));
  if (kind !== undefined) return kind.draft(options, body);
  const ids = forms.map(({ id }) => id).join(', ');
  throw new Problem(404, 'form-unknown', `there is no report "${body.report}" to issue; there are: ${ids}`);
}
