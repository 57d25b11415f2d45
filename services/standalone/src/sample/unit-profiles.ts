import { departmentOffers, districtOffers, type Procedure } from './procedures.ts';
import { Weighted } from './random.ts';

/** What is made up of a unit: how it numbers, what it handles, how dossiers reached it before April. */
export interface UnitProfile {
  readonly unit: string;
  readonly level: 'department' | 'district';
  readonly prefix: string;
  readonly procedures: Weighted<Procedure>;
  /** How legs were opened before the period; within it the published counts rule. */
  readonly pastChannels: Weighted<'online' | 'direct' | 'postal' | 'forwarded'>;
}

/** Per unit: prefix, then per hundred legs before April how many came online, by post and by forwarding. */
const TABLE: readonly (readonly [string, string, number, number, number])[] = [
  ['vp-ubnd', 'VPUB', 0, 0, 100],
  ['so-tu-phap', 'STP', 50, 10, 0],
  ['so-y-te', 'SYT', 40, 6, 0],
  ['so-tnmt', 'STNMT', 4, 3, 40],
  ['so-ldtbxh', 'SLDTBXH', 15, 4, 15],
  ['so-noi-vu', 'SNV', 15, 2, 10],
  ['so-tai-chinh', 'STC', 35, 0, 0],
  ['so-khdt', 'SKHDT', 45, 4, 0],
  ['so-khcn', 'SKHCN', 70, 5, 0],
  ['so-xay-dung', 'SXD', 15, 5, 6],
  ['so-gddt', 'SGDDT', 35, 3, 0],
  ['so-nnptnt', 'SNNPTNT', 14, 1, 0],
  ['so-gtvt', 'SGTVT', 20, 12, 0],
  ['so-cong-thuong', 'SCT', 92, 2, 0],
  ['bql-kkt', 'BQLKKT', 20, 2, 0],
  ['so-vhttdl', 'SVHTTDL', 30, 5, 0],
  ['so-tttt', 'STTTT', 85, 5, 0],
  ['cong-an', 'CAT', 3, 3, 0],
  ['dong-ha', 'DHA', 2, 0, 0],
  ['tx-quang-tri', 'TXQT', 2, 0, 0],
  ['vinh-linh', 'VLI', 1, 0, 0],
  ['huong-hoa', 'HHO', 1, 0, 0],
  ['gio-linh', 'GLI', 1, 0, 0],
  ['dakrong', 'DKR', 1, 0, 0],
  ['cam-lo', 'CLO', 1, 0, 0],
  ['trieu-phong', 'TPH', 2, 0, 0],
  ['hai-lang', 'HLA', 1, 0, 0],
];

const profiles = new Map<string, UnitProfile>(
  TABLE.map(([unit, prefix, online, postal, forwarded]) => {
    const offers = departmentOffers[unit];
    const profile: UnitProfile = {
      unit,
      level: offers === undefined ? 'district' : 'department',
      prefix,
      procedures: new Weighted(offers ?? districtOffers),
      pastChannels: new Weighted([
        ['online', online],
        ['postal', postal],
        ['forwarded', forwarded],
        ['direct', 100 - online - postal - forwarded],
      ]),
    };
    return [unit, profile];
  }),
);

export function profileOf(unit: string): UnitProfile {
  const profile = profiles.get(unit);
  if (profile === undefined) throw new Error(`the sample has no profile of ${unit}`);
  return profile;
}

/** A way from units that ask to one that answers. No circle of routes, hence none of dossiers. */
interface Route {
  readonly to: string;
  readonly accepts: (sender: UnitProfile, field: string) => boolean;
}

const VP_SENDERS = new Set(['so-tnmt', 'so-xay-dung', 'so-khdt', 'so-nnptnt', 'so-noi-vu', 'so-gtvt']);

export const ROUTES: readonly Route[] = [
  {
    to: 'so-tnmt',
    accepts: ({ level }, field) => level === 'district' && (field === 'dat-dai' || field === 'moi-truong'),
  },
  { to: 'so-xay-dung', accepts: (sender, field) => sender.level === 'district' && field === 'xay-dung' },
  { to: 'so-ldtbxh', accepts: (sender, field) => sender.level === 'district' && field === 'nguoi-co-cong' },
  { to: 'so-noi-vu', accepts: (sender, field) => sender.unit === 'so-ldtbxh' && field === 'nguoi-co-cong' },
  { to: 'vp-ubnd', accepts: (sender) => VP_SENDERS.has(sender.unit) },
];
