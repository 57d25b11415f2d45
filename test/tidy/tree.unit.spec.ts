import { describe, expect, it } from 'vitest';
import { read } from './repository.ts';
import { type Part, parse, type Source } from './source.ts';
import { files, occurrences, packages, withExtension } from './tree.ts';

const MAX_FILE_LINES = 300;
const MAX_FUNCTION_LINES = 70;
/** Of the lines that are not specs, which speak by their names. The aim is 8 to 15 %; beyond these, somebody should look. */
const COMMENT_SHARE = { least: 0.05, most: 0.25 };

const sources: readonly Source[] = withExtension('.ts', '.js', '.mjs').map(parse);
const isSpec = (path: string): boolean => /\.spec\.ts$|\/testing\//.test(path);
const production = sources.filter(({ path }) => /^(packages|services)\/\w+\/(src|bin)\//.test(path));

const linesOf = (path: string): number => read(path).trimEnd().split('\n').length;
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The parts that the pattern finds, as `path:line text`; a spec expects none, and prints those that there are. */
const found = (
  among: readonly Source[],
  parts: (source: Source) => readonly Part[],
  pattern: RegExp,
): string[] =>
  among.flatMap((source) =>
    parts(source)
      .filter(({ text }) => pattern.test(text))
      .map(({ line, text }) => `${source.path}:${line} ${text}`),
  );

describe('sizes', () => {
  it(`no file is longer than ${MAX_FILE_LINES} lines`, () => {
    const long = withExtension('.ts', '.js', '.mjs', '.sql', '.sh').filter(
      (path) => linesOf(path) > MAX_FILE_LINES,
    );
    expect(long.map((path) => `${path}: ${linesOf(path)} lines`)).toEqual([]);
  });

  it(`no function is longer than ${MAX_FUNCTION_LINES} lines`, () => {
    const long = sources.flatMap(({ path, functions }) =>
      functions
        .filter(({ lines }) => lines > MAX_FUNCTION_LINES)
        .map(({ line, lines }) => `${path}:${line}: ${lines} lines`),
    );
    expect(long).toEqual([]);
  });

  it.each([...packages.keys(), 'test'])('%s says why neither too seldom nor too often', (folder) => {
    const own = sources.filter(({ path }) => path.startsWith(`${folder}/`) && !isSpec(path));
    const sum = (count: (source: Source) => number) =>
      own.reduce((total, source) => total + count(source), 0);
    const share = sum(({ commentLines }) => commentLines) / sum(({ path }) => linesOf(path));
    expect(share).toBeGreaterThanOrEqual(COMMENT_SHARE.least);
    expect(share).toBeLessThanOrEqual(COMMENT_SHARE.most);
  });
});

describe('nothing is left over', () => {
  it('no note to come back later', () => {
    const notes = /\b(TODO|FIXME|XXX)\b/;
    const text = withExtension('.sql', '.sh', '.yml', '.yaml', '.md');
    expect([...found(sources, ({ comments }) => comments, notes), ...occurrences(text, notes)]).toEqual([]);
  });

  it('no spec that keeps the others from running, and none that is still to be written', () => {
    const held = /^(describe|it|test)\b.*\.(only|todo)$/;
    expect(found(sources, ({ members }) => members, held)).toEqual([]);
  });

  it('no expectation of a constant', () => {
    const constant = /^expect\((true|false|null|undefined|-?\d+)\)$/;
    expect(found(sources, ({ calls }) => calls, constant)).toEqual([]);
  });

  it('no printing past the logger', () => {
    expect(found(production, ({ members }) => members, /^console\./)).toEqual([]);
  });

  it('no way around the import rules', () => {
    const silenced = /biome-ignore.*(noRestrictedImports|noProcessEnv)/;
    expect(found(sources, ({ comments }) => comments, silenced)).toEqual([]);
    // Biome's rule does not see a type `import('…')`.
    expect(found(sources, ({ importTypes }) => importTypes, /sohoso|\.\.\//)).toEqual([]);
  });
});

describe('names', () => {
  it('every spec says in its name what it needs', () => {
    const specs = files.filter((path) => /\.(spec|test)\.\w+$/.test(path));
    expect(specs.filter((path) => !/\.(unit|int|e2e)\.spec\.ts$/.test(path))).toEqual([]);
  });

  it('no package is a drawer for everything', () => {
    const drawers = ['common', 'utils', 'core', 'types', 'config'];
    expect([...packages.keys()].filter((folder) => drawers.includes(nameOf(folder)))).toEqual([]);
  });

  it.each([...packages])(
    '%s is called after its folder, is private, and says what it is',
    (folder, manifest) => {
      expect(manifest).toMatchObject({ name: `@sohoso/${nameOf(folder)}`, private: true });
      expect(manifest.description).toMatch(/\w+/);
    },
  );

  it('nothing names a place that only one machine knows', () => {
    const places = /registry[.]npmjs|https?:[/][/][^\s'"]*registry|(^|[\s'"`=(])[/]work[/]|[.][.][/]shared\b/;
    expect(occurrences(files, places)).toEqual([]);
    expect(occurrences(['package-lock.json'], /"resolved": "http/)).toEqual([]);
  });
});

describe('SQL', () => {
  const headOf = (path: string): string => /^(--.*\n)*/.exec(read(path))?.[0] ?? '';
  const migrations = withExtension('.sql').filter((path) => path.includes('/migrations/'));
  const queries = withExtension('.sql').filter((path) => path.includes('/queries/'));

  it.each(migrations)('%s says its grain, its order, what a replay does and how to read it', (path) => {
    const words = [...headOf(path).matchAll(/^-- (Grain|Ordering key|Replay|Read) /gm)].map(
      ([, word]) => word,
    );
    expect(words.toSorted()).toEqual(['Grain', 'Ordering key', 'Read', 'Replay']);
  });

  it.each(queries)('%s says what it asks, and a module of queries asks it', (path) => {
    expect(headOf(path)).toMatch(/\w+/);
    const modules = files.filter((file) => /^packages\/store\/src\/queries\/[^/]+\.ts$/.test(file));
    const name = nameOf(path).replace('.sql', '');
    expect(modules.filter((file) => read(file).includes(`'${name}'`))).toHaveLength(1);
  });

  it('is found where it is looked for', () => {
    expect(migrations.length).toBeGreaterThan(0);
    expect(queries.length).toBeGreaterThan(0);
    expect(withExtension('.sql')).toHaveLength(migrations.length + queries.length);
  });
});
