import { crc32 } from 'node:zlib';
import type { ClickHouseClient } from '@clickhouse/client';
import { eventText } from './fact-line.ts';
import type { DossierEvents, FoldState } from './fold-state.ts';
import { bucketDigests, type Digest, dossierDigests } from './queries/state-digest.ts';

/** A dossier whose events are others in the fold state than in the facts. */
export interface DifferingDossier {
  readonly partition: number;
  readonly dossier: string;
  /** How many events each has; the same number where an event reads differently. */
  readonly inState: number;
  readonly inFacts: number;
}

const BUCKETS = 1_024;
const MAX_LISTED = 100;
/** Entries that are digested before others get their turn. */
const ENTRIES_AT_ONCE = 500;

const NOTHING: Digest = { events: 0, checksum: 0 };

/**
 * Compares the fold state of one partition with the facts, by digests of buckets of dossiers; only in buckets that differ is each
 * dossier looked at. Nothing may be folded in this partition meanwhile. `partitions` is the number of partitions where the log
 * has grown, else 0. Tells at most 100 dossiers.
 */
export async function auditState(
  client: ClickHouseClient,
  state: FoldState,
  partition: number,
  partitions: number,
): Promise<readonly DifferingDossier[]> {
  const before = state.position(partition) ?? 0;
  const params = { partition, before, partitions, buckets: BUCKETS };
  const ofState = await digest(state, partition, (dossier) => bucketOf(dossier));
  const ofFacts = new Map((await bucketDigests.run(client, params)).map((row) => [row.bucket, row]));
  const differing: DifferingDossier[] = [];
  for (const bucket of differences(ofState, ofFacts)) {
    const rows = await dossierDigests.run(client, { ...params, bucket });
    const inFacts = new Map(rows.map((row) => [row.dossier, row]));
    const inState = await digest(state, partition, (dossier) =>
      bucketOf(dossier) === bucket ? dossier : null,
    );
    for (const dossier of differences(inState, inFacts)) {
      const [s, f] = [inState.get(dossier) ?? NOTHING, inFacts.get(dossier) ?? NOTHING];
      differing.push({ partition, dossier, inState: s.events, inFacts: f.events });
      if (differing.length >= MAX_LISTED) return differing;
    }
  }
  return differing;
}

const bucketOf = (dossier: string) => crc32(dossier) % BUCKETS;

function differences<K>(a: ReadonlyMap<K, Digest>, b: ReadonlyMap<K, Digest>): K[] {
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => {
    const [x, y] = [a.get(key) ?? NOTHING, b.get(key) ?? NOTHING];
    return x.events !== y.events || x.checksum !== y.checksum;
  });
}

/** Digests of the state's dossiers, summed under the key that each gives; without those that give null. */
async function digest<K>(
  state: FoldState,
  partition: number,
  keyOf: (dossier: string) => K | null,
): Promise<Map<K, { events: number; checksum: number }>> {
  const sums = new Map<K, { events: number; checksum: number }>();
  let entries = 0;
  for (const [dossier, events] of state.entries(partition)) {
    if (++entries % ENTRIES_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
    const key = keyOf(dossier);
    if (key === null) continue;
    const sum = sums.get(key) ?? { events: 0, checksum: 0 };
    sum.events += events.length;
    sum.checksum += checksumOf(events);
    sums.set(key, sum);
  }
  return sums;
}

function checksumOf(events: DossierEvents): number {
  return events.reduce((sum, event) => sum + crc32(eventText(event)), 0);
}
