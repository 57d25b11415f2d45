import { keyedPeriod } from '../forms/table.ts';
import type { PrintedFootnote, PrintedParagraph } from '../print/printed.ts';
import { writeDepartments } from './departments.ts';
import { type NarrativeFigure, shareFigure } from './figure.ts';
import { type Material, materialOf, type NarrativeInput } from './input.ts';
import { writeLocalLevel } from './local-level.ts';
import { definitionWords, ratioOf, writeOpening } from './opening.ts';
import { writePost, writeReturns } from './post.ts';
import { writeIntake } from './province.ts';
import type { StandingOut } from './standing-out.ts';
import { texts } from './texts.ts';

/** Section II of a province's report: its figures, and its text in Vietnamese with every number of it marked. */
export interface Narrative {
  readonly period: ReturnType<typeof keyedPeriod>;
  readonly baseline: ReturnType<typeof keyedPeriod> | null;
  readonly asKnownAt: string;
  readonly figures: readonly NarrativeFigure[];
  readonly paragraphs: readonly PrintedParagraph[];
  readonly footnotes: readonly PrintedFootnote[];
  /** The departments that stand out, and the rules by which they do. */
  readonly standingOut: StandingOut;
  readonly notes: readonly string[];
}

/** The narrative of any period. Throws BalanceBroken when figures do not balance, a RangeError where `asKnownAt` is no moment. */
export function narrativeOf(input: NarrativeInput): Narrative {
  const online = ratioOf('online/new', input);
  const returns = ratioOf('postal-return/resolved', { ...input, baseline: null });
  const material = materialOf(input);
  const { draft } = material;
  const share = draft.figure(shareFigure('province.online.share', online, definitionWords(online)));
  draft.paragraph('section', texts.heading);
  writeOpening(material, online, share);
  writeIntake(material, share);
  writeReturns(material, returns);
  const standingOut = writeDepartments(material);
  writeLocalLevel(material);
  writePost(material);
  noteOtherUnits(material);
  draft.compareWith(input.published ?? {});
  return {
    period: keyedPeriod(input.period),
    baseline: input.baseline === null ? null : keyedPeriod(input.baseline.period),
    asKnownAt: input.asKnownAt,
    ...draft.finish(),
    standingOut,
  };
}

/** Rows of no level that the text speaks of count in the province's figures only. */
function noteOtherUnits({ draft, input, departments, local }: Material): void {
  const spokenOf = new Set([...departments, ...local].map(({ unit }) => unit.code));
  const others = input.units.filter(({ code }) => !spokenOf.has(code)).map(({ code }) => code);
  if (others.length > 0)
    draft.note(
      `${others.length} units are no department, district or commune and count in the figures of the whole province only: ${others.join(', ')}`,
    );
}
