/** Fortnights, years from a tenth to a ninth, and quarters in turn, all over ten years. */
export function periodNumber(i: number): readonly [from: string, to: string] {
  const year = 2012 + (i % 8);
  const month = String(1 + (i % 12)).padStart(2, '0');
  const periods = [
    [`${year}-${month}-01`, `${year}-${month}-15`],
    [`${year}-${month}-10`, `${year + 1}-${month}-09`],
    [`${year}-01-01`, `${year}-03-31`],
  ] as const;
  return periods[i % periods.length] ?? periods[0];
}

/** Days at whose noon things were known, some before the periods asked and some behind them. */
export const knownDays: readonly string[] = [2013, 2014, 2015, 2016, 2017, 2018, 2019].map(
  (year) => `${year}-0${1 + (year % 9)}-${10 + (year % 17)}`,
);

/** The moment that goes with question number `i`, as a parameter. */
export function knownNumber(i: number): string {
  return `${knownDays[i % knownDays.length]}T12:00:00Z`;
}
