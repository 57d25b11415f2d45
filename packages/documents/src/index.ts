export { docxOf, pdfOf, xlsxOf } from './makers.ts';
export { Press } from './press.ts';
