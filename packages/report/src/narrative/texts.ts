import type { NarrativeFigure } from './figure.ts';
import { italic, joined, keyed, type Runs, say } from './runs.ts';

/**
 * The sentences of the narrative, in the manner of section II of a province's report. They hold of every period: what was said of one
 * fortnight only is not among them.
 */

/** The key of the footnote that tells the rules for units that stand out. */
export const RULES = 'rules';
type F = NarrativeFigure;

const heading = say`II. CÔNG TÁC GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH:`;

/** How units of a level are counted. */
export const unitsOfLevel = {
  department: 'cơ quan cấp tỉnh',
  district: 'đơn vị cấp huyện',
  commune: 'đơn vị cấp xã',
  other: 'đơn vị khác',
} as const;

/** `20 cơ quan cấp tỉnh và 9 đơn vị cấp huyện` */
export function counted(parts: readonly { readonly count: F; readonly words: string }[]): Runs {
  const each = parts.map(({ count, words }) => say`${count} ${words}`);
  const last = each.at(-1) ?? [];
  return each.length < 2 ? last : say`${joined(each.slice(0, -1), ', ')} và ${last}`;
}

const covered = {
  some: (reporting: Runs, silent: Runs) => say`tính tại ${reporting}, chưa tính tại ${silent}`,
  none: say`chưa có số liệu`,
};

const opening = {
  share: (period: string, share: F, comparison: Runs) =>
    say`i. Trong kỳ báo cáo ${period}, hồ sơ tiếp nhận trực tuyến chiếm tỷ lệ ${share} tổng số hồ sơ tiếp nhận mới trên địa bàn toàn tỉnh${comparison}.`,
  nothingNew: (period: string, baseline: string | null) =>
    say`i. Trong kỳ báo cáo ${period}, trên địa bàn toàn tỉnh không phát sinh hồ sơ tiếp nhận mới nên không tính tỷ lệ hồ sơ trực tuyến${baseline === null ? '' : ` và không so sánh với ${baseline}`}.`,
  notOver: (day: string) => say`Kỳ báo cáo chưa kết thúc, số liệu được tính đến ${day}.`,
  notBegun: (day: string) => say`Tại thời điểm tổng hợp số liệu (${day}), kỳ báo cáo chưa bắt đầu.`,
  inDetail: say`Cụ thể:`,
};

const comparison = {
  none: say``,
  lower: (points: F, share: F, baseline: string) =>
    say`, thấp hơn ${points} điểm phần trăm so với tỷ lệ ${share} của ${baseline}`,
  higher: (points: F, share: F, baseline: string) =>
    say`, cao hơn ${points} điểm phần trăm so với tỷ lệ ${share} của ${baseline}`,
  equal: (share: F, baseline: string) => say`, bằng tỷ lệ ${share} của ${baseline}`,
  alike: (share: F, baseline: string) => say`, tương đương tỷ lệ ${share} của ${baseline}`,
  nothingThen: (baseline: string) =>
    say`; không so sánh với ${baseline} vì trong kỳ đó không phát sinh hồ sơ tiếp nhận mới`,
  otherUnits: (baseline: string, parts: readonly Runs[]) =>
    say`; không so sánh với ${baseline} vì các đơn vị của hai kỳ không tương ứng (${joined(parts, ', ')})`,
  onlyNow: (count: F) => say`${count} đơn vị chỉ có ở kỳ báo cáo`,
  onlyThen: (count: F) => say`${count} đơn vị chỉ có ở kỳ so sánh`,
};

