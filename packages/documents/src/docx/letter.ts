import type { ParagraphKind, PrintedParagraph, PrintedReport } from '@sohoso/report';
import { FootnoteReferenceRun, Paragraph, type ParagraphChild, type Table, TextRun } from 'docx';
import { HEAD_COLUMNS, MOTTO, NATION, recipientsOf, SIGNATURE_SPACE, SIZES, TEXT_WIDTH } from '../layout.ts';
import { aboutWidth, balanced, line, rule, sideBySide, words } from './parts.ts';
import { STYLES } from './styles.ts';

const MARKS: Readonly<Record<ParagraphKind, string>> = {
  section: '',
  part: '',
  text: '',
  item: '- ',
  subitem: '+ ',
};

/** The report itself: head, title, text, who gets it, who signs it. */
export function letterOf(report: PrintedReport): (Paragraph | Table)[] {
  const notes = new Set(report.footnotes.map(({ number }) => number));
  const cited = new Set(report.paragraphs.flatMap(({ runs }) => runs.map(({ footnote }) => footnote)));
  return [
    headOf(report),
    ...titleOf(report),
    ...report.paragraphs.map((paragraph) => paragraphOf(paragraph, notes)),
    ...report.footnotes
      .filter(({ number }) => !cited.has(number))
      .map(({ number, text }) => line([words(`${number} ${text}`, SIZES.footnote)], 'left')),
    line([], 'left', { after: 6 }),
    signatureOf(report),
  ];
}

/** The notes by their numbers, as the document keeps them: at the foot of the page that they are cited on. */
export function footnotesOf(
  report: PrintedReport,
): Record<string, { readonly children: readonly Paragraph[] }> {
  return Object.fromEntries(
    report.footnotes.map(({ number, text }) => [
      number,
      { children: [line([words(` ${text}`, SIZES.footnote)], 'left')] },
    ]),
  );
}

function headOf(report: PrintedReport): Table {
  const { left, right } = HEAD_COLUMNS;
  const bold = { bold: true };
  const lines = (text: string, look: object) =>
    (text === '' ? [] : balanced(text, SIZES.authority, left)).map((part) =>
      line([words(part, SIZES.authority, look)], 'center'),
    );
  const authority = [
    ...lines(report.parentAuthority, {}),
    ...lines(report.authority, bold),
    rule(left, 0.4 * Math.min(left, aboutWidth(report.authority, SIZES.authority))),
  ];
  const nation = [
    line([words(NATION, SIZES.nation, bold)], 'center'),
    line([words(MOTTO, SIZES.motto, bold)], 'center'),
    rule(right, aboutWidth(MOTTO, SIZES.motto)),
  ];
  const number = line([words(report.number, SIZES.number)], 'center', { before: 6 });
  const date = [words(report.placeAndDate, SIZES.placeAndDate, { italics: true })];
  return sideBySide(
    [
      [authority, nation],
      [[number], [line(date, 'center', { before: 6 })]],
    ],
    [left, right],
  );
}

function titleOf({ title, subject }: PrintedReport): Paragraph[] {
  const bold = { bold: true };
  const last = subject.at(-1) ?? title;
  return [
    line([words(title, SIZES.title, bold)], 'center', { before: 18 }),
    ...subject.map((text) => line([words(text, SIZES.title, bold)], 'center')),
    rule(TEXT_WIDTH, 0.4 * Math.min(TEXT_WIDTH, aboutWidth(last, SIZES.title))),
    line([], 'left'),
  ];
}

function paragraphOf({ kind, runs }: PrintedParagraph, notes: ReadonlySet<number>): Paragraph {
  const heading = kind === 'section' || kind === 'part';
  const children = runs.flatMap(({ text, bold = heading, italic = false, footnote }): ParagraphChild[] => {
    const run = new TextRun({ text, bold, italics: italic });
    return footnote !== undefined && notes.has(footnote) ? [run, new FootnoteReferenceRun(footnote)] : [run];
  });
  const mark = MARKS[kind] === '' ? [] : [new TextRun({ text: MARKS[kind] })];
  return new Paragraph({ style: heading ? STYLES.heading : STYLES.body, children: [...mark, ...children] });
}

function signatureOf(report: PrintedReport): Table {
  const recipients = recipientsOf(report.recipients);
  const left =
    recipients === null
      ? [line([], 'left')]
      : [
          line([words(recipients.title, SIZES.recipientsTitle, { bold: true, italics: true })], 'left'),
          ...recipients.list.map((text) => line([words(text, SIZES.recipients)], 'left')),
        ];
  const bold = { bold: true };
  const right = [
    line([words(report.signerTitle, SIZES.signer, bold)], 'center'),
    line([words(report.signerName, SIZES.signer, bold)], 'center', { before: SIGNATURE_SPACE }),
  ];
  return sideBySide([[left, right]], [TEXT_WIDTH / 2, TEXT_WIDTH / 2]);
}
