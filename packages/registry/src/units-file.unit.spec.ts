import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readUnitsFile, sampleUnitsFile } from './units-file.ts';

async function read(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-units-'));
  try {
    const file = join(folder, 'units.csv');
    await writeFile(file, text);
    return (await readUnitsFile(file)).units;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
const HEADER = 'unit,name,level,parent,order,valid_from,valid_to';

describe('what units report', () => {
  it('is everything where the file does not speak of it', async () => {
    expect((await read(`${HEADER}\na,A,department,,1,,\n`))[0]).toEqual({
      ...{ code: 'a', name: 'A', level: 'department', parent: null, order: 1 },
      ...{ validFrom: null, validTo: null },
    });
  });

  it('is everything but what it says no to', async () => {
    const units = await read(
      `${HEADER},reports_postal_intake,reports_postal_returns\na,A,department,,1,,,no,\nb,B,district,,2,,,yes,no\nc,C,district,,3,,,no,no\nd,D,district,,4,,,,yes\n`,
    );
    expect(units.map(({ unreported }) => unreported)).toEqual([
      ['postal-intake'],
      ['postal-returns'],
      ['postal-intake', 'postal-returns'],
      undefined,
    ]);
  });

  it('is told by yes and no', async () => {
    const file = `${HEADER},reports_postal_returns\na,A,department,,1,,,maybe\n`;
    await expect(read(file)).rejects.toThrow(/line 2, column reports_postal_returns: is neither yes nor no/);
  });

  it('is, in the sample, post by departments only', async () => {
    const { units } = await readUnitsFile(sampleUnitsFile);
    const silent = units.filter(({ unreported }) => unreported !== undefined);
    expect(silent).toHaveLength(9);
    expect(silent.every(({ level }) => level === 'district')).toBe(true);
  });
});
