import { readFile } from 'node:fs/promises';
import { addDays, type Day, parseDay } from '@sohoso/dossier';
import { readCalendarFile, sampleCalendarFile } from '@sohoso/registry';
import {
  type AppendixReport,
  checkAverages,
  checkShares,
  type PrintedFinding,
  type PrintedShare,
  type RatioReport,
} from '@sohoso/report';
import { Usage } from '@sohoso/service';
import { z } from 'zod';
import type { Config } from '../config.ts';
import { formatCount } from '../terminal/format.ts';

const count = z.int().min(0);
const share = z.object({ count, printed_share_percent: z.number().min(0) }).optional();

/** The figures of the text of a published report, as far as they can be checked; what else the file tells is passed over. */
const schema = z.object({
  period: z.object({ from: z.iso.date(), to: z.iso.date() }),
  province: z
    .object({
      handled_total: count.optional(),
      carried_over_and_forwarded: count.optional(),
      new_intake: count.optional(),
      direct: share,
      online: share,
      postal_at_centre_only: share,
      resolved_total: count.optional(),
      returned_by_post_at_centre_only: share,
    })
    .default({}),
  district_level: z
    .object({
      new_intake_incl_forwarded: count.optional(),
      online: count.optional(),
      per_day_printed: z.number().min(0).optional(),
    })
    .default({}),
});
export type Figures = z.infer<typeof schema>;

/** Reads the figures of a published text from JSON. Throws Usage with a sentence. */
export async function readFigures(file: string): Promise<Figures> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw new Usage(`the figures ${file} cannot be read: ${error.message}`);
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Usage(`the figures ${file} are not JSON: ${(error as Error).message}`);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new Usage(`the figures ${file}, ${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'are invalid'}`);
}

/** Printed shares given as `27/1284=2.2,…`, checked. Throws Usage with a sentence. */
export function sharesOf(text: string): readonly PrintedFinding[] {
  const shares = text.split(',').map((one): PrintedShare => {
    const [, above, below, printed] =
      /^\s*(\d{1,15})\/(\d{1,15})=(\d{1,9}(?:\.\d{1,4})?)%?\s*$/.exec(one) ?? [];
    if (above === undefined || below === undefined || printed === undefined)
      throw new Usage(`--shares: "${one}" is not a share such as 27/1284=2.2`);
    return { label: `${above}/${below}`, count: Number(above), of: Number(below), printed };
  });
  return checkShares(shares);
}

type Ask = <T>(path: string) => Promise<T>;

/** What the figures of a published text get wrong, or leave unsaid. */
export async function figuresFindings(
  config: Config,
  figures: Figures,
  report: AppendixReport,
  ask: Ask,
): Promise<readonly PrintedFinding[]> {
  const { period } = figures;
  if (period.from !== report.period.from || period.to !== report.period.to)
    throw new Usage(
      `the figures are of ${period.from} to ${period.to}, the table of ${report.period.from} to ${report.period.to}`,
    );
  const returns = await ask<RatioReport>('/v1/ratios/postal-return/resolved');
  const intake = await ask<RatioReport>('/v1/ratios/online/new');
  return [
    ...countFindings(figures, report, returns),
    ...checkShares(sharesOfText(figures, report, intake, returns)),
    ...checkAverages(await averages(config, figures)),
  ];
}

function countFindings(
  { province, district_level: district }: Figures,
  report: AppendixReport,
  returns: RatioReport,
): readonly PrintedFinding[] {
  const { received, resolved } = report.total;
  const sumOfDistricts = (figure: (row: AppendixReport['total']) => number) =>
    report.rows.filter(({ unit }) => unit.level === 'district').reduce((sum, row) => sum + figure(row), 0);
  const pairs: readonly (readonly [label: string, printed: number | undefined, computed: number])[] = [
    ['handled_total', province.handled_total, received.total],
    [
      'carried_over_and_forwarded',
      province.carried_over_and_forwarded,
      received.carriedOver + received.forwarded,
    ],
    ['new_intake', province.new_intake, received.online + received.directOrPostal],
    ['online', province.online?.count, received.online],
    ['resolved_total', province.resolved_total, resolved.total],
    ['returned_by_post', province.returned_by_post_at_centre_only?.count, returns.numerator],
    [
      'district_level.new_intake_incl_forwarded',
      district.new_intake_incl_forwarded,
      sumOfDistricts((row) => row.received.online + row.received.directOrPostal + row.received.forwarded),
    ],
    ['district_level.online', district.online, sumOfDistricts((row) => row.received.online)],
  ];
  return pairs.flatMap(([label, printed, computed]) =>
    printed === undefined || printed === computed
      ? []
      : [
          {
            kind: 'difference' as const,
            label,
            text: `printed ${formatCount(printed)}, computed ${formatCount(computed)}`,
          },
        ],
  );
}

/** The shares of the text: the ways of intake of the new dossiers, and the results returned by post of the resolved ones. */
function sharesOfText(
  { province }: Figures,
  report: AppendixReport,
  intake: RatioReport,
  returns: RatioReport,
): readonly PrintedShare[] {
  const { new_intake: whole, resolved_total: resolved } = province;
  const centre = (without: readonly string[], figure: (row: AppendixReport['total']) => number) => ({
    count: 'the centre only',
    of: 'the whole province',
    likeOf: without.length === 0 ? null : sumWithout(report, without, figure),
  });
  const postal = centre(
    intake.coverage.denominator.partly,
    ({ received }) => received.online + received.directOrPostal,
  );
  const returned = centre(returns.coverage.numerator.missing, (row) => row.resolved.total);
  return [
    ...printedShare('direct', province.direct, whole),
    ...printedShare('online', province.online, whole),
    ...printedShare('postal', province.postal_at_centre_only, whole, postal),
    ...printedShare('returned_by_post', province.returned_by_post_at_centre_only, resolved, returned),
  ];
}

function printedShare(
  label: string,
  printed: z.infer<typeof share>,
  of: number | undefined,
  unlike?: PrintedShare['unlike'],
): readonly PrintedShare[] {
  if (printed === undefined || of === undefined) return [];
  const { count: above, printed_share_percent: percent } = printed;
  const text = Number.isInteger(percent) ? `${percent}.0` : String(percent);
  return [{ label, count: above, of, printed: text, ...(unlike === undefined ? {} : { unlike }) }];
}

function sumWithout(
  { rows }: AppendixReport,
  codes: readonly string[],
  figure: (row: AppendixReport['total']) => number,
): number {
  return rows.filter(({ unit }) => !codes.includes(unit.code)).reduce((sum, row) => sum + figure(row), 0);
}

async function averages(config: Config, { period, district_level: district }: Figures) {
  const { new_intake_incl_forwarded: intake, per_day_printed: printed } = district;
  const [from, to] = [parseDay(period.from), parseDay(period.to)];
  if (intake === undefined || printed === undefined || from === null || to === null) return [];
  const calendar = await readCalendarFile(config.SOHOSO_CALENDAR_FILE ?? sampleCalendarFile);
  return [
    {
      label: 'district_level.per_day',
      count: intake,
      printed: String(printed),
      workingDays: calendar.workingDaysBetween(from, to),
      weekdays: weekdaysBetween(from, to),
      calendar: `${calendar.name}, ${calendar.version}`,
    },
  ];
}

/** Days from Monday to Friday. Day 0, 1970-01-01, was a Thursday. */
function weekdaysBetween(from: Day, to: Day): number {
  let days = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) if ((day + 3) % 7 < 5) days++;
  return days;
}
