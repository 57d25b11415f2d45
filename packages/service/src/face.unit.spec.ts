import { pino } from 'pino';
import { expect, it } from 'vitest';
import { buildApp } from './app.ts';
import { type Readiness, registerHealth } from './health.ts';
import { Counter, metricsRegistry, registerMetrics } from './metrics.ts';

const newApp = () =>
  buildApp({ title: 'a', description: 'b', version: '1', logger: pino({ level: 'silent' }) });

const lag = {
  total: 3,
  allowed: 10,
  partitions: [{ partition: 0, end: 13, committed: 10, waiting: 3 }],
};

it.each<[number, Readiness]>([
  [200, { ready: true, reasons: [] }],
  [503, { ready: false, reasons: ['no log'], lag: null, lastFault: null }],
  [
    200,
    {
      ready: true,
      reasons: [],
      lag,
      lastFault: { at: '2020-04-01T00:00:00.000Z', kind: 'log', message: 'x' },
    },
  ],
])('/readyz answers %d with all that is known', async (status, readiness) => {
  const app = await newApp();
  registerHealth(app, async () => readiness);
  const answer = await app.inject('/readyz');
  expect(answer.statusCode).toBe(status);
  expect(answer.json()).toEqual(readiness);
  expect((await app.inject('/openapi.json')).json().paths['/readyz']).toBeDefined();
});

it('/metrics gives the registry of this app, with the figures of the process, as Prometheus text', async () => {
  const [app, other] = [await newApp(), await newApp()];
  const registry = metricsRegistry();
  registerMetrics(app, registry);
  registerMetrics(other, metricsRegistry());
  new Counter({ name: 'things_total', help: 'Things seen', registers: [registry] }).inc(2);
  const answer = await app.inject('/metrics');
  expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(answer.body).toContain(
    '# HELP things_total Things seen\n# TYPE things_total counter\nthings_total 2\n',
  );
  expect(answer.body).toContain('process_resident_memory_bytes');
  expect((await other.inject('/metrics')).body).not.toContain('things_total');
  const { content } = (await app.inject('/openapi.json')).json().paths['/metrics'].get.responses[200];
  expect(Object.keys(content)).toEqual(['text/plain']);
});
