import { type Day, dayOf } from '../calendar.ts';
import { weightOf } from './seasons.ts';
import { spread } from './spread.ts';

export const FIRST_DAY = dayOf('2019-12-15');
export const LAST_DAY = dayOf('2020-03-31');
const QUARTER = dayOf('2020-01-01');

export type IntakeChannel = 'online' | 'direct' | 'postal';

/**
 * Per unit, how many dossiers it receives from applicants in the first quarter of 2020, and how many of these come online and
 * by post. The sizes are some twenty times those of the published fortnight, loosely. vp-ubnd has what is forwarded to it
 * only, as in the published figures; two of the 29 units have nothing there and have nothing here.
 */
const TABLE: readonly (readonly [unit: string, all: number, online: number, postal: number])[] = [
  ['so-tu-phap', 3_904, 1_803, 418],
  ['so-y-te', 948, 381, 62],
  ['so-tnmt', 9_213, 422, 257],
  ['so-ldtbxh', 1_247, 188, 41],
  ['so-noi-vu', 1_056, 149, 19],
  ['so-tai-chinh', 238, 81, 0],
  ['so-khdt', 1_902, 977, 72],
  ['so-khcn', 61, 41, 3],
  ['so-xay-dung', 3_694, 772, 181],
  ['so-gddt', 1_153, 347, 28],
  ['so-nnptnt', 4_307, 483, 44],
  ['so-gtvt', 10_388, 1_817, 1_206],
  ['so-cong-thuong', 3_412, 3_197, 51],
  ['bql-kkt', 287, 56, 5],
  ['so-vhttdl', 118, 37, 6],
  ['so-tttt', 57, 48, 2],
  ['cong-an', 804, 23, 21],
  ['dong-ha', 9_587, 191, 0],
  ['tx-quang-tri', 2_113, 37, 0],
  ['vinh-linh', 9_294, 68, 0],
  ['huong-hoa', 3_389, 19, 0],
  ['gio-linh', 5_911, 42, 0],
  ['dakrong', 1_896, 9, 0],
  ['cam-lo', 4_612, 46, 0],
  ['trieu-phong', 6_289, 109, 0],
  ['hai-lang', 6_095, 58, 0],
];

/** The two weeks before the quarter, per hundred dossiers of it; people went online a little less then. */
const BEFORE = { online: 18, direct: 19, postal: 19 } as const;

/** Dossiers that come to one unit through one channel within one stretch of days. */
interface Cell {
  readonly unit: string;
  readonly channel: IntakeChannel;
  readonly first: Day;
  readonly last: Day;
  readonly dossiers: number;
}

/** Cells of a kind stand together, so that their shares hold to within one dossier whatever number is spread over them. */
const CELLS: readonly Cell[] = [
  ...(['online', 'direct', 'postal'] as const).flatMap((channel) =>
    TABLE.map(([unit, all, online, postal]): Cell => {
      const dossiers = { online, postal, direct: all - online - postal }[channel];
      return { unit, channel, first: QUARTER, last: LAST_DAY, dossiers };
    }),
  ),
  ...(['online', 'direct', 'postal'] as const).flatMap((channel) =>
    TABLE.map(([unit, all, online, postal]): Cell => {
      const ofQuarter = { online, postal, direct: all - online - postal }[channel];
      const dossiers = Math.floor((ofQuarter * BEFORE[channel] + 50) / 100);
      return { unit, channel, first: FIRST_DAY, last: QUARTER - 1, dossiers };
    }),
  ),
];

/** How many dossiers the baseline has unless another number is asked for. */
export const DOSSIERS = CELLS.reduce((sum, { dossiers }) => sum + dossiers, 0);

/** How many dossiers come through each channel to one unit on one day. */
export type Openings = Readonly<Record<IntakeChannel, number>>;

/** Units in the order of the table; for each, the openings of every day from FIRST_DAY to LAST_DAY. */
export type Plan = ReadonlyMap<string, readonly Openings[]>;

/**
 * Says how many dossiers come where, when and how. It depends on their number alone, so every seed has the same shares; with
 * another number of dossiers they hold to within one dossier.
 */
export function planOpenings(dossiers: number): Plan {
  const plan = new Map<string, Record<IntakeChannel, number>[]>(
    TABLE.map(([unit]) => [
      unit,
      Array.from({ length: LAST_DAY - FIRST_DAY + 1 }, () => ({ online: 0, direct: 0, postal: 0 })),
    ]),
  );
  const counts = spread(
    dossiers,
    CELLS.map((cell) => cell.dossiers),
  );
  CELLS.forEach(({ unit, channel, first, last }, index) => {
    const days = Array.from({ length: last - first + 1 }, (_, step) => first + step);
    const weights = days.map((day) => weightOf(day, channel === 'online' ? 'online' : 'counter'));
    // Each cell begins elsewhere, or all small ones would have their dossiers on the same days.
    const offset = (index * 7_919) % weights.reduce((sum, weight) => sum + weight, 0);
    spread(counts[index] ?? 0, weights, offset).forEach((count, step) => {
      const openings = plan.get(unit)?.[first - FIRST_DAY + step];
      if (openings !== undefined) openings[channel] += count;
    });
  });
  return plan;
}
