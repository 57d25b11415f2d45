/**
 * The most that is sent to Kafka at once, bytes: the client makes one record batch of all that goes to one partition, and
 * a broker takes 1 MB of it by default.
 */
const MAX_CHUNK_BYTES = 524_288;

/** Cuts items into runs within the bound, in order; an item that is larger is a run of its own. */
export function* chunks<T>(items: readonly T[], bytesOf: (item: T) => number): Generator<readonly T[]> {
  let chunk: T[] = [];
  let bytes = 0;
  for (const item of items) {
    const more = bytesOf(item);
    if (chunk.length > 0 && bytes + more > MAX_CHUNK_BYTES) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(item);
    bytes += more;
  }
  if (chunk.length > 0) yield chunk;
}
