import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NamesFileBroken, readNamesFile, sampleNamesFile } from './names-file.ts';

async function read(text: string) {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-names-'));
  try {
    const file = join(folder, 'names.csv');
    await writeFile(file, text);
    return await readNamesFile(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
const HEADER = 'kind,code,name';

describe('a names file', () => {
  it('tells fields and procedures of one code apart, and knows nothing of the others', async () => {
    const names = await read(`\uFEFF${HEADER}\nfield,1,Một\nprocedure,1,"Hai, ba"\n`);
    expect([names('field', '1'), names('procedure', '1'), names('field', '2')]).toEqual([
      'Một',
      'Hai, ba',
      undefined,
    ]);
  });

  it.each([
    ['unit,a,A', /line 2, column kind: is neither field nor procedure/],
    ['field,a,A\nfield,,B', /line 3, column code: is empty/],
    ['field,a,A\n\nfield,b', /line 4, column name: is missing/],
    ['field,a,A\nprocedure,a,A\nfield,a,B', /line 4: the field "a" has a name already/],
  ])('with %j is refused as a whole, by line', async (lines, sentence) => {
    await expect(read(`${HEADER}\n${lines}\n`)).rejects.toThrow(sentence);
    await expect(read(`${HEADER}\n${lines}\n`)).rejects.toThrow(NamesFileBroken);
  });

  it('that is not there is refused by its name', async () => {
    await expect(readNamesFile('/no/names.csv')).rejects.toThrow(/the names file \/no\/names.csv cannot be/);
  });
});

describe('the names of the sample', () => {
  it('has each of its fields, and of the procedures those that are certain', async () => {
    const names = await readNamesFile(sampleNamesFile);
    expect(names('field', 'ho-tich')).toBe('Hộ tịch');
    expect(names('procedure', '1.001193')).toBe('Đăng ký khai sinh');
    expect(names('procedure', '1.001699')).toBeUndefined();
  });
});
