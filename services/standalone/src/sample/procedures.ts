/** An administrative procedure: its code, its field, and the working days the unit has for it. */
export interface Procedure {
  readonly code: string;
  readonly field: string;
  readonly term: number;
}

/** One procedure with its share of the unit's intake, as a weight. */
type Offer = readonly [procedure: Procedure, weight: number];

function offer(code: string, field: string, term: number, weight: number): Offer {
  return [{ code, field, term }, weight];
}

const civilStatus = [offer('2.000635', 'ho-tich', 1, 14), offer('1.001193', 'ho-tich', 3, 12)];
const land = [
  offer('1.004227', 'dat-dai', 10, 16),
  offer('2.000889', 'dat-dai', 15, 12),
  offer('1.003003', 'dat-dai', 30, 6),
];

/** What every district offers at its one-stop desk. */
export const districtOffers: readonly Offer[] = [
  ...civilStatus,
  ...land,
  offer('2.000815', 'chung-thuc', 1, 10),
  offer('1.001612', 'kinh-doanh', 3, 10),
  offer('1.002662', 'xay-dung', 15, 6),
  offer('1.003141', 'xay-dung', 20, 4),
  offer('1.001699', 'nguoi-co-cong', 25, 5),
  offer('1.004138', 'moi-truong', 10, 2),
];

/**
 * What the departments offer. Each has a long procedure, for dossiers of March that were not due by 15 April,
 * and a short one where dossiers received in the fortnight were resolved in it on the very day they were due.
 */
export const departmentOffers: Readonly<Record<string, readonly Offer[]>> = {
  'vp-ubnd': [
    offer('1.004441', 'dau-tu', 5, 5),
    offer('1.000105', 'dat-dai', 7, 5),
    offer('2.001955', 'xay-dung', 15, 3),
    offer('1.000459', 'moi-truong', 25, 2),
  ],
  'so-tu-phap': [
    offer('2.000488', 'ly-lich-tu-phap', 10, 20),
    offer('2.000635', 'ho-tich', 3, 4),
    offer('1.001233', 'luat-su', 20, 2),
    offer('1.000627', 'quoc-tich', 40, 1),
  ],
  'so-y-te': [
    offer('1.003709', 'kham-chua-benh', 30, 5),
    offer('1.004593', 'duoc', 20, 4),
    offer('1.002483', 'my-pham', 5, 3),
  ],
  'so-tnmt': [
    ...land,
    offer('1.004583', 'giao-dich-bao-dam', 3, 5),
    offer('1.004249', 'moi-truong', 20, 4),
    offer('1.004232', 'tai-nguyen-nuoc', 25, 2),
  ],
  'so-ldtbxh': [
    offer('1.001699', 'nguoi-co-cong', 25, 6),
    offer('2.000205', 'viec-lam', 7, 4),
    offer('1.000479', 'lao-dong', 15, 2),
  ],
  'so-noi-vu': [
    offer('2.000449', 'thi-dua-khen-thuong', 25, 5),
    offer('1.003841', 'to-chuc-hoi', 30, 2),
    offer('2.001481', 'ton-giao', 15, 3),
  ],
  'so-tai-chinh': [offer('1.005418', 'tai-san-cong', 30, 3), offer('2.002206', 'tai-chinh', 5, 4)],
  'so-khdt': [
    offer('2.001610', 'dang-ky-doanh-nghiep', 3, 10),
    offer('2.001199', 'dang-ky-doanh-nghiep', 3, 6),
    offer('1.009645', 'dau-tu', 25, 4),
  ],
  'so-khcn': [offer('1.001786', 'khoa-hoc-cong-nghe', 10, 1), offer('2.000212', 'do-luong', 5, 2)],
  'so-xay-dung': [
    offer('1.002693', 'xay-dung', 20, 6),
    offer('1.002701', 'quy-hoach', 25, 3),
    offer('2.001116', 'chung-chi-hanh-nghe', 15, 6),
    offer('1.002515', 'kinh-doanh-bat-dong-san', 5, 2),
  ],
  'so-gddt': [
    offer('1.004435', 'giao-duc', 20, 4),
    offer('1.005092', 'van-bang', 2, 3),
    offer('1.001942', 'tuyen-sinh', 40, 5),
  ],
  'so-nnptnt': [
    offer('1.003984', 'bao-ve-thuc-vat', 1, 14),
    offer('2.001064', 'thu-y', 3, 6),
    offer('1.004359', 'thuy-san', 6, 4),
    offer('1.000055', 'lam-nghiep', 20, 2),
  ],
  'so-gtvt': [
    offer('1.002809', 'giao-thong', 5, 14),
    offer('1.002835', 'giao-thong', 10, 8),
    offer('2.001002', 'giao-thong', 30, 6),
    offer('1.002861', 'van-tai', 3, 5),
  ],
  'so-cong-thuong': [
    offer('2.000033', 'xuc-tien-thuong-mai', 1, 20),
    offer('2.000004', 'xuc-tien-thuong-mai', 5, 5),
    offer('2.000674', 'luu-thong-hang-hoa', 20, 3),
  ],
  'bql-kkt': [
    offer('1.009756', 'dau-tu', 15, 4),
    offer('2.000063', 'lao-dong', 10, 2),
    offer('1.009765', 'dau-tu', 35, 4),
  ],
  'so-vhttdl': [
    offer('1.003608', 'van-hoa', 15, 3),
    offer('1.004528', 'du-lich', 20, 3),
    offer('1.000953', 'the-thao', 7, 2),
  ],
  'so-tttt': [offer('2.001594', 'xuat-ban', 15, 2), offer('1.003725', 'bao-chi', 10, 2)],
  'cong-an': [
    offer('1.001456', 'nganh-nghe-co-dieu-kien', 5, 5),
    offer('2.000569', 'con-dau', 3, 5),
    offer('1.000105', 'cu-tru', 20, 2),
  ],
};
