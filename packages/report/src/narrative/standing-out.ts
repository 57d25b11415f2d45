import type { UnitBalance } from '../balance.ts';
import { type Share, shareOf } from '../ratio.ts';

/** The thresholds of the rules by which departments are named in the text. */
export const thresholds = {
  /** A unit has many new dossiers from so many on average per working day … */
  newPerWorkingDay: 1,
  /** … and from so many in all, so that a short period names nobody for one or two. */
  newAtLeast: 10,
  /** Most online: from this share of its new dossiers, in per cent. */
  mostOnlineFrom: 50,
  /** Few: online and by post together below this share of its new dossiers, in per cent. */
  fewBelow: 10,
  /** So many are named; the others are counted. */
  named: 5,
} as const;

interface Candidate {
  readonly code: string;
  readonly name: string;
  readonly balance: UnitBalance;
  /** Whether its intake by post is known. */
  readonly reportsPost: boolean;
}

/** A unit that stands out. New dossiers are those from applicants: online, direct and postal. */
export interface StandingUnit {
  readonly code: string;
  readonly name: string;
  readonly newDossiers: number;
  readonly online: number;
  readonly postal: number;
  readonly onlineShare: Share;
  readonly onlineOrPostalShare: Share;
}

export interface StandingOut {
  readonly rules: typeof thresholds & {
    /** How many new dossiers count as many in this period. */
    readonly manyFrom: number;
  };
  /** Many new dossiers, and most of them online; by number of online ones, then by share. */
  readonly mostOnline: readonly StandingUnit[];
  /** Many new dossiers, but few online or by post; by number of new ones. */
  readonly fewOnlineOrPostal: readonly StandingUnit[];
  /** No dossier came in, forwarded ones included; in report order. */
  readonly noneReceived: readonly StandingUnit[];
  /** Codes of units that would be among the few, were it known what came to them by post. */
  readonly notJudged: readonly string[];
}

/** The units that stand out among some, by the rules; units that are level with each other stay in report order. */
export function standingOut(units: readonly Candidate[], workingDays: number): StandingOut {
  const manyFrom = Math.max(thresholds.newAtLeast, thresholds.newPerWorkingDay * workingDays);
  const judged = units.map((unit) => ({ ...unit, figures: figuresOf(unit) }));
  const many = judged.filter(({ figures }) => figures.newDossiers >= manyFrom);
  const few = many.filter(
    ({ figures: { online, postal, newDossiers } }) =>
      (online + postal) * 100 < newDossiers * thresholds.fewBelow,
  );
  return {
    rules: { ...thresholds, manyFrom },
    mostOnline: many
      .map(({ figures }) => figures)
      .filter(({ online, newDossiers }) => online * 100 >= newDossiers * thresholds.mostOnlineFrom)
      .toSorted(byOnline),
    fewOnlineOrPostal: few
      .filter(({ reportsPost }) => reportsPost)
      .map(({ figures }) => figures)
      .toSorted(byNew),
    noneReceived: judged
      .filter(({ figures, balance }) => figures.newDossiers + balance.receivedForwarded === 0)
      .map(({ figures }) => figures),
    notJudged: few.filter(({ reportsPost }) => !reportsPost).map(({ code }) => code),
  };
}

function figuresOf({ code, name, balance }: Candidate): StandingUnit {
  const { receivedOnline: online, receivedPostal: postal, receivedDirect } = balance;
  const newDossiers = online + postal + receivedDirect;
  return {
    code,
    name,
    newDossiers,
    online,
    postal,
    onlineShare: shareOf(online, newDossiers),
    onlineOrPostalShare: shareOf(online + postal, newDossiers),
  };
}

/** By number of online dossiers; of the same number, the larger share first, which is the fewer new dossiers. */
export function byOnline(a: StandingUnit, b: StandingUnit): number {
  return b.online - a.online || a.newDossiers - b.newDossiers;
}

/** By number of new dossiers; of the same number, the fewer online or by post first. */
export function byNew(a: StandingUnit, b: StandingUnit): number {
  return b.newDossiers - a.newDossiers || a.online + a.postal - b.online - b.postal;
}

/**
 * Those of a ranked list that are named. One more than the others is named as well, for "and 1 other" is no shorter; and a list is not
 * cut between units that are level, unless all that would be named are.
 */
export function namedOf(
  ranked: readonly StandingUnit[],
  compare: (a: StandingUnit, b: StandingUnit) => number,
): readonly StandingUnit[] {
  if (ranked.length <= thresholds.named + 1) return ranked;
  const isLevel = (cut: number) => {
    const [last, next] = [ranked[cut - 1], ranked[cut]];
    return last !== undefined && next !== undefined && compare(last, next) === 0;
  };
  let cut: number = thresholds.named;
  while (isLevel(cut)) cut--;
  return ranked.slice(0, cut === 0 ? thresholds.named : cut);
}
