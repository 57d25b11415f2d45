import type { PrintedTable } from '@sohoso/report';
import { BorderStyle, Paragraph } from 'docx';
import { BETWEEN_PARAGRAPHS, SIZES, WARNING_COLOUR } from '../layout.ts';
import { line, words } from './parts.ts';
import { tableXml } from './table-xml.ts';
import { twentieths } from './xml.ts';

const placeOf = (n: number): string => `TablePlace${n}`;

/** What stands around a table, and an empty paragraph in its place: see `withTables`. */
export function appendixOf(table: PrintedTable, n: number): Paragraph[] {
  const bold = { bold: true };
  const italics = { italics: true };
  return [
    ...(table.label === null ? [] : [line([words(table.label, SIZES.appendixLabel, bold)], 'center')]),
    line([words(table.title, SIZES.appendixTitle, bold)], 'center'),
    ...table.subtitles.map((text) => line([words(text, SIZES.subtitle, italics)], 'center')),
    ...table.warnings.map(warning),
    line([words(table.unitOfMeasure, SIZES.subtitle, italics)], 'right', {
      before: BETWEEN_PARAGRAPHS,
      after: 3,
    }),
    new Paragraph({ style: placeOf(n) }),
    ...table.notes.map((text, note) =>
      line([words(text, SIZES.note, italics)], 'left', { before: note === 0 ? BETWEEN_PARAGRAPHS : 0 }),
    ),
  ];
}

/** Red, bold, in a box of its own. */
function warning(text: string): Paragraph {
  const border = { style: BorderStyle.SINGLE, size: 8, color: WARNING_COLOUR, space: 4 };
  const inward = twentieths(5);
  return new Paragraph({
    border: { top: border, bottom: border, left: border, right: border },
    indent: { left: inward, right: inward },
    spacing: { before: twentieths(BETWEEN_PARAGRAPHS) },
    children: [words(text, SIZES.subtitle, { bold: true, color: WARNING_COLOUR })],
  });
}

/**
 * The document's XML with each table in its place. No text of a reader's can look like a place: it stands escaped in the XML.
 * The paragraph that ends a section is made as low as can be, or after a full page it would fill an empty one.
 */
export function withTables(xml: string, tables: readonly PrintedTable[]): string {
  let changed = xml.replaceAll(
    '<w:p><w:pPr><w:sectPr',
    '<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:sectPr',
  );
  tables.forEach((table, n) => {
    const place = `<w:p><w:pPr><w:pStyle w:val="${placeOf(n)}"/></w:pPr></w:p>`;
    const [before, after] = changed.split(place);
    if (before === undefined || after === undefined)
      throw new Error(`no place for table ${n + 1} in the document`);
    changed = before + tableXml(table) + after;
  });
  return changed;
}
