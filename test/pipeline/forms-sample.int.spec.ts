import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import { instantOf } from '../oracle/clock.ts';
import { Dice } from '../oracle/dice.ts';
import { formIds } from '../support/forms.ts';
import { formChecks } from '../support/forms-checks.ts';
import { recordedOn, tellRecorded } from '../support/forms-moments.ts';
import { type ToldStore, toldStore } from '../support/told-store.ts';

/** How often as much is asked: once, and more where somebody has the time. */
const ROUNDS = Number(process.env['SOHOSO_FORMS_ROUNDS'] ?? 1);
const SEED = 20_200_416;
const DAYS = { from: '2019-12-01', to: '2020-05-31' };
const PUBLISHED = { period: '2020-04-01..2020-04-15', by: 'unit', rollUp: false, on: '2020-04-15' } as const;

/** Where the sample's legs were transferred from and to. */
const TRANSFERRED = 'so-khdt,bql-kkt,trieu-phong,tx-quang-tri';

describe(`of the sample, asked by the dice of ${SEED}`, async () => {
  const registry = await readUnitsFile(sampleUnitsFile);
  const told = sampleEvents().map((event) => ({
    event,
    recordedAt: instantOf(event.time).seconds * 1_000 + 999,
  }));
  const events = recordedOn(new Dice(SEED), told, ['2020-01-31', '2020-03-31', '2020-04-10']);
  const world = { registry, codes: registry.units.map(({ code }) => code) };
  let store = {} as ToldStore;
  const { table, everyColumn, anyCell, ratio } = formChecks({
    seed: SEED,
    world,
    days: DAYS,
    events,
    momentsOfKind: ROUNDS,
    store: () => store,
  });
  beforeAll(async () => {
    store = await toldStore(0, () => true);
    await tellRecorded(store, events);
  });
  afterAll(() => store.close());

  it.each(['all', 'department', 'district'])(
    'the published appendix of %s is the oracle’s',
    async (scope) => {
      await table(0, 'appendix', { ...PUBLISHED, scope });
    },
  );

  it.each(formIds)('the form %s is the oracle’s for any period, scope, rows and moment', async (form) => {
    for (let round = 0; round < 3 * ROUNDS; round += 1) await table(round + 2 * formIds.indexOf(form), form);
  });

  it.each(formIds)('each column of %s is as many as its legs', async (form) => {
    await everyColumn(0, form, { ...PUBLISHED, scope: TRANSFERRED });
  });

  it('any cell of any table is as many as its legs', async () => {
    for (let round = 0; round < 5 * ROUNDS; round += 1) await anyCell(round);
  });

  it('each ratio is the oracle’s, unit by unit and beside a baseline', async () => {
    for (let round = 0; round < 6 * ROUNDS; round += 1) await ratio(round);
  });
});
