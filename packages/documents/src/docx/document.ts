import type { PrintedReport } from '@sohoso/report';
import {
  AlignmentType,
  Document,
  Header,
  type ISectionOptions,
  Packer,
  PageNumber,
  PageOrientation,
  Paragraph,
  TextRun,
} from 'docx';
import { strFromU8, strToU8 } from 'fflate';
import { A4, FONT, MARGINS, SIZES } from '../layout.ts';
import { withoutDates } from '../zip.ts';
import { appendixOf, withTables } from './appendix.ts';
import { footnotesOf, letterOf } from './letter.ts';
import { line, words } from './parts.ts';
import { styles } from './styles.ts';
import { halves, twentieths } from './xml.ts';

/** The report as a document; all texts printable. Without paragraphs there is no letter around the tables. */
export async function document(report: PrintedReport): Promise<Buffer> {
  const letter = report.paragraphs.length === 0 ? [] : [section(letterOf(report), PageOrientation.PORTRAIT)];
  const appendices = report.tables.map((table, n) => appendixOf(table, n));
  const provenance = report.provenance.map((text) =>
    line([words(text, SIZES.provenance, { italics: true })], 'left'),
  );
  const last = appendices.at(-1);
  last?.push(...provenance);
  const sections = [
    ...letter,
    ...appendices.map((children) => section(children, PageOrientation.LANDSCAPE)),
    ...(last === undefined ? [section(provenance, PageOrientation.PORTRAIT)] : []),
  ];
  const title = [report.title, ...report.subject].join(' ');
  const archive = await Packer.toBuffer(
    new Document({
      title,
      creator: 'sohoso',
      lastModifiedBy: 'sohoso',
      styles,
      footnotes: footnotesOf(report),
      sections,
    }),
  );
  return withoutDates(archive, (path, contents) => {
    if (path === 'word/document.xml') return strToU8(withTables(strFromU8(contents), report.tables));
    return path === 'docProps/core.xml' ? strToU8(strFromU8(contents).replace(DATES, '')) : contents;
  });
}

const DATES = /<dcterms:(created|modified)[^>]*>[^<]*<\/dcterms:\1>/g;

type Orientation = (typeof PageOrientation)[keyof typeof PageOrientation];

/** Pages of their own, counted from 1, the first without a number. */
function section(children: ISectionOptions['children'], orientation: Orientation): ISectionOptions {
  const number = new TextRun({ children: [PageNumber.CURRENT], font: FONT, size: halves(SIZES.pageNumber) });
  return {
    properties: {
      titlePage: true,
      page: {
        size: { width: twentieths(A4.width), height: twentieths(A4.height), orientation },
        margin: {
          top: twentieths(MARGINS.top),
          bottom: twentieths(MARGINS.bottom),
          left: twentieths(MARGINS.left),
          right: twentieths(MARGINS.right),
          header: twentieths(MARGINS.header),
        },
        pageNumbers: { start: 1 },
      },
    },
    headers: {
      first: new Header({ children: [new Paragraph({})] }),
      default: new Header({
        children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [number] })],
      }),
    },
    children,
  };
}
