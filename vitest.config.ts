import { defineConfig } from 'vitest/config';

/** Specs are sorted into projects by suffix: what a spec needs to run is in its file name. */
const project = (name: string, options: object = {}) => ({
  resolve: { conditions: ['sohoso-source'] },
  ssr: { resolve: { conditions: ['sohoso-source'] } },
  test: {
    name,
    include: [`{packages,services}/*/src/**/*.${name}.spec.ts`, `test/**/*.${name}.spec.ts`],
    ...options,
  },
});

export default defineConfig({
  test: {
    projects: [
      project('unit'),
      project('int', { testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' }),
      project('e2e', { testTimeout: 180_000, hookTimeout: 180_000, pool: 'forks', fileParallelism: false }),
    ],
  },
});
