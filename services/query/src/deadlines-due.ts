import type { ClickHouseClient } from '@clickhouse/client';
import { addDays, compareText, type Day, type DossierEvent, formatDay, historyOf } from '@sohoso/dossier';
import type { UnitRegistry, WorkingCalendar } from '@sohoso/registry';
import { csvFile, emptyBalance, type ReportUnit, ScopeUnknown, unitsOfScope } from '@sohoso/report';
import { Problem } from '@sohoso/service';
import {
  channelKey,
  channelsOfLegs,
  type DueLegRow,
  type DueWindow,
  dossiersAheadOf,
  dossiersOpenOn,
  dueCounts,
  dueLegs,
  eventsOfDossiers,
} from '@sohoso/store';

/** A leg that is open, not suspended, and due soon. */
interface DueLeg {
  readonly dossier: string;
  /** Which of the dossier's legs, counted from 0 in the order of opening. */
  readonly leg: number;
  readonly channel: string | null;
  readonly due: string;
  /** Working days after the day of the list, up to and including the due. */
  readonly workingDaysLeft: number;
}

/** The legs that are due on a day or within the next working days, by unit. Counts are whole, legs come page by page. */
export interface DueList {
  readonly on: string;
  readonly within: number;
  /** The last due that is listed. */
  readonly through: string;
  readonly calendar: { readonly name: string; readonly version: string };
  /** What must be said beside it, e.g. that the calendar does not cover all of these days. */
  readonly notes: readonly string[];
  readonly count: number;
  readonly units: readonly {
    readonly unit: ReportUnit;
    readonly count: number;
    /** Those of this page. */
    readonly legs: readonly DueLeg[];
  }[];
  readonly next: string | null;
}

export interface DueAsked {
  readonly on: Day;
  readonly within: number;
  readonly scope: string;
  readonly limit: number;
  readonly after: DueLegRow | null;
}

export interface DueDeps {
  readonly clickhouse: ClickHouseClient;
  readonly registry: UnitRegistry;
  readonly calendar: WorkingCalendar;
  readonly today: Day;
}

type Found = DueLegRow & { readonly channel: string | null };

/** Legs of a window: how many there are by unit, and a page of those of some units, in their order. */
interface Due {
  readonly counts: ReadonlyMap<string, number>;
  page(units: readonly string[], asked: DueAsked): Promise<readonly Found[]>;
}

/**
 * The list of a day: legs that have at most `within` working days left after it. From today on it goes by what the roll-ups
 * forecast; for a day past, and for dossiers of which a later day is known already, by the dossiers as they stood at its end, by
 * all that is known now, like the report of a period that ended on it. Throws a Problem where the scope names no unit, or where too many dossiers were open.
 */
export async function dueList(deps: DueDeps, asked: DueAsked): Promise<DueList> {
  const { calendar, today } = deps;
  const { on, within, scope, limit } = asked;
  // Who has until a day of rest has no working day more than who has until the working day before it.
  const through = addDays(calendar.addWorkingDays(on, within + 1), -1);
  const window = { from: on, to: through };
  const due =
    on < today ? await dueAsOf(deps.clickhouse, window) : await dueFromRollUps(deps.clickhouse, window);
  const units = unitsOf(deps.registry, on, scope, due.counts);
  const codes = units.map(({ code }) => code);
  const found = await due.page(codes, { ...asked, limit: limit + 1 });
  const page = found.slice(0, limit);
  const countOf = (unit: string) => due.counts.get(unit) ?? 0;
  return {
    on: formatDay(on),
    within,
    through: formatDay(through),
    calendar: { name: calendar.name, version: calendar.version },
    notes: calendar.notes(on, through),
    count: codes.reduce((sum, unit) => sum + countOf(unit), 0),
    units: units.map(({ code, name, level }) => ({
      unit: { code, name, level },
      count: countOf(code),
      legs: page.filter(({ unit }) => unit === code).map((leg) => shown(leg, on, calendar)),
    })),
    next: found.length > limit ? cursorOf(page.at(-1)) : null,
  };
}

function shown({ dossier, leg, channel, due }: Found, on: Day, calendar: WorkingCalendar): DueLeg {
  const workingDaysLeft = calendar.workingDaysBetween(addDays(on, 1), due);
  return { dossier, leg, channel, due: formatDay(due), workingDaysLeft };
}

/** The units of the scope, and those that have legs although they are not in the registry of that day. */
function unitsOf(registry: UnitRegistry, on: Day, scope: string, counts: ReadonlyMap<string, number>) {
  const balances = Array.from(counts, ([unit, count]) => ({ ...emptyBalance(unit), openingOpen: count }));
  try {
    return unitsOfScope({ onDay: registry.on(on), all: registry.units }, scope, balances);
  } catch (error) {
    if (error instanceof ScopeUnknown) throw new Problem(400, 'unit-unknown', error.message);
    throw error;
  }
}

