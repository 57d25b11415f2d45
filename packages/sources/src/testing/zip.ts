import { crc32, deflateRawSync } from 'node:zlib';

/** A part of a zip file; the directory may be made to say something else than is there. */
export interface ZipPart {
  readonly name: string;
  readonly content: Uint8Array | string;
  readonly store?: boolean;
  /** What the directory says of the inflated size, where that is not true. */
  readonly saysBytes?: number;
  readonly saysCrc?: number;
  readonly encrypted?: boolean;
}

/** Writes a zip file (APPNOTE 6.3, without data descriptors and zip64). */
export function zip(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const part of parts) {
    const content = Buffer.from(part.content as string);
    const packed = part.store === true ? content : deflateRawSync(content);
    const name = Buffer.from(part.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(part.encrypted === true ? 1 : 0, 2);
    common.writeUInt16LE(part.store === true ? 0 : 8, 4);
    common.writeUInt32LE(part.saysCrc ?? crc32(content), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(part.saysBytes ?? content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const body = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, rest, name);
    bodies.push(body);
    offset += body.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\x05\x06'), end]);
}
