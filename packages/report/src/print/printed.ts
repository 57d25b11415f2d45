/**
 * Reports as they are printed: what a page shows, cell by cell, in its language, with nothing left to decide but fonts and
 * widths. The makers of XLSX, DOCX and PDF know these types and nothing of forms, so that a table looks the same in all of them.
 */

/** A cell of the headings. Headings of several rows are merged over `rows` and `columns`. */
export interface PrintedHeading {
  readonly text: string;
  readonly columns: number;
  readonly rows: number;
}

/** What stands in a column: how it is aligned, and how a number is written. */
export type PrintedColumnKind = 'number' | 'name' | 'count' | 'percent' | 'points';

export interface PrintedColumn {
  readonly kind: PrintedColumnKind;
  /** What it is called where only one line is to be had, as in CSV. */
  readonly name: string;
}

/**
 * A cell: a text as it is, or a figure. Counts are whole numbers; per cent and points have one decimal (12.1 is 12,1%). Null is "no value", printed as a dash.
 */
export type PrintedCell = string | number | null;

export interface PrintedRow {
  /** `group` is a heading within the table, `subtotal` and `total` are sums of rows. */
  readonly style: 'row' | 'group' | 'subtotal' | 'total';
  /** As many as there are columns. */
  readonly cells: readonly PrintedCell[];
}

export interface PrintedTable {
  /** `PHỤ LỤC 1`; null where the table is not one of several. */
  readonly label: string | null;
  /** `TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH TOÀN TỈNH` */
  readonly title: string;
  /** `Kỳ báo cáo: đột xuất`; then `(Từ ngày 01 tháng 04 năm 2020 đến ngày 15 tháng 04 năm 2020)` and what else must be known, a line each. */
  readonly subtitles: readonly string[];
  /** `Đơn vị tính: Số hồ sơ TTHC` */
  readonly unitOfMeasure: string;
  readonly columns: readonly PrintedColumn[];
  /** Rows of headings from above; a cell that is covered by a merged one is left out. The last row are the column numbers: (1) (2) … */
  readonly headings: readonly (readonly PrintedHeading[])[];
  readonly rows: readonly PrintedRow[];
  /** What makes figures of this table not to be relied upon; printed where nobody can miss it, above the table. Mostly empty. */
  readonly warnings: readonly string[];
  /** What a reader must be told beside the figures; printed below the table. */
  readonly notes: readonly string[];
}

/** A piece of a paragraph. A figure is printed like the text around it, and can be marked. */
export interface PrintedRun {
  readonly text: string;
  /** The id of the figure that the text is, among the narrative's figures; absent for words. */
  readonly figure?: string;
  /** The number of a footnote that belongs right after the text. */
  readonly footnote?: number;
  readonly italic?: boolean;
  readonly bold?: boolean;
}

/** `section` and `part` are headings; `item` begins with a dash, `subitem` with a plus. */
export type ParagraphKind = 'section' | 'part' | 'text' | 'item' | 'subitem';

export interface PrintedParagraph {
  readonly kind: ParagraphKind;
  readonly runs: readonly PrintedRun[];
}

export interface PrintedFootnote {
  readonly number: number;
  readonly text: string;
}

/** A whole report, as an office sends it (layout of Decree 30/2020/NĐ-CP). */
export interface PrintedReport {
  /** `UBND TỈNH QUẢNG TRỊ`, the body above the one that reports; empty where there is none. */
  readonly parentAuthority: string;
  /** `TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG` */
  readonly authority: string;
  /** `Số:       /BC-TTPVHCC`, the number left open. */
  readonly number: string;
  /** `Quảng Trị, ngày 16 tháng 4 năm 2020` */
  readonly placeAndDate: string;
  /** `BÁO CÁO`, then what it is about, a line each. */
  readonly title: string;
  readonly subject: readonly string[];
  readonly paragraphs: readonly PrintedParagraph[];
  readonly footnotes: readonly PrintedFootnote[];
  /** `Nơi nhận:` and who gets it, a line each. */
  readonly recipients: readonly string[];
  /** `GIÁM ĐỐC`; the name below stays open for the signature where it is empty. */
  readonly signerTitle: string;
  readonly signerName: string;
  /** The appendices, each on a page of its own in landscape. */
  readonly tables: readonly PrintedTable[];
  /** Where the figures come from: as known at, program version, digest; small, at the end. */
  readonly provenance: readonly string[];
}
