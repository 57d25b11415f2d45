import type { ReportUnit } from '../structure.ts';

/** Who reports: what stands at the head and the foot of a report on paper. */
export interface Letterhead {
  /** The body above the one that reports, e.g. `UBND TỈNH QUẢNG TRỊ`; empty where there is none. */
  readonly parentAuthority: string;
  readonly authority: string;
  /** What follows the number of the report: `BC-TTPVHCC`. */
  readonly abbreviation: string;
  /** Where it is signed, e.g. `Quảng Trị`. */
  readonly place: string;
  readonly recipients: readonly string[];
  readonly signerTitle: string;
  /** Empty where it is left open. */
  readonly signerName: string;
}

/** The letterhead of a province's one-stop centre, after the province's own name where the registry has one. */
export function usualLetterhead(units: readonly ReportUnit[]): Letterhead {
  const province = units.find(({ level }) => level === 'province')?.name ?? '';
  return {
    parentAuthority: province === '' ? '' : `UBND ${province.toLocaleUpperCase('vi')}`,
    authority: 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG',
    abbreviation: 'BC-TTPVHCC',
    place: province.replace(/^(tỉnh|thành phố)\s+/i, ''),
    recipients: ['UBND tỉnh (b/c);', 'Các đơn vị có TTHC;', 'Lưu: VT.'],
    signerTitle: 'GIÁM ĐỐC',
    signerName: '',
  };
}
