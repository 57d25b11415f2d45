import { createHash } from 'node:crypto';
import type { Language, RowKind } from '@sohoso/report';
import type { Format } from './formats.ts';

/** A period as answers give it: its days, both included, and its key. */
interface KeyedPeriod {
  readonly from: string;
  readonly to: string;
  readonly key: string;
}

/** The table that was asked for, with everything that was left out filled in. */
export interface IssuedQuestion {
  readonly period: KeyedPeriod;
  readonly baseline: KeyedPeriod | null;
  readonly by: RowKind;
  readonly scope: string;
  /** The day whose structure of units the rows follow. */
  readonly structureOn: string;
  readonly rollUp: boolean;
  /** Null where none was asked for: then JSON has its notes in English, and the files are in Vietnamese. */
  readonly lang: Language | null;
}

/** By what the figures were made; what has another digest now may be why a figure is another one. */
export interface Definitions {
  readonly form: { readonly id: string; readonly version: number; readonly sha256: string };
  readonly registry: { readonly units: number; readonly sha256: string };
  readonly calendar: { readonly name: string; readonly version: string; readonly sha256: string };
  /** Version of the program. */
  readonly program: string;
}

export interface IssuedFormat {
  readonly mediaType: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What is said of an issued report. Its id is no part of what is kept: it is made from the digest of the rest. */
export interface IssuedRecord {
  readonly report: string;
  readonly title: string | null;
  readonly issuedBy: string | null;
  readonly note: string | null;
  /** RFC 3339, UTC. */
  readonly issuedAt: string;
  /** Only what the log had recorded by this moment counts in it. */
  readonly asKnownAt: string;
  /** True: the store had all that the log had recorded by then. Null: the process that issued it could not know. */
  readonly caughtUp: true | null;
  readonly asked: IssuedQuestion;
  readonly definitions: Definitions;
  readonly formats: Readonly<Partial<Record<Format, IssuedFormat>>>;
  /** Tells two reports apart that are the same in all else. */
  readonly serial: string;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

const FEWEST_DIGITS = 6;

/**
 * The ids that a report may get, the shortest first: the day of issue, what it is of, and the first digits of the record's digest, which are more
 * where another report has the same.
 */
export function* idsOf(day: string, report: string, digest: string): Generator<string> {
  for (let digits = FEWEST_DIGITS; digits <= digest.length; digits += 2)
    yield `${day}-${report}-${digest.slice(0, digits)}`;
}

/** Whether an id is one of a record with this digest. */
export function isIdOf(id: string, digest: string): boolean {
  const digits = id.slice(id.lastIndexOf('-') + 1);
  return digits.length >= FEWEST_DIGITS && digest.startsWith(digits);
}
