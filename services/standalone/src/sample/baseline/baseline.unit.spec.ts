import { readFileSync } from 'node:fs';
import { businessZone, checkEvent, type Instant } from '@sohoso/dossier';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Oracle } from '../../../../../test/oracle/oracle.ts';
import type { CloudEvent, EventData } from '../cloud-event.ts';
import { publishedAppendices, sampleEvents } from '../sample-events.ts';
import { baselineDossiers } from './baseline-events.ts';
import { planOpenings } from './plan.ts';

type Received = EventData['received'];
type Share = Readonly<{ online: number; all: number }>;

const QUARTER = ['2020-01-01', '2020-03-31'] as const;
const REPORTING_QUARTER = ['2019-12-15', '2020-03-14'] as const;
const APPENDIX = ['2020-04-01', '2020-04-15'] as const;

const units = publishedAppendices()[1].flatMap(({ unit }) => unit ?? []);
const baseline = [...baselineDossiers()];
const events = baseline.flat();
const sample = sampleEvents();
/** A thin baseline, for what is slow to check. */
const thin = [...baselineDossiers({ dossiers: 3_000 })].flat();

const kindOf = ({ type }: CloudEvent) => type.split('.').at(-2) ?? '';
const nameOf = ({ source, id }: { source: string; id: string }) => `${source} ${id}`;

/** The names of the voided events. */
function voidedIn(of: readonly CloudEvent[]): ReadonlySet<string> {
  const voids = of.filter((event) => kindOf(event) === 'voided');
  return new Set(voids.map(({ data }) => nameOf((data as EventData['voided']).voids)));
}

interface Intake {
  readonly day: string;
  readonly channel: Received['channel'];
}

/** What applicants brought, slips left out. Times are local, so their first ten characters are the day. */
function intakesOf(of: readonly CloudEvent[]): readonly Intake[] {
  const voided = voidedIn(of);
  return of
    .filter((event) => kindOf(event) === 'received' && !voided.has(nameOf(event)))
    .map(({ time, data }) => ({ day: time.slice(0, 10), channel: (data as Received).channel }));
}

/** Online ÷ (online + direct + postal) of the legs opened from one day to another. */
function onlineShare(of: readonly Intake[], [from, to]: readonly [string, string]): Share {
  const opened = of.filter(({ day }) => day >= from && day <= to);
  return { online: opened.filter(({ channel }) => channel === 'online').length, all: opened.length };
}

/** Rounded half up to one decimal. */
const percent = ({ online, all }: Share) => Math.floor((1_000 * online) / all + 0.5) / 10;

