import { readFileSync } from 'node:fs';
import { businessZone, compareEvents, foldEvents, instantFromMs, parseEvent } from '@sohoso/dossier';
import { describe, expect, it } from 'vitest';
import { sampleUnits } from '../testing/sample-units.ts';
import { readMapping } from './read-mapping.ts';

const FILES = ['mcdt', 'cong-dvc', 'trung-tam', 'bcci'];
const zone = businessZone('Asia/Ho_Chi_Minh');
const codes = new Set(sampleUnits.map(({ code }) => code));
const now = instantFromMs(Date.parse('2020-04-16T12:00:00+07:00'));

const linesOf = (name: string): readonly string[] =>
  readFileSync(new URL(`../../sample/${name}.ndjson`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');

const events = (name: string) =>
  linesOf(name).map((text) => {
    const parsed = parseEvent(text, { zone, isUnit: (code) => codes.has(code) }, now);
    if (!parsed.ok) throw new Error(`${parsed.id}: ${parsed.detail}`);
    return parsed.event;
  });

describe('the sample events', () => {
  it.each(FILES)('of %s are five to eight, and are let in', (name) => {
    expect(events(name).length).toBeGreaterThanOrEqual(5);
    expect(events(name).length).toBeLessThanOrEqual(8);
  });

  it('fold without an anomaly once all systems have sent theirs', () => {
    const all = FILES.flatMap(events);
    for (const dossier of new Set(all.map((event) => event.dossier))) {
      const state = foldEvents(all.filter((event) => event.dossier === dossier).toSorted(compareEvents));
      expect(state.anomalies).toEqual([]);
    }
  });

  it.each(['mcdt', 'cong-dvc', 'trung-tam'])('of %s come from the source of its exports', async (name) => {
    const { source } = await readMapping(name);
    expect(new Set(events(name).map((event) => event.source))).toEqual(new Set([source]));
  });
});
