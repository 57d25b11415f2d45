import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mappingFrom } from '../testing/mapping-text.ts';
import { mappingFile } from './mapping-schema.ts';
import { fields } from './vocabulary.ts';

const page = readFileSync(new URL('../../../../docs/sources.md', import.meta.url), 'utf8');
/** What stands between backticks in the first cell of a row of a table. */
const told = new Set(
  [...page.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  ),
);

describe('docs/sources.md', () => {
  it('has a mapping that can be read', async () => {
    const example = /```yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
    expect(await mappingFrom(example)).toMatchObject({ source: '/mcdt/hai-lang', dossier: '{unit}.{code}' });
  });

  it('names every key of a mapping, and every field', () => {
    const heads = new Set([...told].map((name) => name.split('.')[0]));
    expect(Object.keys(mappingFile.shape).filter((key) => !heads.has(key))).toEqual([]);
    expect(fields.filter((field) => !told.has(field))).toEqual([]);
  });

  it('names every reason for which the mapping refuses a row', () => {
    const source = readFileSync(new URL('row-fault.ts', import.meta.url), 'utf8');
    const reasons = [...source.matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, reason = '']) => reason);
    expect(reasons.length).toBeGreaterThan(10);
    expect(reasons.filter((reason) => !told.has(reason))).toEqual([]);
  });
});
