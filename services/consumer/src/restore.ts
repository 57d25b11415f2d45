import { type DossierEvent, instantFromMs, parseEvent } from '@sohoso/dossier';
import { type EventLog, type LogRecord, MAX_READ_POSITIONS } from '@sohoso/log';
import type { Fact, Facts } from '@sohoso/store';
import { type FoldRules, foldBatch } from './fold-batch.ts';

export interface RestoreDeps {
  readonly log: EventLog;
  readonly facts: Facts;
  readonly rules: Omit<FoldRules, 'partitionOf'>;
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
  { log, facts, rules }: RestoreDeps,
  missing: readonly MissingRun[],
  onProgress: (positions: number) => void = () => {},
): Promise<number> {
  let restored = 0;
  for (const { partition, start, end } of missing) {
    for (let from = start; from <= end; from += MAX_READ_POSITIONS) {
      const to = Math.min(end, from + MAX_READ_POSITIONS - 1);
      const records = await log.read(partition, from, to);
      const found = await foldAgain(records, facts, { ...rules, partitionOf: log.partitionOf });
      await facts.restore(partition, from, found);
      restored += found.length;
      onProgress(to - from + 1);
    }
  }
  return restored;
}

/**
 * The facts of records of one run, which no fact lies within, each folded over the events of its dossier at positions before
 * its own.
 */
async function foldAgain(
  records: readonly LogRecord[],
  facts: Facts,
  rules: FoldRules,
): Promise<readonly Fact[]> {
  const [first] = records;
  if (first === undefined) return [];
  const dossiers = new Set<string>();
  for (const { value, recordedAtMs } of records) {
    const parsed = parseEvent(value, rules, instantFromMs(recordedAtMs));
    if (parsed.ok) dossiers.add(parsed.event.dossier);
  }
  const known = new Map<string, DossierEvent[]>();
  for (const event of await facts.eventsOf(first.partition, first.offset, [...dossiers])) {
    known.set(event.dossier, [...(known.get(event.dossier) ?? []), event]);
  }
  return foldBatch(records, (dossier) => known.get(dossier), rules).facts;
}
