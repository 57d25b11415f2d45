import { describe, expect, it } from 'vitest';
import type { Cell } from '../read/table.ts';
import { dateFormat } from './date-format.ts';
import { type DateRules, momentReader } from './moment-cell.ts';
import { RowFaults } from './row-fault.ts';

const rules = (formats: readonly string[], serials = false): DateRules => ({
  formats: formats.flatMap((text) => dateFormat(text) ?? []),
  serials,
});

function read(cell: Cell, { formats, serials }: DateRules) {
  const faults = new RowFaults();
  faults.begin(7);
  const moment = momentReader(0, 'Ngày nhận', { formats, serials })([cell], faults);
  return faults.first ?? moment;
}

describe('a cell of a column of days', () => {
  it.each(['', '-', '–', 'NULL'])('%j is no day', (cell) => {
    expect(read(cell, rules(['DD/MM/YYYY']))).toBeNull();
  });

  it('is read by the first format that fits', () => {
    const both = rules(['DD/MM/YYYY HH:mm', 'DD/MM/YYYY', 'YYYY-MM-DD']);
    expect(read('2020-04-03', both)).toEqual({ day: '2020-04-03', time: null });
  });

  it('is refused where two formats read two days out of it', () => {
    expect(read('03/04/2020', rules(['D/M/YYYY', 'M/D/YYYY']))).toEqual({
      row: 7,
      column: 'Ngày nhận',
      reason: 'date-ambiguous',
      detail: '"03/04/2020" may be 2020-04-03 or 2020-03-04; leave only one of these formats to the column',
    });
  });

  it('is read where only one of two such formats fits, or both give one day', () => {
    const both = rules(['D/M/YYYY', 'M/D/YYYY']);
    expect(read('13/04/2020', both)).toEqual({ day: '2020-04-13', time: null });
    expect(read('04/04/2020', both)).toEqual({ day: '2020-04-04', time: null });
    expect(read('03/04/2020', rules(['D/M/YYYY', 'DD/MM/YYYY']))).toEqual({ day: '2020-04-03', time: null });
  });

  it.each([
    ['31/02/2020', '"31/02/2020" names a day or an hour that does not exist'],
    ['03/04/20', '"03/04/20" has a year of two digits; four are needed, as in DD/MM/YYYY'],
    ['hôm qua', '"hôm qua" is not written in any of the formats DD/MM/YYYY'],
    ['43924', '"43924" is not written in any of the formats DD/MM/YYYY'],
  ])('%s is refused: %s', (cell, detail) => {
    expect(read(cell, rules(['DD/MM/YYYY']))).toMatchObject({ reason: 'date-invalid', detail });
  });

  it('repeats the sentence of a cell that cannot be read', () => {
    expect(read({ fault: 'the cell holds #N/A' }, rules(['DD/MM/YYYY'], true))).toMatchObject({
      reason: 'cell-unreadable',
      detail: 'the cell holds #N/A',
    });
  });

  it.each([
    [43924, '2020-04-03', null],
    [43924.34375, '2020-04-03', '08:15:00'],
    [43924.999999, '2020-04-04', null],
    [61, '1900-03-01', null],
  ])('has the serial %s where serials are let in', (value, day, time) => {
    expect(read({ value, isDate: true }, rules([], true))).toEqual({ day, time });
    expect(read({ value, isDate: false }, rules([], true))).toEqual({ day, time });
  });

  it('has a serial as a text too', () => {
    expect(read('43924', rules(['DD/MM/YYYY'], true))).toEqual({ day: '2020-04-03', time: null });
    expect(read('43924,34375', rules([], true))).toEqual({ day: '2020-04-03', time: '08:15:00' });
  });

  it('is refused as a number where serials are not let in, or where it is none', () => {
    expect(read({ value: 43924, isDate: true }, rules(['DD/MM/YYYY']))).toMatchObject({
      reason: 'date-invalid',
    });
    expect(read({ value: 20200403, isDate: false }, rules([], true))).toMatchObject({
      reason: 'date-invalid',
    });
  });
});
