/**
 * The layout of administrative documents: Decree 30/2020/NĐ-CP of 5 March 2020, Appendix I. Part I: A4; 20–25 mm above and
 * below, 30–35 mm left, 15–20 mm right; Times New Roman, black; pages numbered from 1 in size 13–14, centred in the margin
 * above, the first without a number; each appendix counts its own pages. Part II gives size and style of every piece, noted
 * beside it here. Sizes are in points.
 */
export const FONT = 'Times New Roman';

const MILLIMETRE = 72 / 25.4;
const millimetres = (count: number): number => count * MILLIMETRE;

/** The sides of a sheet of A4, held upright. */
export const A4 = { width: millimetres(210), height: millimetres(297) };
export const MARGINS = {
  top: millimetres(20),
  bottom: millimetres(20),
  left: millimetres(30),
  right: millimetres(15),
  /** From the upper edge to the page number. */
  header: millimetres(10),
};
export const TEXT_WIDTH = A4.width - MARGINS.left - MARGINS.right;
export const APPENDIX_WIDTH = A4.height - MARGINS.left - MARGINS.right;

/** National name: capitals, 12–13, bold. Motto: 13–14, bold, with a rule of its own length below. */
export const NATION = 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM';
export const MOTTO = 'Độc lập - Tự do - Hạnh phúc';

export const SIZES = {
  nation: 12,
  motto: 13,
  /** Both authorities: capitals, 12–13, the issuing one bold, a rule of a third to a half of its line below. */
  authority: 12,
  /** 13 */
  number: 13,
  /** 13–14, italic, centred below the motto. */
  placeAndDate: 13,
  /** Kind of document: capitals, 13–14, bold; what it is about: 13–14, bold, a rule of a third to a half below. */
  title: 14,
  /** 13–14, both edges straight, first line 1–1.27 cm in, 6 pt or more between paragraphs, line by line to 1.5 lines. */
  text: 14,
  pageNumber: 13,
  /** `Nơi nhận`: 12, italic and bold; the list 11. */
  recipientsTitle: 12,
  recipients: 11,
  /** Title and name of who signs: 13–14, bold. */
  signer: 14,
  /** `Phụ lục` and its number 14, bold; its title 13–14, capitals, bold. */
  appendixLabel: 14,
  appendixTitle: 13,
  /** Not ruled by the decree. */
  subtitle: 13,
  footnote: 11,
  note: 11,
  provenance: 9,
} as const;

export const INDENT = millimetres(12.7);
export const BETWEEN_PARAGRAPHS = 6;
/** Height of a line, in heights of its letters: Times New Roman's single line and a little more. */
export const LINE = 1.2;
/** The two columns of the head and of the foot. */
export const HEAD_COLUMNS = { left: 0.44 * TEXT_WIDTH, right: 0.56 * TEXT_WIDTH };
export const SIGNATURE_SPACE = 80;
export const WARNING_COLOUR = 'C00000';

const RECIPIENTS = 'Nơi nhận:';

/** The recipients under their title, which the report may bring along. */
export function recipientsOf(lines: readonly string[]): { title: string; list: readonly string[] } | null {
  const [first, ...rest] = lines;
  if (first === undefined) return null;
  return first.trimEnd().endsWith(':') ? { title: first, list: rest } : { title: RECIPIENTS, list: lines };
}
