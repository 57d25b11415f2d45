import { describe, expect, it } from 'vitest';
import { brokenRules } from './biome.ts';

const IMPORTS = 'lint/style/noRestrictedImports';
const ENVIRONMENT = 'lint/style/noProcessEnv';

/** A path, and what a file there imports: may it? */
type Case = readonly [path: string, specifier: string];

const allowed: readonly Case[] = [
  ['packages/dossier/src/a.ts', 'zod'],
  ['packages/dossier/src/a.ts', './b.ts'],
  ['packages/dossier/src/deep/a.ts', '../b.ts'],
  ['packages/dossier/src/a.unit.spec.ts', 'vitest'],
  ['packages/dossier/src/a.unit.spec.ts', 'fast-check'],
  ['packages/dossier/src/a.unit.spec.ts', 'node:fs/promises'],
  ['packages/dossier/src/testing/a.ts', 'vitest'],
  ['packages/report/src/a.ts', '@sohoso/dossier'],
  ['packages/report/src/a.unit.spec.ts', 'vitest'],
  ['packages/log/src/a.ts', '@sohoso/dossier'],
  ['packages/log/src/a.ts', 'kafkajs'],
  ['packages/store/src/queries/a.ts', '../query.ts'],
  ['packages/store/src/a.ts', 'node:fs'],
  ['packages/registry/src/a.ts', '@sohoso/dossier'],
  ['packages/sources/src/a.ts', '@sohoso/dossier'],
  ['packages/sources/src/a.ts', 'csv-parse'],
  ['packages/service/src/a.ts', 'fastify'],
  ['packages/documents/src/a.ts', '@sohoso/report'],
  ['packages/documents/src/a.ts', 'docx'],
  ['services/producer/src/a.ts', '@sohoso/log'],
  ['services/consumer/src/a.ts', '@sohoso/store'],
  ['services/query/src/a.ts', '@sohoso/report'],
  ['services/standalone/src/a.ts', '@sohoso/consumer'],
  ['services/standalone/src/a.unit.spec.ts', '../../../test/oracle/oracle.ts'],
  ['test/e2e/a.e2e.spec.ts', '@sohoso/store'],
  ['test/e2e/a.e2e.spec.ts', '../support/compare.ts'],
  ['test/e2e/a.e2e.spec.ts', '../../services/standalone/src/sample/a.ts'],
  ['test/tidy/a.unit.spec.ts', '../../services/query/src/config.ts'],
  ['test/log/a.int.spec.ts', '../../packages/log/src/testing/a.contract.ts'],
];

