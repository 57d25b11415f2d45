/** The repository as the tidy specs read it: as files. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const read = (path: string): string => readFileSync(root + path, 'utf8');

/** The paths that a pattern names, where `*` stands for any one part of a path. */
export function matches(pattern: string): string[] {
  const parts = pattern.split('/');
  const found = parts.reduce<string[]>((folders, part) => folders.flatMap((f) => step(f, part)), ['']);
  return found.map((path) => path.slice(1));
}

function step(folder: string, part: string): string[] {
  const names = part === '*' ? readdirSync(root + folder) : [part];
  return names.map((name) => `${folder}/${name}`).filter((path) => existsSync(root + path));
}

/** What package-lock.json says of one folder: a package, or a link to a workspace. */
interface Locked {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

/** The names of all packages that `npm ci --omit=dev` with these workspaces installs. */
export function installed(workspaces: readonly string[]): Set<string> {
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const names = new Set<string>();
  const open = [...workspaces];
  const seen = new Set<string>();
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    if (seen.has(folder)) continue;
    seen.add(folder);
    const { dependencies, optionalDependencies } = packages[folder] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      names.add(name);
      const found = resolve(packages, folder, name);
      if (found !== null) open.push(packages[found]?.link ? (packages[found].resolved ?? found) : found);
    }
  }
  return names;
}

/** As node looks for it: in this folder's node_modules, else in the one above. */
function resolve(packages: Record<string, Locked>, folder: string, name: string): string | null {
  for (let at = folder; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
    const candidate = at === '' ? `node_modules/${name}` : `${at}/node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (at === '') return null;
  }
}