/**
 * A leg goes overdue on the day after its due; but what is known of a day to come (a clock that goes before ours) may move an
 * overdue leg to another unit on that day, or make one without a due overdue. So dossiers with such events are folded.
 */
async function dueFromRollUps(clickhouse: ClickHouseClient, window: DueWindow): Promise<Due> {
  const ahead = await dossiersAheadOf(clickhouse, window.from, MAX_FOLDED + 1);
  const folded = dueOf(await foldedDue(clickhouse, ahead, window));
  const counts = new Map(folded.counts);
  for (const { unit, legs } of await dueCounts(clickhouse, window))
    counts.set(unit, (counts.get(unit) ?? 0) + legs);
  return {
    counts,
    async page(units, asked) {
      const legs = await dueLegs(clickhouse, window, units, asked);
      const channels = await channelsOfLegs(clickhouse, [...new Set(legs.map(({ dossier }) => dossier))]);
      const found = legs.map((leg) => ({ ...leg, channel: channels.get(channelKey(leg)) ?? null }));
      return inOrder([...found, ...(await folded.page(units, asked))], units).slice(0, asked.limit);
    },
  };
}

const MAX_FOLDED = 50_000;
const DOSSIERS_AT_ONCE = 2_500;

async function dueAsOf(clickhouse: ClickHouseClient, window: DueWindow): Promise<Due> {
  const dossiers = await dossiersOpenOn(clickhouse, window.from, MAX_FOLDED + 1);
  return dueOf(await foldedDue(clickhouse, dossiers, window));
}

async function foldedDue(
  clickhouse: ClickHouseClient,
  dossiers: readonly string[],
  window: DueWindow,
): Promise<readonly Found[]> {
  if (dossiers.length > MAX_FOLDED) {
    const detail = `more than ${MAX_FOLDED} dossiers would have to be folded for a list of ${formatDay(window.from)}; ask for a later day`;
    throw new Problem(400, 'request-invalid', detail);
  }
  const found: Found[] = [];
  for (let start = 0; start < dossiers.length; start += DOSSIERS_AT_ONCE) {
    const events = await eventsOfDossiers(clickhouse, dossiers.slice(start, start + DOSSIERS_AT_ONCE));
    for (const [dossier, ofDossier] of events) found.push(...dueOfDossier(dossier, ofDossier, window));
  }
  return found;
}

function dueOf(found: readonly Found[]): Due {
  const counts = new Map<string, number>();
  for (const { unit } of found) counts.set(unit, (counts.get(unit) ?? 0) + 1);
  return {
    counts,
    async page(units, { after, limit }) {
      const order = orderOf(units);
      const chosen = found.filter(
        (leg) => units.includes(leg.unit) && (after === null || order(leg, after) > 0),
      );
      return inOrder(chosen, units).slice(0, limit);
    },
  };
}

function inOrder(legs: readonly Found[], units: readonly string[]): readonly Found[] {
  return legs.toSorted(orderOf(units));
}

/** The order of the list, in which the store gives it as well. */
function orderOf(units: readonly string[]): (a: DueLegRow, b: DueLegRow) => number {
  const place = new Map(units.map((unit, index) => [unit, index]));
  const placeOf = ({ unit }: DueLegRow) => place.get(unit) ?? -1;
  return (a, b) =>
    placeOf(a) - placeOf(b) || a.due - b.due || compareText(a.dossier, b.dossier) || a.leg - b.leg;
}

/** The legs of one dossier that are open and not suspended at the end of the window's first day and have a due in the window. */
function dueOfDossier(
  dossier: string,
  events: readonly DossierEvent[],
  { from, to }: DueWindow,
): readonly Found[] {
  const { legs } = historyOf(events.filter((event) => event.type === 'voided' || event.day <= from)).state;
  return legs.flatMap((leg, index) => {
    if (leg.status !== 'open' || leg.suspended || leg.due === null) return [];
    if (leg.due < from || leg.due > to) return [];
    return [{ unit: leg.unit, due: leg.due, dossier, leg: index, channel: leg.channel }];
  });
}

function cursorOf(leg: DueLegRow | undefined): string | null {
  if (leg === undefined) return null;
  const { unit, due, dossier, leg: number } = leg;
  return Buffer.from(JSON.stringify([unit, due, dossier, number])).toString('base64url');
}

const COLUMNS = ['unit', 'unit_name', 'dossier', 'leg', 'channel', 'due', 'working_days_left'];

/** The legs as CSV, with a line of headings. */
export function dueListCsv({ units }: DueList): string {
  const lines: (readonly (string | number)[])[] = [COLUMNS];
  for (const { unit, legs } of units) {
    for (const { dossier, leg, channel, due, workingDaysLeft } of legs)
      lines.push([unit.code, unit.name, dossier, leg, channel ?? '', due, workingDaysLeft]);
  }
  return csvFile(lines);
}
