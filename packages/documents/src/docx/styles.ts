import { AlignmentType, type IStylesOptions, LineRuleType } from 'docx';
import { BETWEEN_PARAGRAPHS, FONT, INDENT, SIZES } from '../layout.ts';
import { CELL_STYLES } from './table-xml.ts';
import { halves, twentieths } from './xml.ts';

/** What the body is written in; whoever corrects the document changes it in one place. */
export const STYLES = { body: 'ReportBody', heading: 'ReportHeading', footnote: 'FootnoteText' } as const;

const cell = (id: string, name: string, alignment: (typeof AlignmentType)[keyof typeof AlignmentType]) => ({
  id,
  name,
  basedOn: 'Normal',
  paragraph: { alignment, spacing: { before: 20, after: 20 } },
});

export const styles: IStylesOptions = {
  default: {
    document: {
      run: { font: FONT, size: halves(SIZES.text), language: { value: 'vi-VN' } },
      paragraph: { spacing: { before: 0, after: 0, line: 240, lineRule: LineRuleType.AUTO } },
    },
  },
  paragraphStyles: [
    {
      id: STYLES.body,
      name: 'Report Body',
      basedOn: 'Normal',
      paragraph: {
        alignment: AlignmentType.JUSTIFIED,
        indent: { firstLine: twentieths(INDENT) },
        spacing: { after: twentieths(BETWEEN_PARAGRAPHS), line: 250, lineRule: LineRuleType.AUTO },
      },
    },
    {
      id: STYLES.heading,
      name: 'Report Heading',
      basedOn: STYLES.body,
      next: STYLES.body,
      run: { bold: true },
      paragraph: { keepNext: true },
    },
    cell(CELL_STYLES.left, 'Cell Text', AlignmentType.LEFT),
    cell(CELL_STYLES.right, 'Cell Figure', AlignmentType.RIGHT),
    cell(CELL_STYLES.center, 'Cell Centre', AlignmentType.CENTER),
  ],
};
