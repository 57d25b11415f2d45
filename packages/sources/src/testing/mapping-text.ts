import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mapping } from '../mapping/mapping.ts';
import { readMapping } from '../mapping/read-mapping.ts';

/** Reads a mapping that a spec writes out; the file is called mapping.yaml. */
export async function mappingFrom(text: string): Promise<Mapping> {
  const folder = await mkdtemp(join(tmpdir(), 'sohoso-mapping-'));
  const file = join(folder, 'mapping.yaml');
  try {
    await writeFile(file, text);
    return await readMapping(file);
  } finally {
    await rm(folder, { recursive: true });
  }
}
