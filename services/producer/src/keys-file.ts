import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SENDER_NAME } from '@sohoso/dossier';
import { Usage } from '@sohoso/service';
import { z } from 'zod';

/** The slowest key, events a second: one in 17 minutes. One that is slower is as good as shut out, and is meant as something else. */
export const SLOWEST_PER_SECOND = 0.001;

/** The name under which the program sends what it makes itself; no key in a file may have it. */
const OWN_NAME = 'sohoso';

/** A CloudEvents source, or the start of one with `*` behind it. */
const source = z
  .string()
  .min(1, 'is empty')
  .max(1_024, 'is longer than 1024 characters')
  .refine((text) => !text.slice(0, -1).includes('*'), 'may have a * at its end only');

const key = z.strictObject({
  name: z.string().regex(SENDER_NAME, 'is not 1 to 64 of a-z 0-9 -'),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in hex'),
  sources: z.array(source).min(1, 'names no source'),
  units: z.array(z.string().min(1, 'is empty')).min(1, 'names no unit'),
  /** There where it was said expressly; a key for some units alone voids nothing without it. */
  voids: z.array(source).optional(),
  eventsPerSecond: z.number().min(SLOWEST_PER_SECOND, `must be ${SLOWEST_PER_SECOND} or more`),
  burst: z.number().min(1, 'must be 1 or more'),
  createdAt: z.iso.datetime(),
  revokedAt: z.iso.datetime().nullable(),
});

const contents = z.strictObject({ keys: z.array(key) });

/** A key as the file keeps it: what it may do, and a hash of it, but never the key itself. */
export type KeptKey = z.infer<typeof key>;

/** Stands in the list of units for all of them, those to come included. */
export const ALL_UNITS = '*';

/**
 * The hash under which a key is kept. A plain SHA-256 is right here: a key is 256 random bits, so nobody can go through the
 * possible ones, and a slow hash, made for passwords that people think of, would only slow down each request.
 */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** A new key of this name, as it is told once to whoever will send with it. */
export function newKeyText(name: string): string {
  return `shs_${name}_${randomBytes(32).toString('base64url')}`;
}

/** What was asked of a new key. */
export interface KeyRequest {
  readonly name: string;
  readonly sources: readonly string[];
  /** Codes, or ALL_UNITS alone. */
  readonly units: readonly string[];
  /** Sources whose events it may void. Where none are given: its own if it speaks for all units, else nothing. */
  readonly voids?: readonly string[];
  readonly eventsPerSecond: number;
  readonly burst: number;
}

/** The keys of a file; none where there is no file. Throws Usage with one sentence where it cannot be used. */
export async function readKeys(file: string): Promise<readonly KeptKey[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw broken(file, `it cannot be read (${(error as NodeJS.ErrnoException).code})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The parser's own words would repeat a part of the file.
    throw broken(file, 'it is not JSON');
  }
  const result = contents.safeParse(json);
  if (!result.success) throw broken(file, sentenceOf(result.error));
  const { keys } = result.data;
  const names = keys.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw broken(file, `the key ${twice} stands there twice`);
  return keys;
}

/**
 * Makes a key and keeps it in the file; gives its text, which is kept nowhere. Throws Usage where the name was given out
 * before, be it to a key that was revoked, or is OWN_NAME: it stands beside events and must go on meaning one sender.
 */
export async function addKey(file: string, request: KeyRequest, now = new Date()): Promise<string> {
  const { name, sources, units, voids, eventsPerSecond, burst } = request;
  if (name === OWN_NAME)
    throw new Usage(`the name ${OWN_NAME} stands beside what the program sends by itself; choose another`);
  const text = newKeyText(name);
  const candidate = key.safeParse({
    name,
    sha256: hashOf(text).toString('hex'),
    sources,
    units,
    ...(voids === undefined ? {} : { voids }),
    eventsPerSecond,
    burst,
    createdAt: now.toISOString(),
    revokedAt: null,
  });
  if (!candidate.success) throw new Usage(`the key ${name}: ${sentenceOf(candidate.error)}`);
  await change(file, (keys) => {
    const known = keys.find((kept) => kept.name === name);
    if (known === undefined) return [...keys, candidate.data];
    const since = known.revokedAt === null ? '' : ` and revoked on ${known.revokedAt.slice(0, 10)}`;
    throw new Usage(
      `the name ${name} was given out on ${known.createdAt.slice(0, 10)}${since}; a name is never given out again, so choose another, such as ${name.slice(0, 60)}-2`,
    );
  });
  return text;
}

/** Revokes a key; its record stays. Throws Usage where there is none of that name. */
export async function revokeKey(file: string, name: string, now = new Date()): Promise<KeptKey> {
  let revoked: KeptKey | undefined;
  await change(file, (keys) =>
    keys.map((kept) => {
      if (kept.name !== name) return kept;
      revoked = { ...kept, revokedAt: kept.revokedAt ?? now.toISOString() };
      return revoked;
    }),
  );
  if (revoked === undefined) throw new Usage(`there is no key ${name}; sohoso keys list shows all`);
  return revoked;
}

const LOCK_TRIES = 100;
const LOCK_EVERY_MS = 50;

/** Changes the file under a lock, so that of two changes at once none is lost; readers see the old or the new one whole. */
async function change(file: string, make: (keys: readonly KeptKey[]) => readonly KeptKey[]): Promise<void> {
  const path = resolve(file);
  const lock = `${path}.lock`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await takeLock(lock);
    try {
      await replace(path, `${JSON.stringify({ keys: make(await readKeys(path)) }, null, 2)}\n`);
    } finally {
      await rm(lock, { force: true });
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof Usage || code === undefined) throw error;
    throw new Usage(`the keys file ${path} cannot be written (${code}); set SOHOSO_KEYS_FILE`);
  }
}

async function takeLock(lock: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const handle = await open(lock, 'wx', 0o600);
      await handle.writeFile(String(process.pid));
      return await handle.close();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (tries >= LOCK_TRIES) {
      const holder = await readFile(lock, 'utf8').catch(() => 'unknown');
      throw new Usage(`process ${holder} is changing the keys; if there is no such process, remove ${lock}`);
    }
    await sleep(LOCK_EVERY_MS);
  }
}

/** Written aside, for its owner's eyes only, and put in place in one step. */
async function replace(path: string, text: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    const handle = await open(aside, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  }
}

function sentenceOf({ issues: [issue] }: z.ZodError): string {
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
  return `${where}${issue?.message ?? 'invalid'}`;
}

function broken(file: string, why: string): Usage {
  return new Usage(`the keys file ${resolve(file)} cannot be used: ${why}; mend it, or set SOHOSO_KEYS_FILE`);
}
