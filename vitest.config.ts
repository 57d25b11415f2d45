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

/** One real Kafka for the whole run, where there can be one; see its folder. */
const KAFKA = ['./test/support/kafka/global-setup.ts'];

export default defineConfig({
  test: {
    // Specs wait for engines, brokers and programs as often as they work: two at a time even where there are two cores only.
    maxWorkers: 2,
    projects: [
      project('unit'),
      project('int', { globalSetup: KAFKA, testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' }),
      project('e2e', {
        globalSetup: KAFKA,
        testTimeout: 180_000,
        hookTimeout: 180_000,
        pool: 'forks',
      }),
    ],
  },
});
