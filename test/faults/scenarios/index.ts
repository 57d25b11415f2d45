import type { Scenario } from '../scenario.ts';
import { consumerKilled } from './01-consumer-killed.ts';
import { serveKilled } from './02-serve-killed.ts';
import { storeFaults } from './03-store-faults.ts';
import { viewFails } from './04-view-fails.ts';
import { brokerKilled } from './05-broker-killed.ts';
import { members } from './06-members.ts';
import { stateLost } from './07-state-lost.ts';
import { thousandRepeats } from './08-thousand-repeats.ts';
import { replayAndOrder } from './09-replay-and-order.ts';
import { poison } from './10-poison.ts';
import { days } from './11-days.ts';
import { olderThanRetention } from './12-older-than-retention.ts';
import { diskFull } from './13-disk-full.ts';
import { migrateKilled } from './14-migrate-killed.ts';
import { storeStandsStill } from './15-store-stands-still.ts';

/** The rows of the table in their order. */
export const scenarios: readonly Scenario[] = [
  consumerKilled,
  serveKilled,
  storeFaults,
  viewFails,
  brokerKilled,
  members,
  stateLost,
  thousandRepeats,
  replayAndOrder,
  poison,
  days,
  olderThanRetention,
  diskFull,
  migrateKilled,
  storeStandsStill,
];
