import { unzipSync, type Zippable, zipSync } from 'fflate';

/** The first moment that a ZIP archive can name, in whatever zone the machine is. */
const MADE = new Date(1980, 0, 1);

/**
 * The same archive without the moment of its making, so that the same report is the same bytes for ever. `change` may give
 * an entry other contents, or take it out with null.
 */
export function withoutDates(
  archive: Uint8Array,
  change: (path: string, contents: Uint8Array) => Uint8Array | null = (_, contents) => contents,
): Buffer {
  const files: Zippable = {};
  for (const [path, contents] of Object.entries(unzipSync(archive))) {
    const changed = path.endsWith('/') ? null : change(path, contents);
    if (changed !== null) files[path] = changed;
  }
  return Buffer.from(zipSync(files, { mtime: MADE, level: 6 }));
}
