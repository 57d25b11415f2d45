import type { LogRecord } from './event-log.ts';

/**
 * A record on disk: recorded-at (8 bytes, ms since 1970), length of the key in bytes (4; all ones for none), the key in
 * UTF-8, the value as it came.
 */
const HEAD_BYTES = 12;
const NO_KEY = 0xffff_ffff;

export function encodeRecord(key: string | null, value: Uint8Array, recordedAtMs: number): Buffer {
  const keyBytes = key === null ? 0 : Buffer.byteLength(key);
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + keyBytes + value.byteLength);
  bytes.writeDoubleBE(recordedAtMs, 0);
  bytes.writeUInt32BE(key === null ? NO_KEY : keyBytes, 8);
  if (key !== null) bytes.write(key, HEAD_BYTES);
  bytes.set(value, HEAD_BYTES + keyBytes);
  return bytes;
}

export function decodeRecord(partition: number, offset: number, bytes: Uint8Array): LogRecord {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const keyBytes = buffer.readUInt32BE(8);
  const valueStart = HEAD_BYTES + (keyBytes === NO_KEY ? 0 : keyBytes);
  return {
    partition,
    offset,
    key: keyBytes === NO_KEY ? null : buffer.toString('utf8', HEAD_BYTES, valueStart),
    value: buffer.subarray(valueStart),
    recordedAtMs: buffer.readDoubleBE(0),
  };
}
