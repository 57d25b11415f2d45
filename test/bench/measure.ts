import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** One figure of a bench: what it is, how much, of what, and what it aims at. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Such as `≥ 300000`; empty where there is none. */
  readonly aim: string;
  /** SHA-256 of the result that was computed, so that a fast wrong answer shows. */
  readonly checksum: string;
}

export function checksum(result: unknown): string {
  return createHash('sha256').update(JSON.stringify(result)).digest('hex').slice(0, 16);
}

/** Nearest-rank percentile, 0 < p ≤ 100. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Resident memory of a process, MB (10^6 bytes); NaN where the system does not tell. */
export function residentMb(pid: number): number {
  try {
    const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kib === undefined ? Number.NaN : (Number(kib) * 1_024) / 1e6;
  } catch {
    return Number.NaN;
  }
}

export async function until(done: () => Promise<boolean>, everyMs: number, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`not done after ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
