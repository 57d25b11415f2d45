import type { Dice } from './dice.ts';
import { Fold } from './fold.ts';
import { historyOf, type OracleEvent, optionalText } from './history.ts';
import type { Told } from './random-arrivals.ts';
import { startOf, writeMoment } from './random-moments.ts';

/** Old units end, new ones take over what is open there: dossier by dossier, over some days. */
export interface Reorganisation {
  /** The first day of the new units. */
  readonly on: string;
  /** Over how many days the open legs are handed over; 5 unless told. */
  readonly overDays?: number | undefined;
  /** New units by old ones; several old ones may go into one new one. */
  readonly into: Readonly<Record<string, string>>;
}

const SECOND = 1_000_000;
const OFFICE_OPENS = 8 * 3600 * SECOND;

/**
 * Lets one dossier's life go on at the new units. A leg that is open at an old unit when the first day begins is
 * transferred at some moment of the days after, and until then everything about it happens at the old unit. What has
 * nothing open there belongs to the new unit from the first day on. A transfer fails only where the dossier is open
 * at the new unit as well; that leg stays behind, as an anomaly.
 */
export function reorganised(
  dice: Dice,
  told: readonly Told[],
  plan: Reorganisation,
  firstDay: number,
): Told[] {
  const handedOver = new Map<string, number>();
  for (const unit of Object.keys(plan.into)) {
    const open = isOpenAt(told, unit, startOf(firstDay));
    const day = firstDay + dice.whole(0, (plan.overDays ?? 5) - 1);
    // Whole seconds survive every spelling of a moment, so nothing slips in between.
    const hour = OFFICE_OPENS + dice.whole(0, 9 * 3600) * SECOND;
    handedOver.set(unit, open ? startOf(day) + hour : startOf(firstDay));
  }
  const later = told.map((one) => renamed(one, handedOver, plan.into)).filter((one) => one !== undefined);
  for (const [unit, moment] of [...handedOver].sort(([, a], [, b]) => a - b)) {
    if (isOpenAt(later, unit, moment)) later.push(transfer(dice, later, unit, plan.into[unit] ?? '', moment));
  }
  return later;
}

/** Whether the whole of what is told, voids of any time included, leaves a leg open at the unit before a moment. */
function isOpenAt(told: readonly Told[], unit: string, moment: number): boolean {
  const { happenings } = historyOf(
    told.map(({ event }) => event),
    420,
  );
  return new Fold(
    happenings.filter(({ instant }) => instant.seconds * SECOND + instant.micros < moment),
  ).open.has(unit);
}

/** The event with new units for those handed over by then; undefined where it would go from a unit to itself. */
function renamed(
  told: Told,
  handedOver: ReadonlyMap<string, number>,
  into: Reorganisation['into'],
): Told | undefined {
  const data: Record<string, unknown> = { ...told.event.data };
  for (const attribute of ['unit', 'from', 'to']) {
    const unit = optionalText(told.event, attribute);
    const moment = unit === undefined ? undefined : handedOver.get(unit);
    if (unit !== undefined && moment !== undefined && told.moment >= moment) data[attribute] = into[unit];
  }
  const toItself = data['from'] !== undefined && data['from'] === data['to'];
  return toItself ? undefined : { ...told, event: { ...told.event, data } };
}

function transfer(dice: Dice, told: readonly Told[], from: string, to: string, moment: number): Told {
  const subject = told[0]?.event.subject ?? '';
  const event: OracleEvent = {
    specversion: '1.0',
    id: `${subject}-${from}-${to}`,
    source: '/mcdt/reorganisation',
    type: 'vn.tthc.dossier.transferred.v1',
    subject,
    time: writeMoment(dice, moment),
    datacontenttype: 'application/json',
    data: { from, to },
  };
  return { moment, arrival: moment, event };
}
