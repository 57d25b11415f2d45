import { formatDay } from '@sohoso/dossier';
import { sumBalances } from '../balance.ts';
import { figureOf } from '../cells-columns.ts';
import { INTAKE, NEW } from '../forms/sums.ts';
import { perDayAverage } from '../per-day.ts';
import { lastDay } from '../period.ts';
import { shareOf } from '../ratio.ts';
import { countFigure, type NarrativeFigure, perDayFigure, shareFigure } from './figure.ts';
import type { Material } from './input.ts';
import { reportsPost } from './post-coverage.ts';
import { type Runs, sentences } from './runs.ts';
import { thresholds } from './standing-out.ts';
import { counted, texts, unitsOfLevel } from './texts.ts';
import { footnoteTexts } from './texts-footnotes.ts';

/** The paragraph on districts and communes: what came in, how much of it a day, and how much of it online. */
export function writeLocalLevel(material: Material): void {
  const { draft, local, input } = material;
  if (local.length === 0) {
    draft.paragraph('text', texts.local.absent);
    return;
  }
  const sum = sumBalances(local.map(({ balance }) => balance));
  const intake = figureOf(INTAKE, sum);
  const place = placeOf(material);
  const see = texts.seeAppendix(input.appendices?.local);
  if (intake === 0) {
    draft.paragraph('text', sentences([texts.local.nothing(place), see]));
    return;
  }
  const how = 'districts and communes: online + direct + postal + forwarded';
  const received = draft.figure(countFigure('local.intake', intake, how));
  const byPost = local.some(({ unit, balance }) => reportsPost(unit, 'postal-intake', balance));
  draft.paragraph(
    'text',
    sentences([
      texts.local.received(place, received, byPost),
      perDay(material, { intake, received, place }),
      online(material, sum.receivedOnline, figureOf(NEW, sum)),
      see,
    ]),
  );
}

function placeOf({ local }: Material): string {
  const [first, ...rest] = new Set(local.map(({ unit }) => unit.level));
  if (rest.length > 0) return texts.local.places.both;
  return first === 'commune' ? texts.local.places.commune : texts.local.places.district;
}

interface Received {
  readonly intake: number;
  readonly received: NarrativeFigure;
  readonly place: string;
}

function perDay(material: Material, { intake, received, place }: Received): Runs {
  const { draft, input, lastKnownDay } = material;
  const { period, calendar } = input;
  const average = perDayAverage(intake, period, calendar, lastKnownDay);
  draft.note(...average.notes);
  const figure = draft.figure(perDayFigure('local.per-day', average, 'intake of districts and communes'));
  const how = `working days ${average.from} … ${average.to}`;
  const days = draft.figure(countFigure('local.working-days', average.divisor, how));
  if (figure.value === null) return texts.local.noWorkingDay;
  const isCovered = calendar.covers(period.from) && calendar.covers(lastKnownDay);
  draft.footnote(figure.id, footnoteTexts.perDay(received, days, calendar.name, calendar.version, isCovered));
  return texts.local.perDay(unitsBehind(material, place), figure, days);
}

/** The districts and communes that an average is said of; just "the units", where the counts do not stand for all the rows. */
function unitsBehind({ draft, input, local }: Material, place: string): Runs {
  const ofLevel = (level: string) => input.structure.filter((unit) => unit.level === level).length;
  const counts = input.counts ?? { districts: ofLevel('district'), communes: ofLevel('commune') };
  const how =
    input.counts === undefined ? `in the structure of ${formatDay(lastDay(input.period))}` : 'as given';
  const levels = [
    { level: 'district', id: 'local.districts', count: counts.districts },
    { level: 'commune', id: 'local.communes', count: counts.communes },
  ] as const;
  const isCounted = local.every(({ unit }) =>
    levels.some(({ level, count }) => level === unit.level && count > 0),
  );
  if (!isCounted) return texts.local.theUnits(place);
  return counted(
    levels
      .filter(({ count }) => count > 0)
      .map(({ level, id, count }) => ({
        count: draft.figure(countFigure(id, count, `units of level ${level} ${how}`)),
        words: unitsOfLevel[level],
      })),
  );
}

function online({ draft }: Material, count: number, fresh: number): Runs {
  const figure = draft.figure(
    countFigure('local.online', count, 'districts and communes: legs opened by channel online'),
  );
  const share = draft.figure(
    shareFigure('local.online.share', shareOf(count, fresh), 'districts and communes: ratio online/new'),
  );
  if (count === 0) return texts.local.noOnline;
  const isFew = count * 100 < fresh * thresholds.fewBelow;
  return isFew ? texts.local.fewOnline(figure, share) : texts.local.online(figure, share);
}
