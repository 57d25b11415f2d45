import { type Day, formatDay } from '@sohoso/dossier';
import type { Text } from './forms/form.ts';
import { firstDay, type Period } from './period.ts';
import { type DatedUnit, existedIn, type StructureChange } from './structure-change.ts';

/** The name of a unit by its code. */
export type NameOf = (code: string) => string;

const LISTED = 5;
export const OTHER_UNITS: Text = { vi: 'và N đơn vị khác', en: 'and N others' };

/** The first few of a list, and how many others there are, counted in `others`. */
export function listed(items: readonly string[], others: string, all = items.length): string {
  const shown = items.slice(0, LISTED);
  const more = all - shown.length;
  return `${shown.join(', ')}${more > 0 ? ` ${others.replace('N', String(more))}` : ''}`;
}

/** How a table's units changed within its period, as notes below it. */
export function structureNotes(
  { changes, transfers, legs, unlisted }: StructureChange,
  nameOf: NameOf,
): readonly Text[] {
  const ended = changes.flatMap(({ unit, ended: day }) => (day === undefined ? [] : [{ unit, day }]));
  const began = changes.flatMap(({ unit, began: day }) => (day === undefined ? [] : [{ unit, day }]));
  const notes = [
    ...dated(ended, nameOf, {
      vi: `Trong kỳ có ${ended.length} đơn vị không còn hoạt động (ngày cuối)`,
      en: `Units no longer there within the period (last day), ${ended.length} in all`,
    }),
    ...dated(began, nameOf, {
      vi: `Trong kỳ có ${began.length} đơn vị bắt đầu hoạt động (ngày đầu)`,
      en: `Units that began within the period (first day), ${began.length} in all`,
    }),
  ];
  if (transfers.length === 0) return notes;
  const pairs = transfers.map((one) => `${nameOf(one.from)} → ${nameOf(one.to)}: ${one.legs}`);
  const all = transfers.length + unlisted;
  return [
    ...notes,
    {
      vi: `Bàn giao giữa các đơn vị trong kỳ: ${legs} hồ sơ; ${listed(pairs, 'và N lượt đơn vị khác', all)}.`,
      en: `Handed over between units within the period: ${legs} dossiers; ${listed(pairs, 'and N other pairs of units', all)}.`,
    },
  ];
}

/** Units with figures in a period of which they were not there on any day. */
export function outOfTimeNotes(units: readonly DatedUnit[], period: Period, nameOf: NameOf): readonly Text[] {
  const strangers = units.filter((unit) => !existedIn(unit, period));
  const ended = strangers.flatMap(({ code: unit, validTo }) =>
    validTo !== null && validTo < firstDay(period) ? [{ unit, day: formatDay(validTo) }] : [],
  );
  const gone = new Set(ended.map(({ unit }) => unit));
  const ahead = strangers.flatMap(({ code: unit, validFrom }) =>
    gone.has(unit) || validFrom === null ? [] : [{ unit, day: formatDay(validFrom) }],
  );
  return [
    ...dated(ended, nameOf, {
      vi: 'Đơn vị đã kết thúc trước kỳ báo cáo (ngày cuối) nhưng còn số liệu trong kỳ',
      en: 'Units that ended before the period (last day) and still have figures in it',
    }),
    ...dated(ahead, nameOf, {
      vi: 'Đơn vị bắt đầu hoạt động sau kỳ báo cáo (ngày đầu) nhưng đã có số liệu trong kỳ',
      en: 'Units that begin after the period (first day) and have figures in it already',
    }),
  ];
}

/** `30/06/2025` */
export function vietnameseDay(day: Day): string {
  return slashed(formatDay(day));
}

const slashed = (day: string) => day.split('-').toReversed().join('/');

interface Dated {
  readonly unit: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
}

function dated(units: readonly Dated[], nameOf: NameOf, title: Text): readonly Text[] {
  if (units.length === 0) return [];
  const inVietnamese = units.map(({ unit, day }) => `${nameOf(unit)} (${slashed(day)})`);
  const inEnglish = units.map(({ unit, day }) => `${nameOf(unit)} (${day})`);
  return [
    {
      vi: `${title.vi}: ${listed(inVietnamese, OTHER_UNITS.vi)}.`,
      en: `${title.en}: ${listed(inEnglish, OTHER_UNITS.en)}.`,
    },
  ];
}

/** Units with figures that the registry does not know. Such a unit has no level, so its row is among those of all units alone. */
export function unregisteredNotes(shown: readonly string[], leftOut: readonly string[]): readonly Text[] {
  const notes: Text[] = [];
  if (shown.length > 0)
    notes.push({
      vi: `Đơn vị không còn trong danh mục, số liệu vẫn được ghi để bảo đảm đủ số tổng: ${listed(shown, OTHER_UNITS.vi)}.`,
      en: `Units that are no longer in the registry, shown so that the total is complete: ${listed(shown, OTHER_UNITS.en)}.`,
    });
  if (leftOut.length > 0)
    notes.push({
      vi: `Không kể số liệu của đơn vị không còn trong danh mục, vì không rõ cấp: ${listed(leftOut, OTHER_UNITS.vi)}.`,
      en: `Left out, since their level is not known, are the figures of units that are no longer in the registry: ${listed(leftOut, OTHER_UNITS.en)}.`,
    });
  return notes;
}
