import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { copies, healthCommand, stages, texts } from './dockerfile.ts';
import { installed, matches, read } from './repository.ts';

const fromRepository = copies().flatMap(({ from, sources }) => (from === null ? sources : []));
const ignored = read('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));
const installs = texts('RUN').filter((text) => text.includes('npm ci'));
const production = installs.find((text) => text.includes('--omit=dev')) ?? '';

describe('the Dockerfile', () => {
  it('starts from images pinned to a version, or from stages of its own', () => {
    const names = new Set(stages().map((stage) => stage.name));
    const bases = stages()
      .map((stage) => stage.base)
      .filter((base) => !names.has(base));
    expect(new Set(bases)).toEqual(new Set(['node:20-bookworm-slim']));
    for (const { from } of copies()) if (from !== null) expect(names).toContain(from);
  });

  it.each(fromRepository)('copies %s, which is there and is sent to the builder', (source) => {
    expect(matches(source)).not.toEqual([]);
    expect(ignored).toContain(`!${source.split('/')[0]}`);
  });

  it('lets no install script run', () => {
    expect(installs).toHaveLength(2);
    for (const text of installs) expect(text).toContain('--ignore-scripts');
  });

  it('installs for the three services neither chdb nor tools', () => {
    const workspaces = [...production.matchAll(/-w (\S+)/g)].map(([, workspace]) => workspace as string);
    expect(workspaces.toSorted()).toEqual(['services/consumer', 'services/producer', 'services/query']);
    const names = installed(workspaces);
    expect(names).toContain('lmdb');
    expect([...names].filter((name) => /^@?chdb|^typescript$|^turbo$|^vitest$/.test(name))).toEqual([]);
    // The same walk finds it where it is, or finding none would say nothing.
    expect(installed(['services/standalone'])).toContain('chdb');
  });

  it.each(['packages/registry/sample', 'packages/store/migrations', 'packages/store/queries'])(
    'leaves %s in the image',
    (folder) => {
      expect(matches(`${folder}/*`)).not.toEqual([]);
      const removed = texts('RUN').flatMap((text) =>
        [...text.matchAll(/-name '?([^\s']+)/g)].map((m) => m[1]),
      );
      expect(removed).toContain('src');
      for (const part of folder.split('/')) {
        expect(removed).not.toContain(part);
        expect(ignored).not.toContain(`**/${part}`);
      }
    },
  );

  it('runs as a user who is not root, and ends by SIGTERM', () => {
    const runtime = stages().at(-1);
    expect(runtime?.name).toBe('runtime');
    expect(texts('USER')).toEqual(['node']);
    expect(texts('STOPSIGNAL')).toEqual(['SIGTERM']);
  });
});

describe('the health check of the image', () => {
  it.each([
    ['passes when the service answers', 200, 0],
    ['fails when the service answers with an error', 500, 1],
  ])('%s', async (_, answer, exit) => {
    const server = createServer((request, response) => {
      response.writeHead(request.url === '/healthz' ? answer : 404).end();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    try {
      expect(await check((server.address() as AddressInfo).port)).toBe(exit);
    } finally {
      server.close();
    }
  });

  it('fails when nobody listens', async () => {
    const server = createServer();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    await once(server.close(), 'close');
    expect(await check(port)).toBe(1);
  });
});

async function check(port: number): Promise<unknown> {
  const [program, ...args] = healthCommand();
  expect(program).toBe('node');
  const [code] = await once(spawn(process.execPath, args, { env: { SOHOSO_PORT: String(port) } }), 'exit');
  return code;
}
