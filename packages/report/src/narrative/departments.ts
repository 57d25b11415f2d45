import { countFigure, type NarrativeFigure, shareFigure } from './figure.ts';
import type { Material } from './input.ts';
import { reportsPost } from './post-coverage.ts';
import { type Runs, sentences } from './runs.ts';
import {
  byNew,
  byOnline,
  namedOf,
  type StandingOut,
  type StandingUnit,
  standingOut,
} from './standing-out.ts';
import { RULES, texts } from './texts.ts';
import { footnoteTexts } from './texts-footnotes.ts';

/** The paragraph on the departments: those that stand out, by rules that a footnote tells. */
export function writeDepartments(material: Material): StandingOut {
  const { draft, departments, workingDays, input } = material;
  const standing = standingOut(
    departments.map(({ unit, balance }) => ({
      code: unit.code,
      name: unit.name,
      balance,
      reportsPost: reportsPost(unit, 'postal-intake', balance),
    })),
    workingDays,
  );
  const see = texts.seeAppendix(input.appendices?.departments);
  if (departments.length === 0) draft.paragraph('text', texts.departments.absent);
  else if (standing.noneReceived.length === departments.length) {
    const count = countFigure('departments', departments.length, 'rows of level department');
    draft.paragraph('text', sentences([texts.departments.allIdle(draft.figure(count)), see]));
  } else {
    writeRules(material, standing);
    draft.paragraph('text', sentences([...sentencesOf(material, standing), see]));
  }
  return standing;
}

function sentencesOf(material: Material, standing: StandingOut): readonly Runs[] {
  const { mostOnline, fewOnlineOrPostal: few, noneReceived } = standing;
  const { departments } = texts;
  const count = (id: string, units: readonly StandingUnit[], how: string) =>
    material.draft.figure(countFigure(`departments.${id}`, units.length, how));
  const sentences: Runs[] = [];
  if (mostOnline.length === 0) sentences.push(departments.noneMostOnline);
  else {
    const number = count(
      'most-online',
      mostOnline,
      'departments with many new dossiers, most of them online',
    );
    const named = namedOf(mostOnline, byOnline).map((unit) => withOnline(material, unit));
    sentences.push(departments.mostOnline(number, list(material, 'most-online', mostOnline, named)));
  }
  if (few.length > 0) {
    const number = count('few', few, 'departments with many new dossiers, few of them online or by post');
    const named = namedOf(few, byNew).map((unit) => withOnlineOrPostal(material, unit));
    sentences.push(departments.few(number, list(material, 'few', few, named), mostOnline.length > 0));
  }
  if (noneReceived.length > 0) {
    const number = count('none-received', noneReceived, 'departments where no dossier came in');
    const named = namedOf(noneReceived, () => 0).map(({ name }) => [{ text: name }]);
    sentences.push(departments.idle(number, list(material, 'none-received', noneReceived, named)));
  }
  return sentences;
}

function withOnline(material: Material, { code, name, online, onlineShare }: StandingUnit): Runs {
  const { draft } = material;
  const how = `${code}: legs opened by channel online`;
  return texts.departments.unit(
    name,
    draft.figure(countFigure(`unit.${code}.online`, online, how)),
    newDossiers(material, code, onlineShare.denominator),
    draft.figure(shareFigure(`unit.${code}.online.share`, onlineShare, `${code}: ratio online/new`)),
  );
}

function withOnlineOrPostal(
  material: Material,
  { code, name, onlineOrPostalShare: share }: StandingUnit,
): Runs {
  const { draft } = material;
  const id = `unit.${code}.online-or-postal`;
  return texts.departments.unit(
    name,
    draft.figure(countFigure(id, share.numerator, `${code}: online + postal`)),
    newDossiers(material, code, share.denominator),
    draft.figure(shareFigure(`${id}.share`, share, `${code}: (online + postal) ÷ new`)),
  );
}

function newDossiers({ draft }: Material, code: string, count: number): NarrativeFigure {
  return draft.figure(countFigure(`unit.${code}.new`, count, `${code}: online + direct + postal`));
}

/** The units that are named, and how many others there are. */
function list({ draft }: Material, id: string, all: readonly StandingUnit[], named: readonly Runs[]): Runs {
  const others: NarrativeFigure | null =
    all.length === named.length
      ? null
      : draft.figure(
          countFigure(
            `departments.${id}.others`,
            all.length - named.length,
            'departments that are not named',
          ),
        );
  return texts.departments.list(named, others);
}

function writeRules({ draft }: Material, { rules, notJudged }: StandingOut): void {
  const how = `${rules.newPerWorkingDay} per working day, at least ${rules.newAtLeast}`;
  const many = draft.figure(countFigure('departments.many-from', rules.manyFrom, how));
  draft.footnote(
    RULES,
    footnoteTexts.rules({
      many,
      perDay: String(rules.newPerWorkingDay),
      atLeast: String(rules.newAtLeast),
      mostOnline: String(rules.mostOnlineFrom),
      few: String(rules.fewBelow),
    }),
  );
  if (notJudged.length === 0) return;
  draft.footnote(RULES, footnoteTexts.notJudged);
  draft.note(
    `${notJudged.length} departments with few online dossiers do not report intake by post and are not named as having few: ${notJudged.join(', ')}`,
  );
}
