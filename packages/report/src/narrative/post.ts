import { RESOLVED } from '../forms/sums.ts';
import type { RatioReport } from '../ratio-report.ts';
import { countFigure, shareFigure } from './figure.ts';
import type { Material } from './input.ts';
import { definitionWords } from './opening.ts';
import { counter } from './province.ts';
import { type Runs, say } from './runs.ts';
import { texts } from './texts.ts';
import { footnoteTexts } from './texts-footnotes.ts';

const RETURNED = 'province.returned-by-post';
const HOW_RETURNED = 'resolved legs whose result went out by post';

/** What went back by post, over all that was resolved; over the same units as well, where the two cover different ones. */
export function writeReturns(material: Material, ratio: RatioReport): void {
  const { draft, returnsByPost } = material;
  const resolved = counter(material)('resolved', RESOLVED, 'early + on time + late, all rows');
  draft.paragraph('part', texts.returns.part);
  draft.paragraph('item', texts.returns.resolved(resolved));
  if (returnsByPost.known === 'none') {
    draft.paragraph('item', texts.returns.noByPost);
    return;
  }
  const count = draft.figure(countFigure(RETURNED, ratio.numerator, HOW_RETURNED));
  const share = draft.figure(shareFigure(`${RETURNED}.share`, ratio, definitionWords(ratio)));
  draft.paragraph('item', texts.returns.byPost(returnsByPost.words, count, share));
  draft.note(...ratio.notes);
  const { likeForLike } = ratio;
  if (likeForLike === null) return;
  draft.footnote(share.id, footnoteTexts.unlikeCoverage(returnsByPost.reporting));
  if (likeForLike.denominator === 0) return;
  const how = `both sides at the ${likeForLike.units} units that report returns by post`;
  const above = draft.figure(
    countFigure(`${RETURNED}.like-for-like`, likeForLike.numerator, `${how}: returned`),
  );
  const below = draft.figure(
    countFigure(`${RETURNED}.like-for-like.resolved`, likeForLike.denominator, `${how}: resolved`),
  );
  const like = draft.figure(shareFigure(`${RETURNED}.like-for-like.share`, likeForLike, how));
  draft.paragraph('item', texts.returns.likeForLike(above, below, like));
}

/** The last paragraph: at which units anything is known of the post at all, and how much it was. */
export function writePost(material: Material): void {
  const { draft, province, intakeByPost, returnsByPost } = material;
  const { post } = texts;
  const coverage = coverageOf(material);
  if (intakeByPost.known === 'none' && returnsByPost.known === 'none') {
    draft.paragraph('text', coverage);
    return;
  }
  const received = counter(material)('postal', { receivedPostal: 1 }, 'legs opened by channel postal');
  const returned = draft.figure(countFigure(RETURNED, province.returnedByPost, HOW_RETURNED));
  const sentence =
    intakeByPost.known === 'none'
      ? post.returned(returned)
      : returnsByPost.known === 'none'
        ? post.received(received)
        : post.both(received, returned);
  draft.paragraph('text', say`${coverage} ${sentence}`);
}

function coverageOf({ intakeByPost, returnsByPost }: Material): Runs {
  const { post } = texts;
  const known = [intakeByPost.known, returnsByPost.known];
  if (known.every((one) => one === 'none')) return post.none;
  if (known.every((one) => one === 'all')) return post.all;
  if (intakeByPost.units.join('\n') === returnsByPost.units.join('\n'))
    return post.same(intakeByPost.reporting);
  const intakeAt = { all: post.allIntake, none: post.noIntake, some: post.intakeAt(intakeByPost.reporting) };
  const returnsAt = {
    all: post.allReturns,
    none: post.noReturns,
    some: post.returnsAt(returnsByPost.reporting),
  };
  return post.some(intakeAt[intakeByPost.known], returnsAt[returnsByPost.known]);
}
