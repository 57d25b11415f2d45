import type { ClickHouseClient } from '@clickhouse/client';
import { auditStore, type DifferingCell, type DifferingGrain, type StoreAudit } from './queries/audit.ts';
import { missingPositions, type PartitionPositions, positions } from './queries/positions.ts';
import type { DifferingDossier } from './state-audit.ts';

/** How far one partition of the log is worked off, as the process that reads it knows. Positions of the log. */
export interface LogStanding {
  readonly partition: number;
  /** The position that the next record will get. */
  readonly end: number;
  /** Everything before it is in the store. */
  readonly committed: number;
}

export const auditChecks = ['log', 'facts', 'cells', 'months', 'marks', 'figures', 'state'] as const;
/**
 * `log`: the facts account for every position that was worked off. `facts`: no position between them is missing or was
 * lost. `cells`: the roll-ups hold what the facts add up to, by unit, day and measure; `months`: the months, years and days of
 * recording what the days add up to. `marks`: the same
 * by partition and batch. `figures`: the figures of each unit and day can be. `state`: the fold state holds the events of the facts.
 */
export type AuditCheck = (typeof auditChecks)[number];

export interface AuditFault {
  readonly check: AuditCheck;
  /** A sentence that names the place: the position, or unit, day and measure, or dossier. */
  readonly text: string;
}

export interface Audit {
  readonly holds: boolean;
  readonly faults: readonly AuditFault[];
  readonly positions: readonly PartitionPositions[];
  readonly store: StoreAudit;
  readonly durationMs: number;
}

const MAX_RUNS = 20;

/**
 * Does log = facts = roll-ups hold, and are the figures of every unit and day possible. `askLog` gives what the log says of
 * itself; null where it is not known. Costs a scan of the facts; see ARCHITECTURE.md for how long.
 */
export async function audit(
  client: ClickHouseClient,
  askLog: (() => Promise<readonly LogStanding[]>) | null,
  limit = 100,
): Promise<Audit> {
  const start = performance.now();
  // What was worked off by now must be in the facts that are read next; and what they hold then, in the log as it is after.
  const before = (await askLog?.()) ?? [];
  const byPartition = await positions.run(client, {});
  const after = (await askLog?.()) ?? [];
  const store = await auditStore(client, limit);
  const faults = [
    ...logFaults(before, after, byPartition),
    ...(await holes(client, byPartition)),
    ...storeFaults(store),
  ];
  const durationMs = Math.round(performance.now() - start);
  return { holds: faults.length === 0, faults, positions: byPartition, store, durationMs };
}

/** Differing dossiers of the fold state as faults of the audit. */
export function stateFaults(dossiers: readonly DifferingDossier[]): readonly AuditFault[] {
  return dossiers.map(({ partition, dossier, inState, inFacts }) => ({
    check: 'state',
    text: `the fold state of dossier ${dossier} (partition ${partition}) has ${inState} events, the facts have ${inFacts}${inState === inFacts ? ', and they read differently' : ''}`,
  }));
}

/** The facts must account for every position before the committed one, and for none beyond the end of the log. */
function logFaults(
  before: readonly LogStanding[],
  after: readonly LogStanding[],
  found: readonly PartitionPositions[],
): readonly AuditFault[] {
  const nexts = new Map(found.map((p) => [p.partition, p.last + 1]));
  const fault = (text: string): AuditFault => ({ check: 'log', text });
  const short = before.flatMap(({ partition, committed }) => {
    const next = nexts.get(partition) ?? 0;
    if (next >= committed) return [];
    return [
      fault(
        `partition ${partition}: the log was worked off up to position ${committed}, the facts end at ${next}`,
      ),
    ];
  });
  const beyond = after.flatMap(({ partition, end }) => {
    const next = nexts.get(partition) ?? 0;
    if (next <= end) return [];
    return [fault(`partition ${partition}: the facts go up to position ${next}, the log ends at ${end}`)];
  });
  return [...short, ...beyond];
}

const accounted = (p: PartitionPositions) => p.counted + p.repeated + p.refused + p.rerouted + p.empty;