describe('the online share of the baseline', () => {
  const [own, sampleIntakes] = [intakesOf(events), intakesOf(sample)];

  it('is 12.4 % in the first quarter of 2020, alone and with the sample', () => {
    const alone = onlineShare(own, QUARTER);
    expect(alone).toEqual({ online: 11_401, all: 91_975 });
    expect(percent(alone)).toBe(12.4);
    const ofSample = onlineShare(sampleIntakes, QUARTER);
    expect(ofSample).toEqual({ online: 979, all: 7_836 });
    const together = { online: alone.online + ofSample.online, all: alone.all + ofSample.all };
    expect(together).toEqual({ online: 12_380, all: 99_811 });
    expect(percent(together)).toBe(12.4);
  });

  it('is 11.4 % in the first quarter of the government year, 11.5 % with the sample', () => {
    const alone = onlineShare(own, REPORTING_QUARTER);
    const ofSample = onlineShare(sampleIntakes, REPORTING_QUARTER);
    expect([alone, ofSample]).toEqual([
      { online: 10_405, all: 91_047 },
      { online: 789, all: 6_276 },
    ]);
    expect(percent(alone)).toBe(11.4);
    const together = { online: alone.online + ofSample.online, all: alone.all + ofSample.all };
    expect(percent(together)).toBe(11.5);
  });

  it('stays to within one dossier, however many there are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50_000_000 }), (dossiers) => {
        const quarter = [...planOpenings(dossiers).values()].flatMap((days) => days.slice(-91));
        const count = (channel: Received['channel']) =>
          quarter.reduce((sum, openings) => sum + openings[channel], 0);
        const expected = (ofBaseline: number) => (ofBaseline * dossiers) / 109_335;
        expect(Math.abs(count('online') - expected(11_401))).toBeLessThanOrEqual(1);
        const all = count('online') + count('direct') + count('postal');
        expect(Math.abs(all - expected(91_975))).toBeLessThanOrEqual(1);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the baseline beside the sample', () => {
  it('changes no cell of 1–15 April: all that it opens it closes by 31 March', () => {
    const oracle = new Oracle(thin);
    expect(oracle.total(oracle.appendix(units, ...APPENDIX)).received.total).toBe(0);
    const together = new Oracle([...thin, ...sample]);
    expect(together.appendix(units, ...APPENDIX)).toEqual(new Oracle(sample).appendix(units, ...APPENDIX));
  });

  it('has as many closes as legs, none after 31 March', () => {
    const count = (wanted: string) => events.filter((event) => kindOf(event) === wanted).length;
    const slips = voidedIn(events);
    const voided = events.filter((event) => slips.has(nameOf(event)));
    const released = events.filter(({ data }) => 'custody' in data && data.custody === 'released').length;
    const opened = count('received') + count('forwarded');
    const closed = count('resolved') + count('withdrawn') + released;
    const voidedIntakes = voided.filter((event) => kindOf(event) === 'received').length;
    expect(opened - voidedIntakes).toBe(closed - (voided.length - voidedIntakes));
    expect(events.every(({ time }) => time >= '2019-12-15' && time < '2020-04-01')).toBe(true);
  });

  it('shares no dossier with it', () => {
    const known = new Set(sample.map(({ subject }) => subject));
    expect(events.filter(({ subject }) => known.has(subject))).toEqual([]);
  });
});

describe('the events of the baseline', () => {
  it('are as many as the README of the sample says', () => {
    const readme = readFileSync(new URL('../../../sample/README.md', import.meta.url), 'utf8');
    const section = readme.slice(readme.indexOf('## The baseline'));
    const counts = new Map<string, number>();
    for (const event of events) counts.set(kindOf(event), (counts.get(kindOf(event)) ?? 0) + 1);
    const told = (number: number) => number.toLocaleString('en');
    expect(section).toContain(`${told(events.length)} in ${told(baseline.length)} dossiers`);
    for (const [kind, count] of counts) expect(section).toContain(`${kind} ${told(count)}`);
    expect(counts.size).toBe(9);
  });

  it('have a name each, and a moment each within their dossier, in order', () => {
    expect(new Set(events.map(nameOf)).size).toBe(events.length);
    expect(new Set(baseline.map(([first]) => first?.subject)).size).toBe(baseline.length);
    const disordered = baseline.filter((dossier) =>
      dossier.some(({ time }, index) => index > 0 && time <= (dossier[index - 1]?.time ?? '')),
    );
    expect(disordered).toEqual([]);
  });

  it('are good events without anomalies', () => {
    const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: (unit: string) => units.includes(unit) };
    const now = (Date.parse('2020-04-01T00:00:00Z') * 1_000) as Instant;
    expect(thin.filter((event) => !checkEvent(event, rules, now).ok)).toEqual([]);
    expect(new Oracle(thin).anomalies()).toEqual([]);
  });

  it('are late for 4 to 6 in a hundred', () => {
    const oracle = new Oracle(thin);
    const { resolved } = oracle.total(oracle.appendix(units, '2019-12-15', '2020-03-31'));
    expect(resolved.late / resolved.total).toBeGreaterThan(0.04);
    expect(resolved.late / resolved.total).toBeLessThan(0.06);
  });

  it('are the same bytes for the same seed, and others for another', () => {
    const bytes = (seed: number) => JSON.stringify([...baselineDossiers({ dossiers: 500, seed })]);
    expect(bytes(1)).toBe(bytes(1));
    expect(bytes(1)).not.toBe(bytes(2));
  });

  it('begin at once, however many there are to be', () => {
    const [first] = baselineDossiers({ dossiers: 50_000_000 });
    expect(first?.[0]?.time.slice(0, 10)).toBe('2019-12-15');
  });
});
