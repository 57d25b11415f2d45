import type { PrintedReport } from '@sohoso/report';
import type { CellObject, Row } from 'write-excel-file/node';
import { textCell } from './cells.ts';
import { heightOfLines, linesIn, type Sheet } from './sheet.ts';

/** In characters: a sheet of A4 held upright, so that nothing is made smaller for the printer. */
const WIDTH = 88;
const MARKS = { section: '', part: '', text: '', item: '- ', subitem: '+ ' } as const;

/** What the report says beside its tables: a line a cell; null where it says nothing. */
export function textSheet(report: PrintedReport): Sheet | null {
  const bold: CellObject = { fontWeight: 'bold' };
  const paragraphs = report.paragraphs.map(({ kind, runs }): Row => {
    const text = runs
      .map((run) => run.text + (run.footnote === undefined ? '' : ` [${run.footnote}]`))
      .join('');
    return line(MARKS[kind] + text, kind === 'section' || kind === 'part' ? bold : {});
  });
  const rows = [
    ...paragraphs,
    ...report.footnotes.map(({ number, text }) => line(`[${number}] ${text}`, { fontSize: 11 })),
    ...report.provenance.map((text) => line(text, { fontSize: 9, fontStyle: 'italic' })),
  ];
  if (rows.length === 0) return null;
  const head = [report.title, ...report.subject].filter((text) => text !== '');
  return {
    rows: [...head.map((text) => line(text, { ...bold, align: 'center', fontSize: 14 })), ...rows],
    columns: [{ width: WIDTH }],
    landscape: false,
    repeated: null,
    frozen: { rows: 0, columns: 0 },
  };
}

const line = (text: string, style: CellObject): Row => [
  textCell(text, {
    ...style,
    wrap: true,
    alignVertical: 'top',
    height: heightOfLines(linesIn(text, WIDTH, style.fontSize)),
  }),
];
