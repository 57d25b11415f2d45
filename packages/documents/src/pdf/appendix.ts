import type { PrintedTable } from '@sohoso/report';
import { BETWEEN_PARAGRAPHS, SIZES, WARNING_COLOUR } from '../layout.ts';
import { drawLine, linesOf } from './lines.ts';
import type { Face, Paper, Piece } from './paper.ts';
import { Sheets } from './sheets.ts';
import { writeTable } from './table.ts';

const BOX_PADDING = 6;

/** An appendix on pages of its own: titles, warnings, the table, notes. */
export function writeAppendix(paper: Paper, table: PrintedTable): Sheets {
  const sheets = new Sheets(paper, true);
  const piece = (text: string, face: Face, size: number): Piece => ({ text, face, size });
  if (table.label !== null)
    sheets.write([piece(table.label, 'bold', SIZES.appendixLabel)], { align: 'center' });
  sheets.write([piece(table.title, 'bold', SIZES.appendixTitle)], { align: 'center' });
  for (const text of table.subtitles)
    sheets.write([piece(text, 'italic', SIZES.subtitle)], { align: 'center' });
  sheets.down(BETWEEN_PARAGRAPHS);
  for (const text of table.warnings) writeWarning(sheets, text);
  if (table.unitOfMeasure !== '')
    sheets.write([piece(table.unitOfMeasure, 'italic', SIZES.subtitle)], { align: 'right', after: 3 });
  writeTable(sheets, table);
  sheets.down(BETWEEN_PARAGRAPHS);
  for (const text of table.notes) sheets.write([piece(text, 'italic', SIZES.note)], { align: 'left' });
  return sheets;
}

/** Red, bold, in a box of its own. */
function writeWarning(sheets: Sheets, text: string): void {
  const width = sheets.width - 2 * BOX_PADDING;
  const lines = linesOf(sheets.paper, [{ text, face: 'bold', size: SIZES.subtitle }], width);
  const height = lines.reduce((sum, line) => sum + line.height, 2 * BOX_PADDING);
  sheets.down(0, Math.min(height, sheets.wholePage));
  sheets.paper.box(sheets.left, sheets.top, sheets.width, height, WARNING_COLOUR);
  let top = sheets.top + BOX_PADDING;
  for (const line of lines) {
    drawLine(sheets.paper, line, { left: sheets.left + BOX_PADDING, top, width }, 'left', WARNING_COLOUR);
    top += line.height;
  }
  sheets.down(height + BETWEEN_PARAGRAPHS);
}
