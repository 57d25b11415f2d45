import { firstDay, lastDay, type Period } from '../period.ts';
import { type RatioDefinition, ratioDefinitions } from '../ratio.ts';
import { type RatioReport, ratioReport } from '../ratio-report.ts';
import { countFigure, type NarrativeFigure, pointsFigure, shareFigure } from './figure.ts';
import { knownDayOf, type Material, type NarrativeInput } from './input.ts';
import { baselineWords, dayWords, periodWords } from './period-words.ts';
import { type Runs, sentences } from './runs.ts';
import { texts } from './texts.ts';

/** A ratio of the period over all units, with the baseline that was asked for. */
export function ratioOf(id: string, input: NarrativeInput): RatioReport {
  const { asKnownAt, baseline } = input;
  const asked = { definition: definitionOf(id), scope: 'all', asKnownAt, byUnit: false };
  return ratioReport(asked, input, baseline === null ? [] : [baseline]);
}

function definitionOf(id: string): RatioDefinition {
  const found = ratioDefinitions.find((definition) => definition.id === id);
  if (found === undefined) throw new RangeError(`there is no ratio "${id}"`);
  return found;
}

/** What a ratio is called and covers, for `how`. */
export function definitionWords({
  definition,
  coverage,
}: Pick<RatioReport, 'definition' | 'coverage'>): string {
  const { numerator, denominator } = coverage;
  return `ratio ${definition.id}, covering ${numerator.covered} of ${numerator.units} units ÷ ${denominator.covered} of ${denominator.units}`;
}

/** The first paragraph: the share of online dossiers, compared with the baseline where the two can be compared. */
export function writeOpening(material: Material, ratio: RatioReport, share: NarrativeFigure): void {
  const { input, draft } = material;
  const period = periodWords(input.period);
  const compared = compare(material, ratio);
  const first =
    share.value === null
      ? texts.opening.nothingNew(
          period,
          input.baseline === null ? null : baselineWords(input.baseline.period),
        )
      : texts.opening.share(period, share, compared);
  draft.note(...ratio.notes);
  draft.paragraph('text', sentences([first, progress(material), texts.opening.inDetail]));
}

function compare({ draft, input }: Material, ratio: RatioReport): Runs {
  const [then] = ratio.baselines;
  if (then === undefined || input.baseline === null) return texts.comparison.none;
  const words = baselineWords(input.baseline.period);
  const { key } = input.baseline.period;
  if (isOver(input.baseline.period, input) === false)
    draft.note(`the baseline ${key} was not over as known at ${input.asKnownAt}`);
  if (then.reason !== null) draft.note(`not compared with ${key}: ${then.reason}`);
  const { onlyInPeriod, onlyInBaseline, difference } = then;
  if (onlyInPeriod.length + onlyInBaseline.length > 0) {
    const unitsOf = (
      codes: readonly string[],
      id: string,
      end: string,
      say: (count: NarrativeFigure) => Runs,
    ) =>
      codes.length === 0
        ? []
        : [say(draft.figure(countFigure(`baseline.${id}`, codes.length, `units only at the end of ${end}`)))];
    return texts.comparison.otherUnits(words, [
      ...unitsOf(onlyInPeriod, 'units-only-in-period', input.period.key, texts.comparison.onlyNow),
      ...unitsOf(onlyInBaseline, 'units-only-in-baseline', key, texts.comparison.onlyThen),
    ]);
  }
  const how = `${definitionWords({ ...ratio, ...then })}, period ${key}`;
  const share = draft.figure(shareFigure('baseline.online.share', then, how));
  if (then.value === null || difference === null) return texts.comparison.nothingThen(words);
  if (difference.unrounded === 0) return texts.comparison.equal(share, words);
  if (difference.points === 0) return texts.comparison.alike(share, words);
  const minuend = `${ratio.percent} − ${then.percent} percentage points, between the shares as printed`;
  const points = draft.figure(pointsFigure('baseline.online.points', difference.points, minuend));
  return texts.comparison[difference.points < 0 ? 'lower' : 'higher'](points, share, words);
}

/** Whether the period's last day had passed at the moment as of which its figures are known. */
function isOver(period: Period, input: NarrativeInput): boolean {
  return knownDayOf(input) > lastDay(period);
}

/** What must be said of a period that is not over. */
function progress({ draft, input }: Material): Runs {
  if (isOver(input.period, input)) return [];
  const known = knownDayOf(input);
  draft.note(`the period ${input.period.key} was not over as known at ${input.asKnownAt}`);
  return known < firstDay(input.period)
    ? texts.opening.notBegun(dayWords(known))
    : texts.opening.notOver(dayWords(known));
}