const intake = {
  part: italic('* Hồ sơ TTHC tiếp nhận toàn tỉnh:'),
  handled: (total: F) => say`Tổng số hồ sơ giải quyết toàn tỉnh là: ${total} hồ sơ các loại, trong đó:`,
  before: (sum: F, carriedOver: F, forwarded: F) =>
    say`Số hồ sơ kỳ trước chuyển qua và liên thông: ${sum} hồ sơ (kỳ trước chuyển qua: ${carriedOver} hồ sơ, liên thông: ${forwarded} hồ sơ)`,
  fresh: (count: F) => say`Số hồ sơ tiếp nhận mới: ${count} hồ sơ`,
  direct: (count: F, share: F) => say`Hồ sơ tiếp nhận trực tiếp: ${withShare(count, share)}`,
  online: (count: F, share: F) => say`Hồ sơ tiếp nhận trực tuyến: ${withShare(count, share)}`,
  postal: (coverage: Runs, count: F, share: F) =>
    say`Hồ sơ tiếp nhận qua dịch vụ bưu chính công ích – BCCI${bracketed(coverage)}: ${withShare(count, share)}`,
  noPostal: say`Hồ sơ tiếp nhận qua dịch vụ bưu chính công ích – BCCI: ${covered.none}`,
  transferred: (count: F, staysWithin: boolean) =>
    say`Số lượt hồ sơ chuyển giao giữa các đơn vị do sắp xếp tổ chức: ${count} lượt${staysWithin ? ', không làm thay đổi tổng số hồ sơ toàn tỉnh' : ''}`,
};

const returns = {
  part: italic('* Hồ sơ trả kết quả qua BCCI:'),
  resolved: (count: F) => say`Tổng số hồ sơ trả kết quả: ${count} hồ sơ`,
  byPost: (coverage: Runs, count: F, share: F) =>
    say`Trong đó, hồ sơ trả kết quả qua dịch vụ BCCI${bracketed(coverage)}: ${withShare(count, share)}`,
  likeForLike: (count: F, resolved: F, share: F) =>
    say`Tính riêng các đơn vị có số liệu trả kết quả qua BCCI: ${count}/${resolved} hồ sơ (${share})`,
  noByPost: say`Trong đó, hồ sơ trả kết quả qua dịch vụ BCCI: ${covered.none}`,
};

const departments = {
  absent: say`ii. Trong phạm vi báo cáo không có cơ quan cấp tỉnh.`,
  allIdle: (count: F) =>
    say`ii. Ở cấp tỉnh, có ${count} cơ quan và ${count.value === 1 ? '' : 'đều '}không phát sinh hồ sơ trong kỳ báo cáo.`,
  mostOnline: (count: F, list: Runs) =>
    say`ii. Ở cấp tỉnh, có ${count} đơn vị ${keyed('thực hiện tốt việc tiếp nhận hồ sơ trực tuyến và có số lượng hồ sơ phát sinh cao', RULES)}: ${list}.`,
  noneMostOnline: say`ii. Ở cấp tỉnh, không có đơn vị nào vừa có số lượng hồ sơ phát sinh cao vừa ${keyed('thực hiện tốt việc tiếp nhận hồ sơ trực tuyến', RULES)}.`,
  few: (count: F, list: Runs, isContrast: boolean) =>
    say`${isContrast ? 'Tuy nhiên, có' : 'Có'} ${count} đơn vị phát sinh nhiều hồ sơ nhưng hồ sơ trực tuyến và qua BCCI rất ít: ${list}.`,
  idle: (count: F, list: Runs) => say`Có ${count} đơn vị không phát sinh hồ sơ trong kỳ báo cáo: ${list}.`,
  unit: (name: string, part: F, whole: F, share: F) =>
    say`${name} (${part}/${whole} hồ sơ tiếp nhận mới, chiếm ${share})`,
  /** Names may have commas of their own. */
  list: (units: readonly Runs[], others: F | null) =>
    say`${joined(units, '; ')}${others === null ? '' : say` và ${others} đơn vị khác`}`,
};

