import type { Encoding } from '../options.ts';
import { tcvn3Units } from './tcvn3.ts';

/** Bytes that cannot be in the encoding. */
export class BadBytes extends Error {
  override readonly name = 'BadBytes';
}

/** Decodes a stream of bytes; characters may be cut between two of its pieces. Throws BadBytes. */
export interface Decoder {
  /** `last`: nothing follows, so a character that is cut here is a fault. */
  decode(bytes: Uint8Array, last: boolean): string;
}

/** A strict decoder that takes up after the byte order mark, if there is one. */
export function decoderOf(encoding: Encoding): Decoder {
  if (encoding === 'tcvn3') return { decode: decodeTcvn3 };
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return {
    decode(bytes, last) {
      let text: string;
      try {
        text = decoder.decode(bytes, { stream: !last });
      } catch (error) {
        throw new BadBytes(`bytes that are not ${encodingNames[encoding]}`, { cause: error });
      }
      // The eight bytes without a letter come out as control characters, not as an error.
      if (encoding === 'windows-1258' && /[\u0080-\u009f]/.test(text))
        throw new BadBytes('bytes that are not Windows-1258');
      return text;
    },
  };
}

const units = new TextDecoder('utf-16le', { ignoreBOM: true });

function decodeTcvn3(bytes: Uint8Array): string {
  const letters = new Uint16Array(bytes.length);
  for (let at = 0; at < bytes.length; at++) {
    const unit = tcvn3Units[bytes[at] ?? 0] ?? 0xfffd;
    if (unit === 0xfffd) throw new BadBytes('bytes that are not TCVN3');
    letters[at] = unit;
  }
  return units.decode(letters);
}

export const encodingNames: Readonly<Record<Encoding, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16LE',
  'utf-16be': 'UTF-16BE',
  'windows-1258': 'Windows-1258',
  tcvn3: 'TCVN3',
};
