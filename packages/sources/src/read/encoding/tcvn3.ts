/**
 * The single-byte code of the ABC fonts (.VnTime, .VnArial …): character set VN3 of TCVN 5712:1993, "Công nghệ thông tin – Bộ mã
 * chuẩn 8-bit kí tự Việt dùng trong trao đổi thông tin". Bytes below 0x80 are ASCII. VN3 has the lower-case letters with tone
 * marks, and of the capitals only Ă Â Ê Ô Ơ Ư Đ; the 16 places where VN1 has capitals with tone marks are empty (marked `·`
 * below). Capitals are written by the same lower-case bytes in a font that shows capitals (.VnTimeH), so a decoder that does not
 * see fonts gives lower case for them. 0xB0–0xB4 are combining tone marks.
 */
const rows: readonly string[] = [
  '\u00a0ĂÂÊÔƠƯĐăâêôơưđ·', // 0xA0
  '\u0300\u0309\u0303\u0301\u0323àảãáạ·ằẳẵắ·', // 0xB0
  '······ặầẩẫấậè·ẻẽ', // 0xC0
  'éẹềểễếệìỉ···ĩíịò', // 0xD0
  '·ỏõóọồổỗốộờởỡớợù', // 0xE0
  '·ủũúụừửữứựỳỷỹýỵ·', // 0xF0
];

/** What Word and Excel put into such text beside the standard: the punctuation of Windows-1252. */
const punctuation: Readonly<Record<number, string>> = {
  133: '…',
  145: '‘',
  146: '’',
  147: '“',
  148: '”',
  149: '•',
  150: '–',
  151: '—',
};

/** The UTF-16 unit of each byte; 0xFFFD where a byte cannot be. */
export const tcvn3Units: Uint16Array = Uint16Array.from({ length: 256 }, (_, byte) => {
  if (byte < 0x80) return byte;
  const letter = byte < 0xa0 ? punctuation[byte] : rows[(byte >> 4) - 10]?.[byte & 15];
  return letter === undefined || letter === '·' ? 0xfffd : letter.charCodeAt(0);
});
