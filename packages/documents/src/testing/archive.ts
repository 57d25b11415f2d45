import { strFromU8, unzipSync } from 'fflate';

/** The text of each file in a ZIP archive, by its path. */
export function entriesOf(archive: Uint8Array): ReadonlyMap<string, string> {
  return new Map(Object.entries(unzipSync(archive)).map(([path, bytes]) => [path, strFromU8(bytes)]));
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&amp;': '&' };

/** What stands between tags, as it was before it was escaped. */
export const unescaped = (xml: string): string =>
  xml.replace(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