const forbidden: readonly Case[] = [
  ['packages/dossier/src/a.ts', 'node:crypto'],
  ['packages/dossier/src/a.ts', 'crypto'],
  ['packages/dossier/src/a.ts', 'pino'],
  ['packages/dossier/src/a.ts', 'vitest'],
  ['packages/dossier/src/a.ts', 'zod/mini'],
  ['packages/dossier/src/a.ts', '@sohoso/report'],
  ['packages/dossier/src/a.unit.spec.ts', '@sohoso/log'],
  ['packages/dossier/src/a.unit.spec.ts', 'pino'],
  ['packages/report/src/a.ts', 'node:fs'],
  ['packages/report/src/a.ts', 'fs'],
  ['packages/report/src/a.ts', 'csv-parse/sync'],
  ['packages/report/src/a.ts', '@sohoso/store'],
  ['packages/report/src/a.unit.spec.ts', '@sohoso/registry'],
  ['packages/log/src/a.ts', '@sohoso/store'],
  ['packages/log/src/a.ts', '@sohoso/report'],
  ['packages/log/src/a.int.spec.ts', '@sohoso/store'],
  ['packages/log/src/a.ts', '../../store/src/facts.ts'],
  ['packages/log/src/deep/a.ts', '../../../store/dist/facts.js'],
  ['packages/store/src/a.ts', '@sohoso/log'],
  ['packages/store/src/a.ts', '@sohoso/report'],
  ['packages/store/src/a.ts', '@sohoso/consumer'],
  ['packages/registry/src/a.ts', '@sohoso/store'],
  ['packages/sources/src/a.ts', '@sohoso/registry'],
  ['packages/sources/src/a.ts', '@sohoso/store'],
  ['packages/documents/src/a.ts', '@sohoso/dossier'],
  ['packages/documents/src/a.ts', '@sohoso/store'],
  ['packages/documents/src/a.ts', '../../report/src/print/printed.ts'],
  ['packages/service/src/a.ts', '@sohoso/dossier'],
  ['services/producer/src/a.ts', '@sohoso/store'],
  ['services/producer/src/a.ts', '@sohoso/store/facts'],
  ['services/producer/src/a.ts', '@sohoso/consumer'],
  ['services/producer/src/a.ts', '../../consumer/src/consumer.ts'],
  ['services/consumer/src/a.ts', '@sohoso/report'],
  ['services/consumer/src/a.ts', '@sohoso/query'],
  ['services/query/src/a.ts', '@sohoso/log'],
  ['services/query/src/a.ts', '@sohoso/standalone'],
  ['services/query/src/a.ts', '../../../packages/store/src/query.ts'],
  ['services/standalone/src/a.ts', '../../query/src/query-plugin.ts'],
  ['test/e2e/a.e2e.spec.ts', '../../packages/store/src/facts.ts'],
  ['test/e2e/a.e2e.spec.ts', '../../services/consumer/src/consumer.ts'],
  ['test/e2e/a.e2e.spec.ts', '../../services/consumer/dist/consumer.js'],
];

/** Every form in which a module is loaded, save the type `import('…')`, which Biome does not see; tree.unit.spec.ts does. */
const forms: readonly string[] = [
  "import { a } from '@sohoso/store';",
  "import type { A } from '@sohoso/store';",
  "import '@sohoso/store';",
  "export * from '@sohoso/store';",
  "export { a } from '@sohoso/store';",
  "const a = await import('@sohoso/store');",
];

const withoutEnvironment = [
  'packages/log/src/environment.ts',
  'services/query/src/main.ts',
  'services/query/src/deep/config.ts',
  'services/query/src/environment.unit.spec.ts',
];

const withEnvironment = ['services/query/src/config.ts', 'test/support/environment.ts', 'vitest.config.ts'];

/** The same path stands in many cases: a number in the name keeps their files apart, and the suffix as it is. */
const numbered = (path: string, n: number): string => path.replace(/\/a\./, `/a${n}.`);

const cases = (list: readonly Case[], first: number) =>
  list.map(([path, specifier], n) => ({ path, specifier, file: numbered(path, first + n) }));

describe('the import rules in biome.json', () => {
  const good = cases(allowed, 0);
  const bad = cases(forbidden, good.length);
  const form = (n: number): string => `packages/log/src/form${n}.ts`;
  const broken = brokenRules(
    new Map([
      ...[...good, ...bad].map(({ file, specifier }) => [file, `import '${specifier}';\n`] as const),
      ...forms.map((text, n) => [form(n), `${text}\n`] as const),
      ...[...withEnvironment, ...withoutEnvironment].map((path) => [path, 'process.env;\n'] as const),
    ]),
  );

  it.each(good)('let $path import $specifier', ({ file }) => expect(broken.get(file)).toBeUndefined());

  it.each(bad)('keep $path from importing $specifier', ({ file }) =>
    expect(broken.get(file)).toContain(IMPORTS),
  );

  it.each(forms.map((text, n) => ({ text, n })))('see $text', ({ n }) =>
    expect(broken.get(form(n))).toContain(IMPORTS),
  );

  it.each(withEnvironment)('let %s read the environment', (path) => expect(broken.get(path)).toBeUndefined());

  it.each(withoutEnvironment)('keep %s from reading the environment', (path) =>
    expect(broken.get(path)).toEqual([ENVIRONMENT]),
  );
});