const local = {
  absent: say`iii. Trong phạm vi báo cáo không có đơn vị cấp huyện, cấp xã.`,
  places: { district: 'cấp huyện', commune: 'cấp xã', both: 'cấp huyện và cấp xã' },
  nothing: (place: string) => say`iii. Ở ${place}, không phát sinh hồ sơ trong kỳ báo cáo.`,
  received: (place: string, count: F, byPost: boolean) =>
    say`iii. Ở ${place}, tổng số hồ sơ tiếp nhận mới theo các hình thức trực tiếp, trực tuyến${byPost ? ', qua BCCI' : ''} và tiếp nhận liên thông là: ${count} hồ sơ các loại.`,
  perDay: (units: Runs, average: F, days: F) =>
    say`Bình quân lượng hồ sơ tiếp nhận mỗi ngày làm việc của ${units} là ${average} hồ sơ/ngày (${days} ngày làm việc).`,
  theUnits: (place: string) => say`các đơn vị ${place}`,
  noWorkingDay: say`Không tính bình quân theo ngày vì trong thời gian trên không có ngày làm việc.`,
  noOnline: say`Trong thời gian trên không có hồ sơ nào được tiếp nhận trực tuyến.`,
  fewOnline: (count: F, share: F) =>
    say`Tuy nhiên, hồ sơ tiếp nhận trực tuyến trong cả thời gian trên chỉ có ${count} hồ sơ, chiếm ${share} số hồ sơ tiếp nhận mới không kể liên thông.`,
  online: (count: F, share: F) =>
    say`Trong đó, hồ sơ tiếp nhận trực tuyến là ${count} hồ sơ, chiếm ${share} số hồ sơ tiếp nhận mới không kể liên thông.`,
};

const post = {
  all: say`iv. Số liệu về BCCI được tính tại tất cả các đơn vị.`,
  none: say`iv. Chưa có số liệu về BCCI trên địa bàn toàn tỉnh.`,
  same: (units: Runs) =>
    say`iv. Chưa có đầy đủ số liệu về BCCI trên địa bàn toàn tỉnh; số liệu tiếp nhận và trả kết quả qua BCCI chỉ được tính tại ${units}.`,
  some: (intakeAt: Runs, returnsAt: Runs) =>
    say`iv. Chưa có đầy đủ số liệu về BCCI trên địa bàn toàn tỉnh: ${intakeAt}; ${returnsAt}.`,
  intakeAt: (units: Runs) => say`hồ sơ tiếp nhận qua BCCI được tính tại ${units}`,
  noIntake: say`hồ sơ tiếp nhận qua BCCI chưa có số liệu`,
  allIntake: say`hồ sơ tiếp nhận qua BCCI được tính tại tất cả các đơn vị`,
  returnsAt: (units: Runs) => say`hồ sơ trả kết quả qua BCCI được tính tại ${units}`,
  noReturns: say`hồ sơ trả kết quả qua BCCI chưa có số liệu`,
  allReturns: say`hồ sơ trả kết quả qua BCCI được tính tại tất cả các đơn vị`,
  both: (received: F, returned: F) =>
    say`Trong thời gian trên, hồ sơ BCCI tiếp nhận là ${received} hồ sơ và trả kết quả là ${returned} hồ sơ.`,
  received: (count: F) => say`Trong thời gian trên, hồ sơ BCCI tiếp nhận là ${count} hồ sơ.`,
  returned: (count: F) => say`Trong thời gian trên, hồ sơ BCCI trả kết quả là ${count} hồ sơ.`,
};

/** `(Xem Phụ lục 2)`, where the report has such an appendix. */
function seeAppendix(label: string | undefined): Runs {
  return label === undefined ? [] : italic(`(Xem ${label})`);
}

/** `27 hồ sơ (2,1%)`; a share without a value is left out. */
function withShare(count: F, share: F): Runs {
  return share.value === null ? say`${count} hồ sơ` : say`${count} hồ sơ (${share})`;
}

const bracketed = (words: Runs): Runs => (words.length === 0 ? [] : say` (${words})`);

export const texts = {
  heading,
  covered,
  opening,
  comparison,
  intake,
  returns,
  departments,
  local,
  post,
  seeAppendix,
};
