import { MAX_EVENT_BYTES } from '@sohoso/dossier';

const NEWLINE = 0x0a;

/**
 * Cuts a stream of newline-delimited events into lines, in memory bounded by the longest event: of a line that is
 * longer, only the first bytes are kept, enough to be refused as too large. Blank lines are left out.
 */
export async function* eventLines(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let heldBytes = 0;

  const take = (): Buffer => {
    const line = held.length === 1 && held[0] !== undefined ? held[0] : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return line;
  };
  const hold = (piece: Buffer) => {
    const kept = piece.subarray(0, Math.max(0, MAX_EVENT_BYTES + 1 - heldBytes));
    if (kept.length > 0) held.push(kept);
    heldBytes += kept.length;
  };

  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      hold(bytes.subarray(start, end));
      start = end + 1;
      const line = take();
      if (!isBlank(line)) yield line;
    }
    hold(bytes.subarray(start));
  }
  const line = take();
  if (!isBlank(line)) yield line;
}

function isBlank(line: Buffer): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
