import { parseDay } from '@sohoso/dossier';
import { type Unit, type UnitLevel, UnitRegistry } from '@sohoso/registry';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Dice } from '../oracle/dice.ts';
import { sumOf } from '../oracle/forms.ts';
import { randomRecordedHistory } from '../oracle/random-lifecycles.ts';
import { formIds } from '../support/forms.ts';
import { formChecks } from '../support/forms-checks.ts';
import type { World } from '../support/forms-expected.ts';
import { momentKinds, recordedOn, tellRecorded } from '../support/forms-moments.ts';
import { type ToldStore, toldStore } from '../support/told-store.ts';

/** How many histories are told and asked: one, and more where somebody has the time. */
const ROUNDS = Number(process.env['SOHOSO_FORMS_ROUNDS'] ?? 1);
const SEEDS = Array.from({ length: ROUNDS }, (_, round) => 9_001 + round);

/** Questions asked of each history. */
const [CELLS, RATIOS] = [28, 12];
const BY = ['unit', 'field', 'procedure'] as const;

/** Of units that were there at the end of both periods, so that the totals are compared too. */
const COMPARED = { by: 'unit', scope: 'department', period: '2020-Q1', baseline: '2019-12' } as const;

const DAYS = { from: '2019-11-20', to: '2020-07-10' };
const REORGANISED = '2020-04-20';

let order = 0;
function unit(
  code: string,
  level: UnitLevel,
  parent: string | null,
  valid: { from?: string; to?: string } = {},
): Unit {
  const validFrom = valid.from === undefined ? null : parseDay(valid.from);
  const validTo = valid.to === undefined ? null : parseDay(valid.to);
  order += 1;
  return { code, name: code, level, parent, order, validFrom, validTo };
}
const registry = new UnitRegistry([
  unit('quang-tri', 'province', null),
  unit('so-y-te', 'department', 'quang-tri'),
  unit('so-tu-phap', 'department', 'quang-tri'),
  unit('chi-cuc', 'department', 'so-y-te'),
  unit('dong-ha', 'district', 'quang-tri', { to: '2020-04-19' }),
  unit('phuong-1', 'commune', 'dong-ha'),
  unit('vinh-linh', 'district', 'quang-tri', { to: '2020-04-19' }),
  unit('hai-lang', 'district', 'quang-tri'),
  unit('xa-cu', 'commune', 'hai-lang', { to: '2020-02-10' }),
  unit('xa-lang', 'commune', 'hai-lang'),
  unit('xa-moi', 'commune', 'quang-tri', { from: REORGANISED }),
  unit('xa-hai', 'commune', 'hai-lang', { from: REORGANISED }),
  unit('so-moi', 'department', 'quang-tri', { from: '2021-01-01' }),
]);
/** Where dossiers are: the province too, a unit that has ended, and two that the registry does not know. */
const UNITS = [
  'quang-tri',
  'so-y-te',
  'so-tu-phap',
  'chi-cuc',
  'dong-ha',
  'phuong-1',
  'vinh-linh',
  'hai-lang',
  'xa-cu',
  'so-la',
  'phong-x',
];
const world: World = { registry, codes: [...registry.units.map(({ code }) => code), 'so-la', 'phong-x'] };
const history = {
  ...DAYS,
  dossiers: 110,
  units: UNITS,
  reorganisation: {
    on: REORGANISED,
    into: { 'dong-ha': 'xa-moi', 'vinh-linh': 'xa-moi', 'phuong-1': 'xa-hai' },
  },
};
const RECORDING = ['2019-12-31', '2020-01-20', '2020-02-29', '2020-04-21', '2020-06-02'];

describe.each(SEEDS)('of the random history %i', (seed) => {
  const events = recordedOn(new Dice(seed), randomRecordedHistory(seed, history), RECORDING);
  let store = {} as ToldStore;
  const { everything, table, everyColumn, anyCell, ratio } = formChecks({
    seed,
    world,
    days: DAYS,
    events,
    momentsOfKind: 4,
    store: () => store,
  });
  beforeAll(async () => {
    store = await toldStore(
      0,
      () => true,
      () => ({ registry }),
    );
    await tellRecorded(store, events);
  });
  afterAll(() => store.close());

  it('there is something of everything', () => {
    const sum = sumOf(everything.balances(world.codes, DAYS.from, DAYS.to));
    const none = Object.entries(sum).filter(([, count]) => count === 0);
    expect(none.map(([item]) => item)).toEqual(['openingOpen']);
  });

  it.each(formIds)('the form %s is the oracle’s for any period, scope, rows and moment', async (form) => {
    for (let round = 0; round < momentKinds.length; round += 1) await table(round, form);
  });

  it.each(BY)('all that is counted is the oracle’s by %s, for each kind of moment', async (by) => {
    const first = momentKinds.length * (1 + BY.indexOf(by));
    for (let round = first; round < first + momentKinds.length; round += 1)
      await table(round, 'extended', { by });
    // Over months nothing is 0, neither of all that there is (round 0) nor as known at a moment (round 1).
    for (const round of [0, 1]) await table(round, 'extended', { by, scope: 'all', period: '2020-H1' });
  });

  it.each(formIds)('each column of %s is as many as its legs', async (form) => {
    await everyColumn(1, form, form === 'comparison' ? COMPARED : { scope: 'all', period: '2020-Q1' });
  });

  it('any cell of any table is as many as its legs', async () => {
    for (let round = 0; round < CELLS; round += 1) await anyCell(round);
  });

  it('each ratio is the oracle’s, unit by unit and beside a baseline', async () => {
    for (let round = 0; round < RATIOS; round += 1) await ratio(round);
  });
});
