/** The files of the repository that are ours, as paths from its root; found without git, so that an archive will do. */
import { readdirSync, statSync } from 'node:fs';
import { extname } from 'node:path';
import { read, root } from './repository.ts';

/** Made by tools or by running the program; .gitignore names the same. */
const NOT_OURS = new Set(['.git', '.turbo', 'coverage', 'data', 'dist', 'node_modules']);
const NOT_TEXT = new Set(['.gz', '.ico', '.jpg', '.log', '.png', '.tsbuildinfo', '.woff2']);

function* walk(folder: string): Generator<string> {
  for (const entry of readdirSync(root + folder, { withFileTypes: true })) {
    const path = folder + entry.name;
    if (entry.isDirectory() && !NOT_OURS.has(entry.name)) yield* walk(`${path}/`);
    else if (entry.isFile() && !NOT_TEXT.has(extname(path))) yield path;
  }
}

export const files: readonly string[] = [...walk('')].toSorted();

export const withExtension = (...extensions: readonly string[]): readonly string[] =>
  files.filter((path) => extensions.includes(extname(path)));

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly description?: string;
}

/** The folders of the workspace's packages, with their package.json. */
export const packages: ReadonlyMap<string, Manifest> = new Map(
  ['packages', 'services']
    .flatMap((group) => readdirSync(root + group).map((name) => `${group}/${name}`))
    .filter((folder) => statSync(root + folder).isDirectory())
    .map((folder) => [folder, JSON.parse(read(`${folder}/package.json`)) as Manifest]),
);

/** Every place in these files where the pattern is found, as `path:line what`. */
export function occurrences(paths: readonly string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    read(path)
      .split('\n')
      .flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1} ${pattern.exec(line)?.[0]}`] : [])),
  );
}
