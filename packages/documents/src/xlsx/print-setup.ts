import type { Blob } from 'node:buffer';
import type Stream from 'node:stream';
import type { Feature } from 'write-excel-file/node';
import type { Sheet } from './sheet.ts';

/** A sheet with the name that it got. */
export interface NamedSheet extends Sheet {
  readonly name: string;
}

const MARGINS = '<pageMargins left="0.6" right="0.6" top="0.8" bottom="0.8" header="0.4" footer="0.4"/>';
/** The page's number above, centred, from the second page on. */
const PAGE_NUMBER =
  '<headerFooter differentFirst="1"><oddHeader>&amp;C&amp;"Times New Roman,Regular"&amp;13&amp;P</oddHeader></headerFooter>';

/**
 * What the library has no option for, through the door that it leaves open: A4, one page wide and as many high as it takes, page
 * numbers, headings repeated on each page. The order of the elements is the one that the format demands.
 */
export function printSetup(sheets: readonly NamedSheet[]): Feature<Stream | Buffer | Blob> {
  return {
    files: {
      transform: {
        'xl/worksheets/sheet{id}.xml': {
          transform: (xml, _, { sheetIndex }) => withPageSetup(xml, sheets[sheetIndex]?.landscape === true),
        },
        'xl/workbook.xml': {
          transform: (xml) => xml.replace(/<definedNames\s*\/>/, () => printTitles(sheets)),
        },
      },
    },
  };
}

function withPageSetup(xml: string, landscape: boolean): string {
  const page =
    `<printOptions horizontalCentered="1"/>${MARGINS}<pageSetup paperSize="9" ` +
    `orientation="${landscape ? 'landscape' : 'portrait'}" fitToWidth="1" fitToHeight="0" ` +
    `firstPageNumber="1" useFirstPageNumber="1"/>${PAGE_NUMBER}`;
  return xml
    .replace(/<pageMargins[^>]*\/><pageSetup[^>]*\/>/, '')
    .replace('<sheetViews', '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews')
    .replace('</worksheet>', `${page}</worksheet>`);
}

function printTitles(sheets: readonly NamedSheet[]): string {
  const names = sheets.map(({ name, repeated }, n) => {
    if (repeated === null) return '';
    const sheet = `'${name.replaceAll("'", "''")}'`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
    const rows = `${sheet}!$${repeated[0]}:$${repeated[1]}`;
    return `<definedName name="_xlnm.Print_Titles" localSheetId="${n}">${rows}</definedName>`;
  });
  const all = names.join('');
  return all === '' ? '' : `<definedNames>${all}</definedNames>`;
}
