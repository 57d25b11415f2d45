/** The problem types (RFC 9457); stable, so that programs can tell them apart. */
const titles = {
  'request-invalid': 'The request cannot be answered as it stands',
  'body-invalid': 'The body cannot be read',
  'body-too-large': 'The body is too large',
  'media-type-unsupported': 'The content type is not one of those taken in',
  'not-acceptable': 'There is no such representation',
  'period-invalid': 'The period cannot be',
  'unit-unknown': 'No such unit',
  'form-unknown': 'No such form',
  'column-unknown': 'No such column',
  'moment-invalid': 'The moment cannot be',
  'not-comparable': 'The two periods cannot be compared there',
  'unit-not-valid': 'The unit did not exist then',
  'ratio-unknown': 'No such ratio',
  'figures-broken': 'The figures do not balance and are not given out',
  overloaded: 'Too many requests at once',
  'key-invalid': 'This needs a key',
  'rate-limited': 'More events than the key may send',
  'pipeline-behind': 'What was sent before is not being worked on',
  'not-allowed': 'This is not allowed from there',
  'under-way': 'Something of the kind is under way',
  'key-reused': 'The Idempotency-Key was used for something else',
  'issued-unknown': 'No such issued report',
  'issued-damaged': 'The issued report is not as it was issued',
  'log-unavailable': 'The event log does not take events now',
  'store-unavailable': 'The store does not answer now',
  'not-found': 'There is nothing at this address',
  internal: 'Something went wrong here',
} as const;
export type ProblemKind = keyof typeof titles;

/** A failure that is told to the client as `application/problem+json`. The message is a sentence for a person. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly statusCode: number;
  readonly kind: ProblemKind;
  readonly more: Readonly<Record<string, unknown>>;

  constructor(
    statusCode: number,
    kind: ProblemKind,
    detail: string,
    more: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
    this.statusCode = statusCode;
    this.kind = kind;
    this.more = more;
  }

  body(): Record<string, unknown> {
    const { kind, statusCode: status, message: detail } = this;
    return { type: `urn:sohoso:problem:${kind}`, title: titles[kind], status, detail, ...this.more };
  }
}
