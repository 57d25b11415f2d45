import { addDays, type Day, formatDay } from '@sohoso/dossier';
import type { Unit, UnitRegistry } from '@sohoso/registry';
import { departmentOffers, districtOffers, type Procedure } from '../procedures.ts';
import { type Random, Weighted } from '../random.ts';
import { drawSecond } from '../time-of-day.ts';
import { FIRST_DAY, FIRST_DAY_AFTER, LAST_DAY, type Moment, type Workdays } from './days.ts';

/** A dossier as it comes in. */
export interface Intake extends Moment {
  readonly unit: Unit;
  readonly subject: string;
  readonly channel: 'online' | 'direct' | 'postal';
  readonly procedure: Procedure;
}

/** Dossiers on a working day, in hundredths; on days of rest the portal alone is open. */
const PER_DAY = { department: 120, district: 130, township: 70, commune: 45, island: 10 } as const;
const ON_REST_DAYS = 12;
const ONLINE = 0.45;
const POSTAL = 0.08;

const atDistricts = new Weighted(districtOffers);
/** What communes did before: hộ tịch and chứng thực. From July on they do what the districts did as well. */
const atTownships = new Weighted(
  districtOffers.filter(([{ field }]) => field === 'ho-tich' || field === 'chung-thuc'),
);

/** All dossiers that come in over the days of the example, day by day and unit by unit. */
export function* intakes(random: Random, registry: UnitRegistry, workdays: Workdays): Generator<Intake> {
  for (let day = FIRST_DAY; day <= LAST_DAY; day = addDays(day, 1)) {
    for (const unit of registry.on(day))
      if (unit.level !== 'province') yield* ofDay(random, unit, day, workdays);
  }
}

function* ofDay(random: Random, unit: Unit, day: Day, workdays: Workdays): Generator<Intake> {
  const isWorked = workdays.has(day);
  const hundredths = isWorked ? perDay(unit, day) : Math.floor((perDay(unit, day) * ON_REST_DAYS) / 100);
  const count = Math.floor(hundredths / 100) + (random.whole(0, 99) < hundredths % 100 ? 1 : 0);
  const drawn = Array.from({ length: count }, () => {
    const channel = isWorked ? drawChannel(random, unit) : 'online';
    return { channel, second: drawSecond(random, channel === 'online' ? 'online' : 'office') } as const;
  }).sort((a, b) => a.second - b.second);
  const series = `${unit.code.toUpperCase()}-${formatDay(day).slice(2).replaceAll('-', '')}`;
  for (const [index, { channel, second }] of drawn.entries()) {
    const subject = `${series}-${String(index + 1).padStart(2, '0')}`;
    yield { unit, subject, channel, day, second, procedure: drawProcedure(random, unit, day) };
  }
}

function perDay({ code, level }: Unit, day: Day): number {
  if (code.endsWith('con-co')) return PER_DAY.island;
  if (level === 'commune') return day < FIRST_DAY_AFTER ? PER_DAY.township : PER_DAY.commune;
  // Two departments became one.
  const merged = level === 'department' && day >= FIRST_DAY_AFTER ? 2 : 1;
  return merged * (level === 'department' ? PER_DAY.department : PER_DAY.district);
}

function drawChannel(random: Random, { level }: Unit): Intake['channel'] {
  if (random.chance(ONLINE)) return 'online';
  return level === 'department' && random.chance(POSTAL) ? 'postal' : 'direct';
}

function drawProcedure(random: Random, { code, level }: Unit, day: Day): Procedure {
  if (level === 'department') {
    const [of] = Object.keys(departmentOffers).filter((department) => code.startsWith(department));
    const offers = departmentOffers[of ?? ''];
    if (offers === undefined) throw new RangeError(`${code} offers nothing`);
    return new Weighted(offers).pick(random);
  }
  return (level === 'commune' && day < FIRST_DAY_AFTER ? atTownships : atDistricts).pick(random);
}
