import { parse } from 'csv-parse/sync';
import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from '../options.ts';
import type { RowFault } from '../table.ts';
import { type CsvRecord, CsvRecords } from './records.ts';

type Piece = CsvRecord | RowFault;

function read(
  text: string,
  cuts: readonly number[] = [],
  limits = defaultLimits,
  delimiter = ',',
): readonly Piece[] {
  const records = new CsvRecords(delimiter, limits);
  const places = [...cuts.map((cut) => cut % (text.length + 1)), 0, text.length].toSorted((a, b) => a - b);
  const pieces = places.slice(1).map((to, index) => text.slice(places[index], to));
  return pieces.flatMap((piece, index) => [...records.push(piece, index === pieces.length - 1)]);
}

function inShort(pieces: readonly Piece[]): readonly unknown[] {
  return pieces.map((piece) =>
    'reason' in piece ? `${piece.number} ${piece.reason}` : [piece.line, ...piece.fields],
  );
}

const small = { ...defaultLimits, maxRecordChars: 40, maxRecordLines: 3 };
const cuts = array(integer({ min: 0, max: 1000 }), { maxLength: 12 });

describe('records of CSV', () => {
  it('gives well-formed text as csv-parse does', () => {
    const cell = string({ unit: constantFrom('a', 'ồ', ' b', '"', ',', ';', '\n', '\r\n', 'x') });
    const rows = array(array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 8 });
    assert(
      property(
        rows,
        constantFrom(',', ';', '\t', '||'),
        constantFrom('\n', '\r\n'),
        cuts,
        (table, delimiter, end, at) => {
          const written = table.map((row) =>
            row
              .map((text) => (/[",;\n\r|\t ]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text))
              .join(delimiter),
          );
          const text = written.join(end) + end;
          const expected: string[][] = parse(text, {
            delimiter,
            relax_column_count: true,
            record_delimiter: ['\r\n', '\n'],
          });
          const got = read(text, at, defaultLimits, delimiter);
          expect(got.map((piece) => ('fields' in piece ? piece.fields : piece))).toEqual(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('gives the same for any text, broken or not, wherever it is cut', () => {
    const text = string({
      unit: constantFrom('a', 'b', '"', ',', '\n', '\r', ' ', '"a"', ',"', '",', 'aaaaaaaaaaaa'),
      maxLength: 60,
    });
    assert(
      property(text, cuts, (any, at) => {
        expect(read(any, at, small)).toEqual(read(any, [], small));
      }),
      { numRuns: 500 },
    );
  });

  it('accounts for every line of any text once, as part of a record or as a fault', () => {
    const text = string({ unit: constantFrom('a', '"', ',', '\n', '",'), minLength: 1, maxLength: 60 });
    assert(
      property(text, (any) => {
        const lines = read(any, [], small).flatMap((piece) =>
          'reason' in piece
            ? [piece.number]
            : Array.from({ length: piece.lastLine - piece.line + 1 }, (_, at) => piece.line + at),
        );
        const count = any.split('\n').length - (any.endsWith('\n') ? 1 : 0);
        expect(lines).toEqual(Array.from({ length: count }, (_, at) => at + 1));
      }),
    );
  });
});

describe('broken quoting', () => {
  it('costs a line with a quotation mark amid a cell, and no other', () => {
    expect(inShort(read('a,b\nx,5" ống\nc,d\n'))).toEqual([[1, 'a', 'b'], '2 quote-broken', [3, 'c', 'd']]);
    expect(inShort(read('"a"x,b\n"c",d\n'))).toEqual(['1 quote-broken', [2, 'c', 'd']]);
  });

  it('goes on behind the line of a mark that is never closed', () => {
    expect(inShort(read('a,"b\nc,d\ne,f\n'))).toEqual(['1 quote-broken', [2, 'c', 'd'], [3, 'e', 'f']]);
    expect(inShort(read('a,"b\n"c",d\ne,f'))).toEqual(['1 quote-broken', [2, 'c', 'd'], [3, 'e', 'f']]);
  });

  it('bounds what an unclosed mark takes in, by lines and by characters', () => {
    const lines = Array.from({ length: 500 }, (_, at) => `r${at},x`).join('\n');
    const byLines = read(`a,"b\n${lines}\n`, [3, 90, 700]);
    expect(inShort(byLines.slice(0, 2))).toEqual(['1 quote-broken', [2, 'r0', 'x']]);
    expect(byLines).toHaveLength(501);
    expect(
      inShort(read(`a,"b\n${'x'.repeat(50)},y\nc,d\n`, [20], { ...small, maxRecordChars: 60 })),
    ).toHaveLength(3);
  });

  it('keeps a quoted cell of many lines within the bounds, and says where the row begins and ends', () => {
    const [record] = read(`"${'dòng\n'.repeat(199)}",x\n`);
    expect(record).toMatchObject({ line: 1, lastLine: 200 });
    const longer = inShort(read(`"${'\n'.repeat(201)}",x\nc,d\n`));
    expect([longer[0], longer.at(-1)]).toEqual(['1 quote-broken', [203, 'c', 'd']]);
  });

  it('passes over a line that is too long, and takes a long one', () => {
    const long = 'x'.repeat(65_530);
    expect(inShort(read(`${long},b\nc,d`, [1000, 30_000]))).toEqual([
      [1, long, 'b'],
      [2, 'c', 'd'],
    ]);
    expect(inShort(read(`${'x'.repeat(90_000)},b\nc,d`, [70_000, 80_000]))).toEqual([
      '1 row-too-long',
      [2, 'c', 'd'],
    ]);
  });
});
