import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

/** The four faces of Tinos, which has the widths of Times New Roman and may be put into documents (OFL 1.1). */
export type Face = 'regular' | 'bold' | 'italic' | 'boldItalic';

const require = createRequire(import.meta.url);
const paths: Readonly<Record<Face, () => string>> = {
  regular: () => require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  bold: () => require.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
  italic: () => require.resolve('@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  boldItalic: () => require.resolve('@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf'),
};

/** The library will not go without a date of making, and makes the file's identifier of it: always the same one. */
const MADE = new Date('1980-01-01T00:00:00Z');

const FIGURE = /^[\d.,]+$/;

const files = new Map<Face, Buffer>();

function fontFile(face: Face): Buffer {
  const known = files.get(face);
  if (known !== undefined) return known;
  const file = readFileSync(paths[face]());
  files.set(face, file);
  return file;
}

/** A piece of text in one face and size (points); `raised` for the number of a footnote. */
export interface Piece {
  readonly text: string;
  readonly face: Face;
  readonly size: number;
  readonly raised?: boolean;
}

/** Where letters are measured and drawn: the library's document with the fonts in it, and a memory for widths. */
export class Paper {
  readonly #document: PDFKit.PDFDocument;
  readonly #registered = new Set<Face>();
  readonly #widths = new Map<string, number>();
  readonly #bytes: Promise<Buffer>;

  constructor(title: string) {
    this.#document = new PDFDocument({
      autoFirstPage: false,
      lang: 'vi',
      displayTitle: true,
      info: { Title: title, Producer: 'sohoso', Creator: 'sohoso', CreationDate: MADE },
    });
    const chunks: Buffer[] = [];
    this.#bytes = new Promise((resolve, reject) => {
      this.#document.on('data', (chunk: Buffer) => chunks.push(chunk));
      this.#document.on('end', () => resolve(Buffer.concat(chunks)));
      this.#document.on('error', reject);
    });
  }

  addPage(width: number, height: number): void {
    this.#document.addPage({ size: [width, height], margin: 0 });
  }

  /** Points. */
  widthOf({ text, face, size }: Piece): number {
    if (!FIGURE.test(text)) return this.#ems(text, face) * size;
    // Of a figure each digit is known; most figures are not.
    let ems = 0;
    for (const character of text) ems += this.#ems(character, face);
    return ems * size;
  }

  #ems(text: string, face: Face): number {
    const key = `${face} ${text}`;
    let width = this.#widths.get(key);
    if (width === undefined) {
      // At a size of 1000 the library's rounding does not show.
      width = this.#use(face).fontSize(1_000).widthOfString(text) / 1_000;
      this.#widths.set(key, width);
    }
    return width;
  }

  /** Draws a piece with its letters' upper edge at `top`. */
  draw({ text, face, size }: Piece, left: number, top: number, colour = '000000'): void {
    this.#use(face).fontSize(size).fillColor(`#${colour}`).text(text, left, top, { lineBreak: false });
  }

  /** Straight lines, all at once. */
  lines(strokes: readonly (readonly [x1: number, y1: number, x2: number, y2: number])[], width = 0.5): void {
    for (const [x1, y1, x2, y2] of strokes) this.#document.moveTo(x1, y1).lineTo(x2, y2);
    this.#document.lineWidth(width).strokeColor('#000000').stroke();
  }

  box(left: number, top: number, width: number, height: number, colour: string): void {
    this.#document.rect(left, top, width, height).lineWidth(1).strokeColor(`#${colour}`).stroke();
  }

  async finished(): Promise<Buffer> {
    this.#document.end();
    return await this.#bytes;
  }

  #use(face: Face): PDFKit.PDFDocument {
    if (!this.#registered.has(face)) {
      this.#document.registerFont(face, fontFile(face));
      this.#registered.add(face);
    }
    return this.#document.font(face);
  }
}
