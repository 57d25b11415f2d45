import type { ClickHouseClient } from '@clickhouse/client';
import { type Day, formatDay } from '@sohoso/dossier';
import { z } from 'zod';
import { type KnownAt, knownAtMs } from '../known-at.ts';
import { defineQuery } from '../query.ts';
import { requireRollUps } from '../roll-ups-hold.ts';
import { inParts, unitParameters } from '../unit-parameters.ts';

const row = z.object({
  from: z.string(),
  to: z.string(),
  legs: z.int(),
  allLegs: z.int(),
  allPairs: z.int(),
});

interface Params {
  readonly [name: string]: string | number | readonly string[];
}
const query = defineQuery<Params, z.infer<typeof row>>('transfers', row);

/** Which transfers: of some units, over some days (both included), as known at a moment or (null) of all that the store has. */
export interface TransfersAsked {
  /** Every unit that transferred anything within the days: a transfer is found by both its halves. */
  readonly units: readonly string[];
  /** One side of a transfer is among these. */
  readonly scope: readonly string[];
  readonly from: Day;
  readonly to: Day;
  readonly known: KnownAt | null;
  /** The most pairs of units that are listed. */
  readonly limit: number;
}

export interface Transfers {
  /** From whom to whom how many legs went, most first. */
  readonly listed: readonly { readonly from: string; readonly to: string; readonly legs: number }[];
  /** Of all pairs, those not listed included. */
  readonly legs: number;
  readonly pairs: number;
}

/** Who handed over how many legs to whom. A leg that went on to a third unit on the same day went there from the first one. */
export async function transfers(client: ClickHouseClient, asked: TransfersAsked): Promise<Transfers> {
  await requireRollUps(client);
  const { units, scope, from, to, known, limit } = asked;
  const [first, second, third, fourth] = inParts(scope, 'units are too many for one scope; ask for fewer');
  const rows = await query.run(client, {
    ...unitParameters(units),
    scope: first,
    scope2: second,
    scope3: third,
    scope4: fourth,
    from: formatDay(from),
    to: formatDay(to),
    knownAtMs: knownAtMs(known),
    limit,
  });
  return {
    listed: rows.map(({ allLegs: _, allPairs: __, ...pair }) => pair),
    legs: rows[0]?.allLegs ?? 0,
    pairs: rows[0]?.allPairs ?? 0,
  };
}
