import { z } from 'zod';
import { languageParameter, tableParameters } from './report-parameters.ts';

const { rollUp: _, ...parameters } = tableParameters;

/** A remark as it is printed: no control characters, no halves of surrogate pairs. */
const remark = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has a control character or half of a surrogate pair');

/** What `POST /v1/issued` takes: the report, and what `GET /v1/reports/{form}` is asked with. */
export const issueBody = z.strictObject({
  report: z.string().min(1).max(64).describe('What to issue: the id of a form'),
  ...parameters,
  rollUp: z
    .union([z.boolean(), z.enum(['true', 'false'])])
    .optional()
    .describe('true: a unit’s row has the figures of the units below it as well'),
  lang: languageParameter,
  title: remark(200).optional().describe('How the report is called'),
  issuedBy: remark(200).optional().describe('The office, or whoever signs'),
  note: remark(2_000).optional().describe('What is to be kept with it'),
});
export type IssueBody = z.infer<typeof issueBody>;

/** The name that a sender gives to a request, so that sending it twice issues once. */
export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,200}$/, 'is 1 to 200 visible ASCII characters without blanks')
  .optional();
