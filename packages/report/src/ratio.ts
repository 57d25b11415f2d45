import type { CellColumn } from './appendix-figures.ts';

/** What a ratio can be made of: columns of the form, and results returned by post, which the form does not show. */
export type RatioColumn = CellColumn | 'resolved.returnedByPost';

/** A ratio as a value: each side is the sum of some columns (domain rules, ratios). */
export interface RatioDefinition {
  readonly id: string;
  readonly numerator: readonly RatioColumn[];
  readonly denominator: readonly RatioColumn[];
  /** What it says, in one sentence. */
  readonly en: string;
  readonly vi: string;
}

const NEW = ['received.online', 'received.directOrPostal'] as const;

export const ratioDefinitions: readonly RatioDefinition[] = [
  {
    id: 'online/new',
    numerator: ['received.online'],
    denominator: NEW,
    en: 'Of the dossiers newly received from applicants, the share that came online; forwarded ones are left out.',
    vi: 'Tỷ lệ hồ sơ tiếp nhận trực tuyến trên tổng số hồ sơ tiếp nhận mới, không kể hồ sơ liên thông.',
  },
  {
    id: 'online/intake',
    numerator: ['received.online'],
    denominator: [...NEW, 'received.forwarded'],
    en: 'Of the dossiers that came in, forwarded ones included, the share that came online.',
    vi: 'Tỷ lệ hồ sơ tiếp nhận trực tuyến trên tổng số hồ sơ tiếp nhận trong kỳ, kể cả hồ sơ liên thông.',
  },
  {
    id: 'online/handled',
    numerator: ['received.online'],
    denominator: ['received.total'],
    en: 'Of all dossiers handled, those carried over included, the share that came online in the period.',
    vi: 'Tỷ lệ hồ sơ tiếp nhận trực tuyến trên tổng số hồ sơ nhận giải quyết, kể cả kỳ trước chuyển qua.',
  },
  {
    id: 'on-time/resolved',
    numerator: ['resolved.onTime'],
    denominator: ['resolved.total'],
    en: 'Of the dossiers resolved, the share that was resolved early or on time.',
    vi: 'Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn trên tổng số hồ sơ đã giải quyết.',
  },
  {
    id: 'on-time/received',
    numerator: ['resolved.onTime'],
    denominator: ['received.total'],
    en: 'Of all dossiers handled, the share that was resolved early or on time (internal score, Decree 61/2018).',
    vi: 'Tỷ lệ hồ sơ giải quyết trước hạn và đúng hạn trên tổng số hồ sơ nhận giải quyết (Nghị định 61/2018/NĐ-CP).',
  },
  {
    id: 'postal-return/resolved',
    numerator: ['resolved.returnedByPost'],
    denominator: ['resolved.total'],
    en: 'Of the dossiers resolved, the share whose result was returned by the public post.',
    vi: 'Tỷ lệ hồ sơ trả kết quả qua dịch vụ bưu chính công ích trên tổng số hồ sơ đã giải quyết.',
  },
];

/** A numerator over a denominator. All three of value, percent and text are null where there is no value. */
export interface Share {
  readonly numerator: number;
  readonly denominator: number;
  /** The fraction, not rounded. */
  readonly value: number | null;
  /** Per cent, half up to one decimal. */
  readonly percent: number | null;
  /** The same as people in Vietnam write it: `12,1%`. */
  readonly text: string | null;
}

/** The share of two counts; anything over 0 has no value, neither 0 % nor 100 %. */
export function shareOf(numerator: number, denominator: number): Share {
  if (denominator === 0) return { numerator, denominator, value: null, percent: null, text: null };
  const tenths = percentTenths(numerator, denominator);
  return {
    numerator,
    denominator,
    value: numerator / denominator,
    percent: tenths / 10,
    text: `${vietnameseTenths(tenths)}%`,
  };
}

/** Per cent in tenths, half up: 243/2000 = 12.15 % is 122. In whole numbers, for floating point makes 12.1 of it. */
export function percentTenths(numerator: number, denominator: number): number {
  return roundedQuotient(numerator, denominator, 1_000);
}

/** `scale` × the quotient of two whole numbers as a whole number, half up (towards the greater); `denominator` above 0. */
export function roundedQuotient(numerator: number, denominator: number, scale: number): number {
  const below = BigInt(denominator) * 2n;
  const above = BigInt(numerator) * BigInt(scale) * 2n + BigInt(denominator);
  const quotient = above / below;
  return Number(above < 0n && quotient * below !== above ? quotient - 1n : quotient);
}

/** Tenths as people in Vietnam write them: 121 is `12,1`, −4 is `−0,4`. */
export function vietnameseTenths(tenths: number): string {
  const whole = String(Math.floor(Math.abs(tenths) / 10)).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
  return `${tenths < 0 ? '−' : ''}${whole},${Math.abs(tenths) % 10}`;
}

/** How far one share lies above another, in percentage points. */
export interface PointDifference {
  /** Between the shares as they are printed, one decimal each, so that a reader can check it. */
  readonly points: number;
  /** `−0,4 điểm` */
  readonly text: string;
  /** Between the shares before rounding. */
  readonly unrounded: number;
}

/** The difference of two shares; null where one has no value. */
export function pointsBetween(share: Share, baseline: Share): PointDifference | null {
  if (share.value === null || baseline.value === null) return null;
  const tenths =
    percentTenths(share.numerator, share.denominator) -
    percentTenths(baseline.numerator, baseline.denominator);
  return {
    points: tenths / 10,
    text: `${tenths > 0 ? '+' : ''}${vietnameseTenths(tenths)} điểm`,
    unrounded: 100 * (share.value - baseline.value),
  };
}