/** Positions before a partition's last fact that no fact accounts for. */
async function holes(
  client: ClickHouseClient,
  found: readonly PartitionPositions[],
): Promise<readonly AuditFault[]> {
  const faults: AuditFault[] = [];
  for (const p of found) {
    if (accounted(p) === p.last + 1) continue;
    const runs = await missingPositions.run(client, { partition: p.partition, limit: MAX_RUNS });
    const named = runs.map(({ start, end }) => (start === end ? `${start}` : `${start}–${end}`)).join(', ');
    const text = `partition ${p.partition}: the facts account for ${accounted(p)} of ${p.last + 1} positions; missing: ${named}`;
    faults.push({ check: 'facts', text });
  }
  return faults;
}

function storeFaults({ cells, grains, impossibleStocks, marks, lost }: StoreAudit): readonly AuditFault[] {
  const fault = (check: AuditCheck, text: string): AuditFault => ({ check, text });
  return [
    ...lost.map((l) =>
      fault(
        'facts',
        `partition ${l.partition}: positions ${l.start}–${l.end} were deleted from the log unread`,
      ),
    ),
    ...marks.map((m) =>
      fault(
        'marks',
        `partition ${m.partition}: batches of ${m.marked} facts; unit_day has those of ${m.unitDay}, procedure_day of ${m.procedureDay}, leg_day of ${m.legDay}, or others of the same size`,
      ),
    ),
    ...cells.map((c) => fault('cells', cellText(c))),
    ...grains.map((g) => fault('months', grainText(g))),
    ...impossibleStocks.map((s) =>
      fault(
        'figures',
        `${s.unit} ${s.day}: open ${s.open}, suspended ${s.suspended}, overdue ${s.overdue}, lowest flow ${s.lowestFlow} cannot be`,
      ),
    ),
  ];
}

function cellText(c: DifferingCell): string {
  const cell = `${c.unit} ${c.day} ${c.measure}`;
  if (c.unitDay !== c.facts || c.procedureDay !== c.facts || c.legDay !== c.facts)
    return `${cell}: the facts add up to ${c.facts}, unit_day has ${c.unitDay}, procedure_day ${c.procedureDay}, leg_day ${c.legDay}`;
  const tables = [
    c.isElsewhereInUnitDay === 1 ? 'unit_day' : '',
    c.isElsewhereInProcedureDay === 1 ? 'procedure_day' : '',
    c.isElsewhereInLegDay === 1 ? 'leg_day' : '',
  ].filter((table) => table !== '');
  return `${cell}: ${tables.join(' and ')} add up to the ${c.facts} of the facts, but under other procedures, fields or times of recording`;
}

/** The grains of recording have the days exchanged (migration 010). */
function grainText(g: DifferingGrain): string {
  const [day, recorded] = g.grain.startsWith('recorded') ? [g.recordedDay, g.day] : [g.day, g.recordedDay];
  return `${g.unit} ${day} ${g.measure}, recorded ${recorded}: the days add up to ${g.expected}, grain ${g.grain} has ${g.found}`;
}

/** What the audit is told as, over HTTP. */
export interface AuditAnswer<Pipeline> extends Omit<Audit, 'faults'> {
  /** What does not hold, one sentence each. */
  readonly faults: readonly string[];
  /** How many faults each check found; checks without any are left out. */
  readonly faultsByCheck: Readonly<Record<string, number>>;
  /** How far the log is worked off; null where the process that answers does not know the log. */
  readonly pipeline: Pipeline | null;
  /** Whether the fold state was compared with the facts as well. */
  readonly stateWasChecked: boolean;
}

/** Puts an audit together with the faults of the fold state, where that was looked at. */
export function auditAnswer<Pipeline>(
  found: Audit,
  ofState: readonly AuditFault[] | undefined,
  pipeline: Pipeline | null,
): AuditAnswer<Pipeline> {
  const all = [...found.faults, ...(ofState ?? [])];
  const faultsByCheck: Record<string, number> = {};
  for (const { check } of all) faultsByCheck[check] = (faultsByCheck[check] ?? 0) + 1;
  return {
    ...found,
    holds: all.length === 0,
    faults: all.map(({ text }) => text),
    faultsByCheck,
    pipeline,
    stateWasChecked: ofState !== undefined,
  };
}
