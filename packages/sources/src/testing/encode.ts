import type { Encoding } from '../read/options.ts';

const toneMarks = /[\u0300\u0301\u0303\u0309\u0323]/;

/** The bytes of a text. Throws a RangeError where the encoding has none for a character. */
export function encode(text: string, encoding: Encoding): Buffer {
  switch (encoding) {
    case 'utf-8':
      return Buffer.from(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'windows-1258':
      return bytesOf(tonesApart(text), windows1258);
    case 'tcvn3':
      return bytesOf([...text.normalize('NFC')], tcvn3);
  }
}

/** Windows-1258 has ă â ê ô ơ ư as letters, and the tone marks to be put behind a letter. */
function tonesApart(text: string): readonly string[] {
  return [...text.normalize('NFC')].flatMap((letter) => {
    if (windows1258.has(letter)) return [letter];
    const apart = letter.normalize('NFD');
    const tone = toneMarks.exec(apart)?.[0];
    return tone === undefined ? [letter] : [apart.replace(tone, '').normalize('NFC'), tone];
  });
}

function bytesOf(letters: readonly string[], table: ReadonlyMap<string, number>): Buffer {
  return Buffer.from(
    letters.map((letter) => {
      const byte = table.get(letter);
      if (byte === undefined) throw new RangeError(`no byte for ${letter}`);
      return byte;
    }),
  );
}

const decoder1258 = new TextDecoder('windows-1258');
const windows1258 = new Map(
  Array.from({ length: 256 }, (_, byte) => [decoder1258.decode(Uint8Array.of(byte)), byte]),
);

/** Written out letter by letter, apart from the table that it is to test (as in the keyboard drivers that wrote such text). */
const tcvn3 = new Map<string, number>([
  ...Array.from({ length: 128 }, (_, byte): [string, number] => [String.fromCharCode(byte), byte]),
  ...Object.entries({
    Ă: 0xa1,
    Â: 0xa2,
    Ê: 0xa3,
    Ô: 0xa4,
    Ơ: 0xa5,
    Ư: 0xa6,
    Đ: 0xa7,
    ă: 0xa8,
    â: 0xa9,
    ê: 0xaa,
    ô: 0xab,
    ơ: 0xac,
    ư: 0xad,
    đ: 0xae,
    à: 0xb5,
    ả: 0xb6,
    ã: 0xb7,
    á: 0xb8,
    ạ: 0xb9,
    ằ: 0xbb,
    ẳ: 0xbc,
    ẵ: 0xbd,
    ắ: 0xbe,
    ặ: 0xc6,
    ầ: 0xc7,
    ẩ: 0xc8,
    ẫ: 0xc9,
    ấ: 0xca,
    ậ: 0xcb,
    è: 0xcc,
    ẻ: 0xce,
    ẽ: 0xcf,
    é: 0xd0,
    ẹ: 0xd1,
    ề: 0xd2,
    ể: 0xd3,
    ễ: 0xd4,
    ế: 0xd5,
    ệ: 0xd6,
    ì: 0xd7,
    ỉ: 0xd8,
    ĩ: 0xdc,
    í: 0xdd,
    ị: 0xde,
    ò: 0xdf,
    ỏ: 0xe1,
    õ: 0xe2,
    ó: 0xe3,
    ọ: 0xe4,
    ồ: 0xe5,
    ổ: 0xe6,
    ỗ: 0xe7,
    ố: 0xe8,
    ộ: 0xe9,
    ờ: 0xea,
    ở: 0xeb,
    ỡ: 0xec,
    ớ: 0xed,
    ợ: 0xee,
    ù: 0xef,
    ủ: 0xf1,
    ũ: 0xf2,
    ú: 0xf3,
    ụ: 0xf4,
    ừ: 0xf5,
    ử: 0xf6,
    ữ: 0xf7,
    ứ: 0xf8,
    ự: 0xf9,
    ỳ: 0xfa,
    ỷ: 0xfb,
    ỹ: 0xfc,
    ý: 0xfd,
    ỵ: 0xfe,
  }),
]);

/** What UTF-8 or other bytes look like where a program takes them for Windows-1252. (Node 20 decodes that as Latin-1.) */
export function takenForWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\u0080-\u009f]/g, (byte) => windows1252.charAt(byte.charCodeAt(0) - 0x80));
}

const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';
