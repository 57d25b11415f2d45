import type { ParagraphKind, PrintedParagraph, PrintedReport, PrintedRun } from '@sohoso/report';
import {
  BETWEEN_PARAGRAPHS,
  HEAD_COLUMNS,
  INDENT,
  LINE,
  MOTTO,
  NATION,
  recipientsOf,
  SIGNATURE_SPACE,
  SIZES,
} from '../layout.ts';
import { balancedLines, drawLine, linesOf } from './lines.ts';
import type { Face, Paper, Piece } from './paper.ts';
import { Sheets } from './sheets.ts';

const MARKS: Readonly<Record<ParagraphKind, string>> = {
  section: '',
  part: '',
  text: '',
  item: '- ',
  subitem: '+ ',
};
const NOTE_SIZE = 8.5;

/** The report itself: head, title, text with its footnotes, who gets it, who signs it. */
export function writeLetter(paper: Paper, report: PrintedReport): Sheets {
  const sheets = new Sheets(paper, false);
  writeHead(sheets, report);
  writeTitle(sheets, report);
  const notes = notesOf(report);
  for (const paragraph of report.paragraphs) writeParagraph(sheets, paragraph, notes);
  const cited = new Set(report.paragraphs.flatMap(({ runs }) => runs.map(({ footnote }) => footnote)));
  for (const { number } of report.footnotes) {
    if (!cited.has(number)) sheets.write(notes.get(String(number)) ?? [], { align: 'justify' });
  }
  writeSignature(sheets, report);
  return sheets;
}

interface Column {
  readonly left: number;
  readonly width: number;
}

/** Lines centred in a column, one below the other; returns where they end. */
function column(sheets: Sheets, { left, width }: Column, top: number, pieces: readonly Piece[]): number {
  let end = top;
  for (const line of pieces.flatMap((piece) => balancedLines(sheets.paper, [piece], width))) {
    drawLine(sheets.paper, line, { left, top: end, width }, 'center');
    end += line.height;
  }
  return end;
}

function rule(sheets: Sheets, { left, width }: Column, top: number, length: number): void {
  const middle = left + width / 2;
  sheets.paper.lines([[middle - length / 2, top, middle + length / 2, top]], 0.75);
}

const piece = (text: string, face: Face, size: number): Piece => ({ text, face, size });

function writeHead(sheets: Sheets, report: PrintedReport): void {
  const left: Column = { left: sheets.left, width: HEAD_COLUMNS.left };
  const right: Column = { left: sheets.left + HEAD_COLUMNS.left, width: HEAD_COLUMNS.right };
  const authority = piece(report.authority, 'bold', SIZES.authority);
  const parent =
    report.parentAuthority === '' ? [] : [piece(report.parentAuthority, 'regular', SIZES.authority)];
  const leftEnd = column(sheets, left, sheets.top, [...parent, authority]);
  const shown = Math.min(left.width, sheets.paper.widthOf(authority));
  rule(sheets, left, leftEnd + 2, shown * 0.4);
  const motto = piece(MOTTO, 'bold', SIZES.motto);
  const rightEnd = column(sheets, right, sheets.top, [piece(NATION, 'bold', SIZES.nation), motto]);
  rule(sheets, right, rightEnd + 2, sheets.paper.widthOf(motto));
  const next = Math.max(leftEnd, rightEnd) + 10;
  const numberEnd = column(sheets, left, next, [piece(report.number, 'regular', SIZES.number)]);
  const dateEnd = column(sheets, right, next, [piece(report.placeAndDate, 'italic', SIZES.placeAndDate)]);
  sheets.down(Math.max(numberEnd, dateEnd) - sheets.top + 18);
}

function writeTitle(sheets: Sheets, report: PrintedReport): void {
  for (const text of [report.title, ...report.subject])
    sheets.write([piece(text, 'bold', SIZES.title)], { align: 'center' });
  const last = report.subject.at(-1) ?? report.title;
  const length = Math.min(sheets.width, sheets.paper.widthOf(piece(last, 'bold', SIZES.title))) * 0.4;
  rule(sheets, { left: sheets.left, width: sheets.width }, sheets.top + 3, length);
  sheets.down(20);
}

function faceOf({ bold, italic }: PrintedRun, heading: boolean): Face {
  if (bold === true || heading) return italic === true ? 'boldItalic' : 'bold';
  return italic === true ? 'italic' : 'regular';
}

function notesOf(report: PrintedReport): ReadonlyMap<string, readonly Piece[]> {
  return new Map(
    report.footnotes.map(({ number, text }) => [
      String(number),
      [
        { text: String(number), face: 'regular', size: NOTE_SIZE * 0.8, raised: true },
        piece(` ${text}`, 'regular', SIZES.footnote),
      ],
    ]),
  );
}

function writeParagraph(
  sheets: Sheets,
  { kind, runs }: PrintedParagraph,
  notes: ReadonlyMap<string, readonly Piece[]>,
): void {
  const heading = kind === 'section' || kind === 'part';
  const pieces = runs.flatMap((run): Piece[] => {
    const words = piece(run.text, faceOf(run, heading), SIZES.text);
    if (run.footnote === undefined) return [words];
    return [words, { text: String(run.footnote), face: 'regular', size: NOTE_SIZE, raised: true }];
  });
  const mark = MARKS[kind] === '' ? [] : [piece(MARKS[kind], heading ? 'bold' : 'regular', SIZES.text)];
  sheets.write([...mark, ...pieces], {
    align: 'justify',
    indent: INDENT,
    after: BETWEEN_PARAGRAPHS,
    notes,
    keep: heading ? 2 * SIZES.text * LINE : 0,
  });
}

/** Who gets the report on the left, who signs it on the right; never torn apart by the end of a page. */
function writeSignature(sheets: Sheets, report: PrintedReport): void {
  const left: Column = { left: sheets.left, width: 0.5 * sheets.width };
  const right: Column = { left: sheets.left + left.width, width: sheets.width - left.width };
  const recipients = recipientsOf(report.recipients);
  const list = (recipients?.list ?? []).flatMap((text) =>
    linesOf(sheets.paper, [piece(text, 'regular', SIZES.recipients)], left.width),
  );
  const listHeight = list.reduce((sum, line) => sum + line.height, SIZES.recipientsTitle * LINE);
  const needed = Math.max(listHeight, SIGNATURE_SPACE + 4 * SIZES.signer * LINE);
  sheets.down(8, Math.min(needed, sheets.wholePage));
  const title = column(sheets, right, sheets.top, [piece(report.signerTitle, 'bold', SIZES.signer)]);
  column(sheets, right, title + SIGNATURE_SPACE, [piece(report.signerName, 'bold', SIZES.signer)]);
  if (recipients === null) {
    sheets.down(needed);
    return;
  }
  sheets.write([piece(recipients.title, 'boldItalic', SIZES.recipientsTitle)], { align: 'left' });
  for (const line of list) {
    sheets.down(0, line.height);
    drawLine(sheets.paper, line, { left: left.left, top: sheets.top, width: left.width }, 'left');
    sheets.down(line.height);
  }
  sheets.down(Math.max(0, needed - listHeight));
}
