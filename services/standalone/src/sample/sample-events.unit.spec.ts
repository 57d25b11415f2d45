import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type AppendixRow, Oracle } from '../../../../test/oracle/oracle.ts';
import type { CloudEvent, EventData } from './cloud-event.ts';
import { type PublishedRow, publishedAppendices, sampleEvents } from './sample-events.ts';

const FROM = '2020-04-01';
const TO = '2020-04-15';

const published = publishedAppendices();
const events = sampleEvents();
const oracle = new Oracle(events);

const unitsOf = (rows: readonly PublishedRow[]): string[] => rows.flatMap(({ unit }) => unit ?? []);

/** The columns that are printed; early and suspended ones are not. */
function printed({ received, resolved, pending }: Pick<AppendixRow, 'received' | 'resolved' | 'pending'>) {
  const { early: _early, ...resolvedPrinted } = resolved;
  const { suspended: _suspended, ...pendingPrinted } = pending;
  return { received, resolved: resolvedPrinted, pending: pendingPrinted };
}

function computed(by: Oracle, rows: readonly PublishedRow[]): object[] {
  const ofUnits = by.appendix(unitsOf(rows), FROM, TO);
  return [
    ...ofUnits.map((row) => ({ unit: row.unit, ...printed(row) })),
    { unit: null, ...printed(by.total(ofUnits)) },
  ];
}

function expected(rows: readonly PublishedRow[]): object[] {
  return rows.map(({ unit, received, resolved, pending }) => ({ unit, received, resolved, pending }));
}

function ofKind<Kind extends keyof EventData>(kind: Kind): { time: string; data: EventData[Kind] }[] {
  return events.flatMap((event) =>
    event.type === `vn.tthc.dossier.${kind}.v1`
      ? [{ time: event.time, data: event.data as EventData[Kind] }]
      : [],
  );
}

const inPeriod = ({ time }: { time: string }): boolean => time >= FROM;
const isDepartment = (unit: string): boolean => unitsOf(published[2]).includes(unit);

describe('the published appendices', () => {
  it('have 29, 20 and 9 units and a total row each', () => {
    expect([1, 2, 3].map((number) => published[number as 1 | 2 | 3].length)).toEqual([30, 21, 10]);
    expect(published[1].at(-1)).toMatchObject({ no: null, unit: null, received: { total: 4545 } });
  });

  it('have rows whose columns add up', () => {
    for (const { received, resolved, pending } of Object.values(published).flat()) {
      const { total, online, carriedOver, directOrPostal, forwarded } = received;
      expect(online + carriedOver + directOrPostal + forwarded).toBe(total);
      expect(resolved.total + pending.total).toBe(total);
    }
  });
});

describe('the sample, folded by the oracle', () => {
  it.each([1, 2, 3] as const)('gives appendix %i in every cell', (number) => {
    expect(computed(oracle, published[number])).toEqual(expected(published[number]));
  });

  it('has no anomalies', () => {
    expect(oracle.anomalies()).toEqual([]);
  });

  it('concerns no unit but those with published figures', () => {
    const busy = published[1].filter((row) => row.received.total > 0);
    const opened = [
      ...ofKind('received').map(({ data }) => data.unit),
      ...ofKind('forwarded').map(({ data }) => data.to),
    ];
    expect(new Set(opened)).toEqual(new Set(unitsOf(busy)));
  });

  it('has a quarter before the period in which dossiers came and went', () => {
    const quarter = oracle.total(oracle.appendix(unitsOf(published[1]), '2020-01-01', '2020-03-31'));
    expect(quarter.resolved.total).toBeGreaterThan(5000);
    const { online, directOrPostal } = quarter.received;
    expect((100 * online) / (online + directOrPostal)).toBeCloseTo(12.4, 0);
  });

  it('has 6 to 8 thousand legs that were closed before the period', () => {
    const before = oracle.total(oracle.appendix(unitsOf(published[1]), '2019-06-01', '2020-03-31'));
    expect(before.resolved.total).toBeGreaterThan(6000);
    expect(before.resolved.total).toBeLessThan(8000);
  });
});

describe('the narrative figures', () => {
  it('27 dossiers came by post, all to departments', () => {
    const postal = ofKind('received').filter((one) => inPeriod(one) && one.data.channel === 'postal');
    expect(postal).toHaveLength(27);
    expect(postal.every(({ data }) => isDepartment(data.unit))).toBe(true);
  });

  it('297 results went by post, all from departments', () => {
    const postal = ofKind('resolved').filter((one) => inPeriod(one) && one.data.returnedVia === 'postal');
    expect(postal).toHaveLength(297);
    expect(postal.every(({ data }) => isDepartment(data.unit))).toBe(true);
  });

  it('132 dossiers were forwarded, 117 to so-tnmt and 15 to vp-ubnd', () => {
    const receivers = ofKind('forwarded')
      .filter(inPeriod)
      .map(({ data }) => data.to);
    expect(receivers.filter((to) => to === 'so-tnmt')).toHaveLength(117);
    expect(receivers.filter((to) => to === 'vp-ubnd')).toHaveLength(15);
    expect(receivers).toHaveLength(132);
  });

  it('post plays no part in the districts, where nobody counted it', () => {
    const postal = [
      ...ofKind('received').filter(({ data }) => data.channel === 'postal'),
      ...ofKind('resolved').filter(({ data }) => data.returnedVia === 'postal'),
    ];
    expect(postal.filter(({ data }) => !isDepartment(data.unit))).toEqual([]);
  });
});

