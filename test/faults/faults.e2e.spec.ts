import { describe, it } from 'vitest';
import { holds, rowsThat } from './small-counts.ts';
import { mountFault } from './tmpfs.ts';

describe('exact after', () => {
  for (const row of rowsThat('nothing')) it(`#${row.number} ${row.fault}`, () => holds(row));
});

const noMount = mountFault();
if (noMount !== null) process.stderr.write(`skipped, no small disk: ${noMount}\n`);
describe.skipIf(noMount !== null)('on a small disk, exact after', () => {
  for (const row of rowsThat('tmpfs')) it(`#${row.number} ${row.fault}`, () => holds(row));
});
