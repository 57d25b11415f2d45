import { formatDay, parseDay } from '@sohoso/dossier';
import { readNamesFile, readUnitsFile, sampleNamesFile } from '@sohoso/registry';
import { describe, expect, it } from 'vitest';
import { Oracle } from '../../../../../test/oracle/oracle.ts';
import { departmentOffers, districtOffers } from '../procedures.ts';
import { LAST_DAY } from './days.ts';
import { reorganisationEvents } from './reorganisation-events.ts';
import { readSuccession, reorganisationUnitsFile } from './succession.ts';

const events = await reorganisationEvents();
const registry = await readUnitsFile(reorganisationUnitsFile);

describe('the units of the reorganisation', () => {
  it('are 78 communes after 1 July 2025, no district, and one province of the old name', () => {
    const last = registry.on(LAST_DAY);
    const count = (level: string) => last.filter((unit) => unit.level === level).length;
    expect([count('commune'), count('district'), count('province')]).toEqual([78, 0, 1]);
    expect(registry.notes).toEqual([]);
    expect(registry.find('quang-tri')?.name).toBe(registry.find('quang-tri-2025')?.name);
  });

  it('each have units that take over, if they end', () => {
    const successorsOf = readSuccession();
    for (const unit of registry.units.filter(({ level }) => level !== 'province')) {
      const successors = successorsOf(unit);
      expect(successors.length > 0).toBe(unit.validTo !== null);
      expect(
        successors.every((code) => registry.find(code)?.level !== 'district' && registry.has(code)),
      ).toBe(true);
    }
  });
});

describe('the events of the reorganisation', () => {
  it('are the same for the same seed, and others for another', async () => {
    expect(await reorganisationEvents()).toEqual(events);
    expect(await reorganisationEvents({ seed: 2 })).not.toEqual(events);
  });

  it('fold without an anomaly', () => {
    expect(new Oracle(events, { utcOffsetMinutes: 420 }).anomalies()).toEqual([]);
  });

  it('come in to units of their day, in the order of time, up to the last day', () => {
    const times = events.map(({ time }) => time);
    expect(times).toEqual(times.toSorted());
    expect(times.at(-1)?.slice(0, 10) ?? '').toBe(formatDay(LAST_DAY));
    const strangers = events.filter(({ type, time, data }) => {
      const day = parseDay(time.slice(0, 10));
      const isReceived = type === 'vn.tthc.dossier.received.v1' && 'unit' in data && day !== null;
      return isReceived && !registry.on(day).some(({ code }) => code === data.unit);
    });
    expect(strangers).toEqual([]);
  });

  it('hand over dossier by dossier from July on, on nine days and more', () => {
    const transferred = events.filter(({ type }) => type === 'vn.tthc.dossier.transferred.v1');
    expect(transferred.every(({ time }) => isJuly(time))).toBe(true);
    expect(new Set(transferred.map(({ time }) => time.slice(0, 10))).size).toBeGreaterThanOrEqual(9);
    expect(transferred.length).toBeGreaterThan(200);
  });
});

const isJuly = (time: string) => time >= '2025-07-01';

it('the names of fields are all in the names file of the sample', async () => {
  const names = await readNamesFile(sampleNamesFile);
  const offers = [...districtOffers, ...Object.values(departmentOffers).flat()];
  expect(offers.filter(([{ field }]) => names('field', field) === undefined)).toEqual([]);
});
