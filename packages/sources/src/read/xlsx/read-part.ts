import { type XmlEvents, XmlFault, XmlReader } from './xml-reader.ts';
import type { ZipParts } from './zip-parts.ts';

/** Reads a whole XML part; nothing happens where there is no such part. Throws a FileFault that names it. */
export async function readPart(
  parts: ZipParts,
  name: string,
  events: XmlEvents,
  maxBytes?: number,
): Promise<void> {
  if (!parts.has(name)) return;
  await naming(parts, name, async () => {
    const reader = new XmlReader(events);
    for await (const piece of parts.text(name, maxBytes)) reader.write(piece);
    reader.end();
  });
}

/** Turns what is wrong with the XML of a part into a FileFault. */
export async function naming<T>(parts: ZipParts, name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof XmlFault ? parts.fault(`its part ${name} ${error.message}`, error) : error;
  }
}
