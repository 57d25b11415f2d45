import type { Procedure } from '../procedures.ts';
import { publishedAppendices } from '../published.ts';
import { profileOf, ROUTES, type UnitProfile } from '../unit-profiles.ts';

/** What the baseline makes up of a unit, beyond the sample's profile of it. */
export interface BaselineUnit {
  readonly profile: UnitProfile;
  /** How often it is late; who was late in April is taken to have been late before. */
  readonly late: number;
  /** How many in a hundred of its results go by post. */
  readonly postalReturns: number;
}

/** Licences and criminal-record certificates go by post far more often than other papers; districts do not offer it. */
const POSTAL_RETURNS: Readonly<Record<string, number>> = { 'so-gtvt': 27, 'so-tu-phap': 31, 'so-tnmt': 14 };

/** The units that handle anything, by code. */
export function baselineUnits(): ReadonlyMap<string, BaselineUnit> {
  const busy = publishedAppendices()[1].filter((row) => row.received.total > 0);
  const units = busy.flatMap(({ unit, resolved }): [string, BaselineUnit][] => {
    if (unit === null) return [];
    const profile = profileOf(unit);
    const late = 0.012 + (resolved.total === 0 ? 0 : (0.6 * resolved.late) / resolved.total);
    const postalReturns = profile.level === 'department' ? (POSTAL_RETURNS[unit] ?? 6) : 0;
    return [[unit, { profile, late, postalReturns }]];
  });
  return new Map(units);
}

/** The unit that is asked for its part in a dossier of this field, if one is. */
export function receiverOf(sender: UnitProfile, { field }: Procedure): string | undefined {
  return ROUTES.find(({ to, accepts }) => to !== sender.unit && accepts(sender, field))?.to;
}
