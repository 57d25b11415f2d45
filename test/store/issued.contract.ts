import { createHash, randomBytes } from 'node:crypto';
import { parseDay } from '@sohoso/dossier';
import { periodBetween, weightsOf } from '@sohoso/report';
import { type ClickHouse, causesOf, type Fact, issuedFile, issuedReports, keepIssued } from '@sohoso/store';
import { describe, expect, it } from 'vitest';

const day = (text: string) => parseDay(text) ?? (0 as never);
const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const MEGABYTE = 1_048_576;

/** What a store does with issued reports, on every ClickHouse that holds the facts; they are left in it. */
export function issuedContract(open: () => ClickHouse, facts: readonly Fact[]): void {
  const report = (number: number, issuedAtMs = 1_586_500_000_000 + number) => {
    const record = JSON.stringify({ number, note: 'dòng "1"\n\\ 😀 \u2028 –' });
    const named = { id: `2020-04-10-appendix-${number}`, digest: sha256(record), record, issuedAtMs };
    const asked = { period: '2020-04', request: `r${number}`, asked: 'a', sentBy: 'mcdt' };
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const files = [
      { format: 'json', bytes: Buffer.from('{"a":"\\u0000"}') },
      { format: 'pdf', bytes: number === 1 ? Buffer.concat([all, randomBytes(3 * MEGABYTE)]) : all },
    ];
    return { ...named, ...asked, report: number === 3 ? 'ii-06a' : 'appendix', files };
  };

  describe('issued reports', () => {
    it('come back byte for byte, once each, newest first', async () => {
      const { writer, reader } = open();
      const reports = [1, 2, 3].map((number) => report(number));
      for (const one of [...reports, ...reports]) await keepIssued(writer, one);
      for (const one of reports) {
        const [row, ...others] = await issuedReports(reader, { id: one.id, limit: 9 });
        const { id, digest, record, asked, issuedAtMs } = one;
        expect([row, others]).toEqual([{ id, digest, record, asked, issuedAtMs }, []]);
        for (const { format, bytes } of one.files) {
          const found = await issuedFile(reader, one, format);
          expect(sha256(found ?? '')).toBe(sha256(bytes));
        }
        expect(await issuedFile(reader, one, 'csv')).toBeNull();
      }
      const idsOf = async (asked: Parameters<typeof issuedReports>[1]) =>
        (await issuedReports(reader, asked)).map(({ id }) => Number(id.at(-1)));
      expect(await idsOf({ limit: 9 })).toEqual([3, 2, 1]);
      expect(await idsOf({ report: 'appendix', period: '2020-04', limit: 9 })).toEqual([2, 1]);
      expect(await idsOf({ request: 'r1', limit: 9 })).toEqual([1]);
      expect(
        await idsOf({ limit: 9, before: { issuedAtMs: report(2).issuedAtMs, id: report(2).id } }),
      ).toEqual([1]);
    });
  });

  describe('the causes of a changed figure', () => {
    const period = periodBetween(day('2020-01-10'), day('2020-02-20'));
    const weights = [
      weightsOf({ openingOpen: 1, transferredIn: 1, transferredOut: -1 }),
      weightsOf({ closingOpen: 1, closingOverdue: -1 }),
      weightsOf({ resolvedLate: 1 }),
    ];
    const windows = weights.map((ofColumn) => [
      { from: period.from, to: (period.until - 1) as never, weights: ofColumn },
    ]);
    const middle = facts[Math.floor(facts.length / 2)]?.recordedAtMs ?? 0;

    it.each(['unit', 'field', 'procedure'] as const)(
      'are the events whose weighted movements count in it, by %s, each once',
      async (by) => {
        const expected = new Map<string, number>();
        const keys = new Set<string>();
        for (const fact of facts) {
          if (fact.disposition !== 'counted' || fact.recordedAtMs <= middle) continue;
          for (const { day: on, measure, quantity, ...movement } of fact.movements) {
            keys.add(movement[by]);
            weights.forEach((ofColumn, column) => {
              const weight = ofColumn.find((one) => one.measure === measure);
              if (weight === undefined || on >= period.until) return;
              const name = `${movement[by]} ${column} ${fact.event.source} ${fact.event.id}`;
              const counts = quantity * (on < period.from ? weight.before : weight.within);
              expected.set(name, (expected.get(name) ?? 0) + counts);
            });
          }
        }
        const found = await causesOf(open().reader, {
          afterMs: middle,
          untilMs: Date.UTC(2030, 0, 1),
          by,
          rowOf: new Map([...keys].map((key) => [key, `row ${key}`])),
          units: null,
          columns: windows,
          limit: 100,
        });
        const sums = new Map<string, number>();
        for (const [name, quantity] of expected) {
          if (quantity === 0) continue;
          const cell = name.split(' ').slice(0, 2).join(' ');
          sums.set(cell, (sums.get(cell) ?? 0) + quantity);
        }
        const cells = found.map(({ row, column, sum }) => [`${row.slice(4)} ${column}`, sum] as const);
        expect(new Map(cells)).toEqual(sums);
        const listed = found.flatMap(({ row, column, events, listed: some }) => {
          expect(some).toHaveLength(Math.min(events, 100));
          return some.map(
            (one) => [`${row.slice(4)} ${column} ${one.source} ${one.id}`, one.quantity] as const,
          );
        });
        expect(listed.length).toBeGreaterThan(100);
        for (const [name, quantity] of listed) expect(expected.get(name)).toBe(quantity);
      },
    );
  });
}
