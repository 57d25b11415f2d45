import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../config.ts';
import { addKeys } from './keys.ts';

let folder = '';
let out = '';
let told = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sohoso-keys-'));
  [out, told] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += text;
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += text;
    return true;
  });
  vi.stubEnv('SOHOSO_DATA_DIR', join(folder, 'data'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function keys(...args: readonly string[]): Promise<string> {
  out = '';
  const sohoso = new Command('sohoso').exitOverride();
  addKeys(sohoso);
  await sohoso.parseAsync(['keys', ...args], { from: 'user' });
  return out;
}

const STP = ['so-tu-phap', '--source', '/mcdt/so-tu-phap', '--unit', 'so-tu-phap'] as const;

describe('sohoso keys', () => {
  it('add prints the key alone, once, and list shows what it may do but neither key nor hash', async () => {
    const key = await keys('add', ...STP, '--rate', '5');
    expect(key).toMatch(/^shs_so-tu-phap_[A-Za-z0-9_-]{43}\n$/);
    expect(told).toContain('shown once');
    await keys('add', 'bo-phan-mot-cua', '--source', '/a', '/b*', '--all-units', '--voids', '/c');
    const file = await readFile(join(folder, 'data/keys.json'), 'utf8');
    const kept = JSON.parse(file).keys as { sha256: string }[];
    expect(kept).toMatchObject([
      { sources: ['/mcdt/so-tu-phap'], units: ['so-tu-phap'], eventsPerSecond: 5, burst: 50 },
      { sources: ['/a', '/b*'], units: ['*'], voids: ['/c'], eventsPerSecond: 1_000, burst: 10_000 },
    ]);
    const table = await keys('list');
    for (const text of ['so-tu-phap', '/mcdt/so-tu-phap', '/b*', 'all', '/c', 'nothing', '1000'])
      expect(table).toContain(text);
    expect(table).not.toContain(key.trim().slice(-43));
    for (const { sha256 } of kept) expect(table).not.toContain(sha256.slice(0, 12));
  });

  it('add says in its help what a key may void, and list what it was given', async () => {
    await keys('add', 'all', '--source', '/a', '--all-units');
    const file = JSON.parse(await readFile(join(folder, 'data/keys.json'), 'utf8'));
    expect(file.keys[0]).not.toHaveProperty('voids');
    expect(await keys('list')).toContain('its own');
    await expect(keys('add', '--help')).rejects.toThrow('outputHelp');
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'may void, of whatever unit (default: with --all-units those that it sends for, else none)',
    );
  });

  it('revoke keeps the record and its name', async () => {
    await keys('add', ...STP);
    expect(await keys('revoke', 'so-tu-phap')).toContain('the key so-tu-phap is revoked since 20');
    expect(await keys('list')).toMatch(new RegExp(`${new Date().getUTCFullYear()}.*`));
    await expect(keys('add', ...STP)).rejects.toThrow(/never given out again/);
    await expect(keys('revoke', 'nobody')).rejects.toThrow('there is no key nobody');
  });

  it('list says where it looked when there are none', async () => {
    expect(await keys('list')).toBe(`there are no keys in ${join(folder, 'data/keys.json')}\n`);
  });

  it.each([
    [['a', '--source', '/a'], /say which units .*--all-units/],
    [['a', '--source', '/a', '--unit', 'so-y-te', '--all-units'], /say which units/],
    [['a', '--source', '/a', '--unit', 'so-la', 'so-y-te'], /the registry of units has no "so-la"; /],
    [
      ['a', '--source', '/a', '--all-units', '--rate', 'many'],
      /--rate: many is not a number of 0.001 or more/,
    ],
    [
      ['a', '--source', '/a', '--all-units', '--rate', '0.0009'],
      /--rate: 0.0009 is not a number of 0.001 or more/,
    ],
    [['sohoso', '--source', '/a', '--all-units'], /the name sohoso stands beside what the program sends/],
    [['A', '--source', '/a', '--all-units'], /name: is not 1 to 64 of/],
  ])('add %j is refused in one sentence', async (args, sentence) => {
    await expect(keys('add', ...args)).rejects.toThrow(sentence);
    await expect(readFile(join(folder, 'data/keys.json'))).rejects.toThrow(/ENOENT/);
  });

  it('uses the file that is named, and says when it is broken', async () => {
    vi.stubEnv('SOHOSO_KEYS_FILE', join(folder, 'elsewhere.json'));
    await keys('add', ...STP);
    expect(await keys('list')).toContain('so-tu-phap');
    await writeFile(join(folder, 'elsewhere.json'), '[');
    await expect(keys('list')).rejects.toThrow(/elsewhere\.json cannot be used: it is not JSON/);
  });
});

describe('the configuration', () => {
  it('does not switch keys off where others can reach the address', () => {
    const open = { SOHOSO_HOST: '0.0.0.0', SOHOSO_KEYS: 'off' };
    expect(() => readConfig(open)).toThrow(/^SOHOSO_KEYS: off is for an address of this machine only/);
    expect(readConfig({ SOHOSO_HOST: '0.0.0.0' })).toMatchObject({ SOHOSO_HOST: '0.0.0.0' });
  });
  it('does not repeat a key that is none', () => {
    expect(() => readConfig({ SOHOSO_KEY: 'shs_secret' })).toThrow(/^SOHOSO_KEY: is no key; /);
    expect(() => readConfig({ SOHOSO_KEY: 'shs_secret' })).not.toThrow(/secret/);
  });
});
