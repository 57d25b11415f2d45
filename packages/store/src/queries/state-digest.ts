import { z } from 'zod';
import { defineQuery } from '../query.ts';

const digest = z.object({ events: z.int(), checksum: z.int() });
/** How many events, and the sum of the CRC-32 of each event's text. */
export type Digest = z.infer<typeof digest>;

/** Facts of one partition before a position; with `partitions` above 0, those of dossiers that belong there by their key. */
export type DigestParams = {
  readonly partition: number;
  readonly before: number;
  readonly partitions: number;
  readonly buckets: number;
};

export const bucketDigests = defineQuery<DigestParams, Digest & { bucket: number }>(
  'state-digest',
  digest.extend({ bucket: z.int() }),
);

export const dossierDigests = defineQuery<DigestParams & { bucket: number }, Digest & { dossier: string }>(
  'state-digest-dossiers',
  digest.extend({ dossier: z.string() }),
);
