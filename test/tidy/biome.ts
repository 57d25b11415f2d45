/** Biome, run with the project's own rules over files that exist only for a spec. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './repository.ts';

const BIOME = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');

interface Report {
  readonly diagnostics: readonly {
    readonly category: string;
    readonly location: { readonly path: string };
  }[];
}

/** Which rules a file breaks, by path; a file that breaks none is left out. One run, however many files. */
export function brokenRules(files: ReadonlyMap<string, string>): Map<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'sohoso-rules-'));
  try {
    for (const name of ['biome.json', '.gitignore']) copyFileSync(join(root, name), join(folder, name));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const found = new Map<string, string[]>();
    for (const { category, location } of lint(folder).diagnostics)
      found.set(location.path, [...(found.get(location.path) ?? []), category]);
    return found;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function lint(folder: string): Report {
  const args = [BIOME, 'lint', '--reporter=json', '--max-diagnostics=none', '.'];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`biome did not report: ${stdout}${stderr}`);
  return JSON.parse(stdout) as Report;
}
