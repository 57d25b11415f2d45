import type { Candidate } from './candidates.ts';

const YEARS = 10;

/**
 * The period keys that what was typed may become. First the years; of a year its quarters, halves, nine months and months; of a key the same by the
 * government's reporting year.
 */
export function periodCandidates(typed: string, thisYear: number): readonly Candidate[] {
  const year = /^\d{4}/.exec(typed)?.[0];
  if (year === undefined) return yearCandidates(thisYear).filter(({ value }) => value.startsWith(typed));
  const keys = keysOf(year);
  if (typed.includes('@'))
    return keys
      .map(({ value, about }) => ({ value: `${value}@vpcp`, about: `${about}, reporting year` }))
      .filter(({ value }) => value.startsWith(typed));
  const found = keys.filter(({ value }) => value.startsWith(typed));
  const isKey = keys.some(({ value }) => value === typed);
  const reporting = { value: `${typed}@vpcp`, about: 'by the government’s reporting year' };
  return isKey ? [...found, reporting] : found;
}

/** Years go on: a quarter, a month or nothing may follow. */
function yearCandidates(thisYear: number): readonly Candidate[] {
  return Array.from({ length: YEARS }, (_, index) => ({
    value: String(thisYear - index),
    about: 'a year; -Q1, -04 … may follow',
    isOpen: true,
  }));
}

function keysOf(year: string): readonly Candidate[] {
  const key = (part: string, about: string) => ({ value: `${year}-${part}`, about: `${about} ${year}` });
  return [
    { value: year, about: `the year ${year}` },
    ...[1, 2, 3, 4].map((quarter) => key(`Q${quarter}`, `quarter ${quarter} of`)),
    key('H1', 'January to June'),
    key('H2', 'July to December'),
    key('9M', 'January to September'),
    ...Array.from({ length: 12 }, (_, index) =>
      key(String(index + 1).padStart(2, '0'), `month ${index + 1} of`),
    ),
  ];
}
