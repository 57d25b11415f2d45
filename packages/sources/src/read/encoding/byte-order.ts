import type { Encoding } from '../options.ts';

/** The encoding that a file names by a byte order mark, and how many bytes that takes. */
export function byteOrderMark(
  bytes: Uint8Array,
): { readonly encoding: Encoding; readonly length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return null;
}

/**
 * Finds UTF-16 without a mark: digits, delimiters and most Vietnamese letters have one byte that is zero, always on the same
 * side. `binary` where there are zero bytes on both.
 */
export function utf16ByZeros(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | 'binary' | null {
  const zeros: [number, number] = [0, 0];
  const end = Math.min(bytes.length, 64 * 1024);
  for (let at = 0; at < end; at++) if (bytes[at] === 0) zeros[at & 1 ? 1 : 0]++;
  const [even, odd] = zeros;
  if (even + odd === 0) return null;
  const many = end / 2 / 4;
  if (odd >= many && even * 5 <= odd) return 'utf-16le';
  if (even >= many && odd * 5 <= even) return 'utf-16be';
  return 'binary';
}