describe('the events', () => {
  it('are in the order of their time and end with the period', () => {
    const times = events.map(({ time }) => time);
    expect(times).toEqual([...times].sort());
    expect(times.at(-1)?.slice(0, 10)).toBe(TO);
    expect(times.every((time) => time.endsWith('+07:00'))).toBe(true);
  });

  it('have a name each', () => {
    expect(new Set(events.map(({ source, id }) => `${source} ${id}`)).size).toBe(events.length);
  });

  it('are as many as the README of the sample says', () => {
    const counts = new Map<string, number>();
    for (const { type } of events) counts.set(type, (counts.get(type) ?? 0) + 1);
    expect(events).toHaveLength(23_982);
    expect(new Set(events.map(({ subject }) => subject)).size).toBe(10_786);
    const readme = readFileSync(new URL('../../sample/README.md', import.meta.url), 'utf8');
    for (const [type, count] of counts) {
      expect(readme).toContain(`${type.split('.').at(-2)} ${count.toLocaleString('en')}`);
    }
  });

  it('are of every type there is', () => {
    expect(new Set(events.map(({ type }) => type)).size).toBe(10);
  });

  it('transfer nothing within the period, where column (5) would show it', () => {
    expect(ofKind('transferred').filter(inPeriod)).toEqual([]);
  });

  it('void, within the period, events of March and events of April', () => {
    const timeOf = new Map(events.map(({ source, id, time }) => [`${source} ${id}`, time]));
    const voided = ofKind('voided')
      .filter(inPeriod)
      .map(({ data }) => timeOf.get(`${data.voids.source} ${data.voids.id}`) ?? '');
    expect(voided.some((time) => time.startsWith('2020-03'))).toBe(true);
    expect(voided.some((time) => time.startsWith('2020-04'))).toBe(true);
  });

  it('obey the contract to the letter', () => {
    for (const event of events) expect(contract.safeParse(event).error).toBeUndefined();
  });
});

describe('the seed', () => {
  it('gives the same bytes every time', () => {
    expect(JSON.stringify(sampleEvents())).toBe(JSON.stringify(events));
    expect(JSON.stringify(sampleEvents({ seed: 20_200_415 }))).toBe(JSON.stringify(events));
  });

  it.each([1, 2, 3])('%i gives other dossiers and the same appendices', (seed) => {
    const others: CloudEvent[] = sampleEvents({ seed });
    const other = new Oracle(others);
    expect(JSON.stringify(others)).not.toBe(JSON.stringify(events));
    expect(computed(other, published[1])).toEqual(expected(published[1]));
    expect(other.anomalies()).toEqual([]);
  });
});

const unit = z.enum(unitsOf(published[1]));
const due = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);
const note = z.string().min(1).optional();
const channels = ['online', 'direct', 'postal'] as const;
const differ = (data: { from: string; to: string }): boolean => data.from !== data.to;

/** The contract's table, written once more: a slip in the program's own schema must not hide one here. */
const data: Record<keyof EventData, z.ZodType> = {
  received: z.strictObject({
    unit,
    channel: z.enum(channels),
    due: due.optional(),
    procedure: z
      .string()
      .regex(/^[12]\.\d{6}$/)
      .optional(),
    field: z
      .string()
      .regex(/^[a-z]+(-[a-z]+)*$/)
      .optional(),
  }),
  forwarded: z
    .strictObject({
      from: unit,
      to: unit,
      due: due.optional(),
      custody: z.enum(['kept', 'released']).optional(),
    })
    .refine(differ),
  transferred: z.strictObject({ from: unit, to: unit }).refine(differ),
  'due-changed': z.strictObject({ unit, due, reason: note }),
  'supplement-requested': z.strictObject({ unit, reason: note }),
  supplemented: z.strictObject({ unit, due: due.optional() }),
  'deadline-passed': z.strictObject({ unit }),
  resolved: z.strictObject({
    unit,
    outcome: z.enum(['granted', 'refused']),
    returnedVia: z.enum(['direct', 'online', 'postal']).optional(),
    cause: note,
  }),
  withdrawn: z.strictObject({ unit, reason: note }),
  voided: z.strictObject({
    voids: z.strictObject({ source: z.string(), id: z.string() }),
    reason: z.string(),
  }),
};

const contract = z.union(
  Object.entries(data).map(([kind, schema]) =>
    z.strictObject({
      specversion: z.literal('1.0'),
      id: z.string().regex(/^[A-Z]+-\d{4}-\d{6}-\d+$/),
      source: z.string().regex(/^\/(mcdt|dvc|bcci)\/[a-z-]+$/),
      type: z.literal(`vn.tthc.dossier.${kind}.v1`),
      subject: z.string().regex(/^[A-Z]+-\d{4}-\d{6}$/),
      time: z.iso.datetime({ offset: true }),
      datacontenttype: z.literal('application/json'),
      data: schema,
    }),
  ),
);
