import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { z } from 'zod';

// Services get these from here, so that all of them stand on one prom-client.
export { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** A registry of one app's own, with what prom-client says of the process: CPU seconds, memory bytes, event loop lag. */
export function metricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** `GET /metrics`: every metric of the registry in Prometheus text. What a metric collects on a scrape must not throw. */
export function registerMetrics(app: FastifyInstance, registry: Registry): void {
  const schema = {
    tags: ['health'],
    summary: 'Metrics for Prometheus',
    produces: ['text/plain'],
    response: { 200: z.string() },
  };
  app.get('/metrics', { schema }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}
