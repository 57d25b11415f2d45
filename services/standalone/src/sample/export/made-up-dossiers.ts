import { type BaselineOptions, baselineDossiers } from '../baseline/baseline-events.ts';
import type { CloudEvent } from '../cloud-event.ts';
import { sampleEvents } from '../sample-events.ts';
import { type ExportedLeg, exportedLegs } from './leg-row.ts';

/** Made-up data, dossier by dossier, with the last day of which it tells. */
export interface MadeUpDossiers {
  readonly asOf: string;
  readonly dossiers: Iterable<readonly CloudEvent[]>;
}

/** The sample of 1–15 April 2020; dossiers in the order in which they were opened. Nothing is made before they are asked for. */
export function dossiersOfSample(seed?: number): MadeUpDossiers {
  return { asOf: '2020-04-15', dossiers: sampleByDossier(seed) };
}

function* sampleByDossier(seed: number | undefined): Generator<readonly CloudEvent[]> {
  const bySubject = new Map<string, CloudEvent[]>();
  for (const event of sampleEvents(seed === undefined ? {} : { seed })) {
    const known = bySubject.get(event.subject);
    if (known === undefined) bySubject.set(event.subject, [event]);
    else known.push(event);
  }
  yield* bySubject.values();
}

/** The baseline of the first quarter of 2020; dossiers by day and unit. */
export function dossiersOfBaseline(options: BaselineOptions = {}): MadeUpDossiers {
  return { asOf: '2020-03-31', dossiers: baselineDossiers(options) };
}

/** The legs of all dossiers, one after the other. */
export function* legsOf({ dossiers }: MadeUpDossiers): Generator<ExportedLeg> {
  for (const events of dossiers) yield* exportedLegs(events);
}
