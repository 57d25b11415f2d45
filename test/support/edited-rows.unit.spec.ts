import { readUnitsFile, sampleUnitsFile } from '@sohoso/registry';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../services/standalone/src/sample/export/csv.ts';
import type { ExportedLeg } from '../../services/standalone/src/sample/export/leg-row.ts';
import { dossiersOfSample, legsOf } from '../../services/standalone/src/sample/export/made-up-dossiers.ts';
import { Oracle } from '../oracle/oracle.ts';
import { editedRows } from './edited-rows.ts';
import { eventsOfRows, rowsOf } from './exported-rows.ts';

const registry = await readUnitsFile(sampleUnitsFile);
const codeOf = new Map(registry.units.map(({ code, name }) => [name, code]));
const units = registry.units.map(({ code }) => code);
const frame = { asOf: '2020-04-15', nameOf: (code: string) => registry.find(code)?.name ?? code };
const legs = [...legsOf(dossiersOfSample())];
const { legs: edited, edits } = editedRows(legs, 100, 7);

const oracleOf = (of: readonly ExportedLeg[]) =>
  new Oracle(eventsOfRows(rowsOf([...csvOf(of, frame)].join('')), codeOf));

describe('edited rows of a list', () => {
  it('are as many as asked for, with every kind of edit among them', () => {
    expect(edits).toHaveLength(100);
    expect(new Set(edits.map(({ kind }) => kind)).size).toBe(7);
  });

  it('differ from the list by what the edits say, and by nothing else', () => {
    const undone = [...edited];
    for (const { row, changes } of edits) {
      const before = Object.fromEntries(changes.map((change) => [change.field, change.before]));
      undone[row - 1] = { ...(undone[row - 1] as ExportedLeg), ...before };
      expect(changes.length).toBeGreaterThan(0);
    }
    expect(undone).toEqual(legs);
    const differing = edited.filter((leg, index) => leg !== legs[index]);
    expect(differing).toHaveLength(100);
  });

  it('are the same for the same seed, and others for another', () => {
    expect(editedRows(legs, 100, 7)).toEqual({ legs: edited, edits });
    expect(editedRows(legs, 100, 8).edits).not.toEqual(edits);
  });

  it('fold without anomalies, to other cells of the appendix', () => {
    const [before, after] = [oracleOf(legs), oracleOf(edited)];
    expect(after.anomalies()).toEqual([]);
    const cells = (oracle: Oracle) => oracle.appendix(units, '2020-04-01', '2020-04-15');
    expect(cells(after)).not.toEqual(cells(before));
  });
});
