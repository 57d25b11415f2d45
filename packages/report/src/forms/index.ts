import { appendix } from './appendix.ts';
import { comparison } from './comparison.ts';
import { extended } from './extended.ts';
import type { Form } from './form.ts';
import { ii06a } from './ii-06a.ts';
import { intake } from './intake.ts';

/** All forms that there are. A new one is a file like these, and its name here. */
export const forms: readonly Form[] = [appendix, ii06a, extended, intake, comparison];

/** The form of an id; undefined where there is none. */
export function findForm(id: string): Form | undefined {
  return forms.find((form) => form.id === id);
}
