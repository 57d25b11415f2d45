import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig as readConsumerConfig } from '../../services/consumer/src/config.ts';
import { readConfig as readProducerConfig } from '../../services/producer/src/config.ts';
import { readConfig as readQueryConfig } from '../../services/query/src/config.ts';
import { composeAsWritten, composeByDefault, type Service } from './compose.ts';
import { stages, texts } from './dockerfile.ts';
import { matches, read, root } from './repository.ts';

const readConfig = { producer: readProducerConfig, consumer: readConsumerConfig, query: readQueryConfig };
const ours = Object.keys(readConfig) as (keyof typeof readConfig)[];

/** The variables that the contract names (its section on the command line). */
const known = new Set([
  'SOHOSO_DATA_DIR',
  'SOHOSO_HOST',
  'SOHOSO_PORT',
  'SOHOSO_TIME_ZONE',
  'SOHOSO_UNITS_FILE',
  'SOHOSO_CALENDAR_FILE',
  'SOHOSO_KEYS_FILE',
  'KAFKA_BROKERS',
  'KAFKA_SSL',
  'KAFKA_SASL_MECHANISM',
  'KAFKA_SASL_USERNAME',
  'KAFKA_SASL_PASSWORD',
  'CLICKHOUSE_URL',
  'CLICKHOUSE_USER',
  'CLICKHOUSE_PASSWORD',
  'CLICKHOUSE_DATABASE',
  'CLICKHOUSE_CLUSTER',
]);

const { services, volumes } = composeByDefault();
const everyService = Object.entries(services);
const service = (name: string): Service => services[name] as Service;

describe('docker-compose.yml', () => {
  it('pins every image to a version', () => {
    const images = everyService.flatMap(([, { image }]) => (image === undefined ? [] : [image]));
    expect(images).toHaveLength(2);
    for (const image of images) expect(image).toMatch(/^[\w./-]+:\d+(\.\d+)+$/);
  });

  it('runs the Kafka that the specs run on', () => {
    const version = /<kafka\.version>([^<]+)</.exec(read('test/support/kafka/pom.xml'))?.[1];
    expect(service('kafka').image).toBe(`apache/kafka:${version}`);
  });

  it.each(everyService)('watches the health of %s, itself or in its image', (_, { healthcheck, build }) => {
    if (build === undefined) expect(healthcheck?.test.length).toBeGreaterThan(1);
    else expect(texts('HEALTHCHECK')).toHaveLength(1);
  });

  it.each(everyService)('publishes %s on this machine only, if at all', (_, { ports = [] }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('publishes no port twice', () => {
    const published = everyService.flatMap(([, { ports = [] }]) => ports.map((port) => port.split(':')[1]));
    expect(new Set(published).size).toBe(published.length);
  });

  it.each(everyService)('starts %s when what it depends on is healthy', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      expect(services).toHaveProperty(name);
      expect(condition).toBe('service_healthy');
    }
  });

  it('declares every volume, and uses it once', () => {
    const mounted = everyService.flatMap(([, { volumes: mounts = [] }]) =>
      mounts.map((m) => m.split(':')[0]),
    );
    const used = mounted.filter((source) => !source?.startsWith('./'));
    expect(used.toSorted()).toEqual(Object.keys(volumes).toSorted());
  });

  it('has no password of its own but the default for development', () => {
    for (const { environment } of Object.values(composeAsWritten().services)) {
      const secrets = Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|TOKEN/.test(name));
      for (const [, value] of secrets) expect(value).toBe('${CLICKHOUSE_PASSWORD:-for-development-only}');
    }
  });

  const dclint = resolveOrNull('dclint/package.json');
  it.skipIf(dclint === null)('follows the schema of the Compose Specification', () => {
    const bin = join(dirname(dclint ?? ''), 'bin/dclint.cjs');
    // Its advice about the order of keys is of a lower severity, and does not count.
    const { stdout, status } = spawnSync(process.execPath, [bin, 'docker-compose.yml', '-f', 'json'], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(status, stdout).toBe(0);
  });
});

describe.each(ours)('the service %s in docker-compose.yml', (name) => {
  const { build, command, environment, ports = [] } = service(name);

  it('is built from the one Dockerfile, to a stage that it has', () => {
    expect(build?.context).toBe('.');
    expect(stages().map((stage) => stage.name)).toContain(build?.target);
  });

  it('starts the program of that name', () => {
    expect(command).toEqual(['node', `services/${name}/dist/main.js`]);
    expect(matches(`services/${name}/src/main.ts`)).toHaveLength(1);
  });

  it('gets only variables that are known, as text', () => {
    expect(Object.keys(environment).filter((variable) => !known.has(variable))).toEqual([]);
    for (const value of Object.values(environment)) expect(value).toBeTypeOf('string');
  });

  it('gets a configuration that it accepts', () => {
    expect(readConfig[name](environment)).toMatchObject({ SOHOSO_HOST: '0.0.0.0' });
  });

  it('listens where its port is published from', () => {
    for (const port of ports) expect(port.split(':')[2]).toBe(environment['SOHOSO_PORT']);
  });

  it('finds the other containers by their names', () => {
    const { KAFKA_BROKERS: broker, CLICKHOUSE_URL: url, CLICKHOUSE_DATABASE: database } = environment;
    if (broker !== undefined) {
      expect(service('kafka').environment['KAFKA_ADVERTISED_LISTENERS']).toContain(`://${broker},`);
    }
    if (url !== undefined) {
      expect(services).toHaveProperty(new URL(url).hostname);
      expect(database).toBe(service('clickhouse').environment['CLICKHOUSE_DB']);
    }
  });
});

it('keeps the fold state of the consumer on a volume', () => {
  const { environment, volumes: mounts = [] } = service('consumer');
  expect(mounts.map((mount) => mount.split(':')[1])).toEqual([environment['SOHOSO_DATA_DIR']]);
});

function resolveOrNull(path: string): string | null {
  try {
    return createRequire(import.meta.url).resolve(path);
  } catch {
    return null;
  }
}
