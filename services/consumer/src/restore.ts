import { type DossierEvent, instantFromMs, parseEvent, sameName } from '@sohoso/dossier';
import { type EventLog, type LogRecord, MAX_READ_POSITIONS } from '@sohoso/log';
import type { Fact, Facts } from '@sohoso/store';
import { type FoldRules, foldBatch } from './fold-batch.ts';

export interface RestoreDeps {
  readonly log: EventLog;
  readonly facts: Facts;
  readonly rules: Omit<FoldRules, 'partitionOf'>;
  /** Does something while nothing is folded in a partition, where a consumer runs in this process. */
  readonly whileStill?: <T>(partition: number, work: () => Promise<T>) => Promise<T>;
}

/** Positions of one partition that the facts lack, both ends included. */
export interface MissingRun {
  readonly partition: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Folds the records at positions that the facts lack once more, each over the events that its dossier had then, and inserts
 * their facts beside the others. The views do not sum them: the roll-ups had them, or are rebuilt afterwards. Returns how many
 * facts were restored; fewer than missing where the log holds no record there.
 */
export async function restoreFacts(
  { log, facts, rules, whileStill = (_, work) => work() }: RestoreDeps,
  missing: readonly MissingRun[],
  onProgress: (positions: number) => void = () => {},
): Promise<number> {
  let restored = 0;
  for (const { partition, start, end } of missing) {
    let after = start;
    for (let from = start; from <= end; from += MAX_READ_POSITIONS) {
      const to = Math.min(end, from + MAX_READ_POSITIONS - 1);
      const records = await log.read(partition, from, to);
      const found = await foldAgain(records, facts, { ...rules, partitionOf: log.partitionOf });
      restored += await whileStill(partition, () => facts.restore(partition, after, found));
      after = (found.at(-1)?.offset ?? after - 1) + 1;
      onProgress(to - from + 1);
    }
  }
  return restored;
}

/**
 * The facts of records of one run, which no fact lies within, each folded over the events that its dossier had then. Where the
 * log has grown, a record of a dossier that belongs elsewhere today was counted where it lies, unless it is found elsewhere.
 */
async function foldAgain(
  records: readonly LogRecord[],
  facts: Facts,
  rules: FoldRules,
): Promise<readonly Fact[]> {
  const [first] = records;
  if (first === undefined) return [];
  const dossiers = new Map<string, DossierEvent[]>();
  for (const { value, recordedAtMs } of records) {
    const parsed = parseEvent(value, rules, instantFromMs(recordedAtMs));
    if (parsed.ok)
      dossiers.set(parsed.event.dossier, [...(dossiers.get(parsed.event.dossier) ?? []), parsed.event]);
  }
  const known = new Map<string, DossierEvent[]>();
  for (const event of await facts.eventsBefore(first, [...dossiers.keys()])) {
    known.set(event.dossier, [...(known.get(event.dossier) ?? []), event]);
  }
  const countedHere = (await facts.hasGrown()) ? await notElsewhere(first, dossiers, facts) : null;
  const partitionOf = (dossier: string) =>
    countedHere?.has(dossier) === true ? first.partition : rules.partitionOf(dossier);
  return foldBatch(records, (dossier) => known.get(dossier), { ...rules, partitionOf }).facts;
}

/** The dossiers none of whose events here was counted in another partition, to which it had been sent on. */
async function notElsewhere(
  { partition }: LogRecord,
  dossiers: ReadonlyMap<string, readonly DossierEvent[]>,
  facts: Facts,
): Promise<ReadonlySet<string>> {
  const anyTime = { partition, offset: 0, recordedAtMs: LATEST_MS };
  const left = new Set(dossiers.keys());
  for (const event of await facts.eventsBefore(anyTime, [...left])) {
    if (dossiers.get(event.dossier)?.some((one) => sameName(one, event)) === true) left.delete(event.dossier);
  }
  return left;
}

/** Within what the store's moments can hold. */
const LATEST_MS = Date.UTC(2250, 0, 1);
