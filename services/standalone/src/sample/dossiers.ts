import { compareText } from '@sohoso/dossier';
import type { CloudEvent, EventKind } from './cloud-event.ts';
import type { Draft } from './draft.ts';
import { draftLeg, openedAt } from './draft-leg.ts';
import type { Leg } from './leg.ts';
import type { Random } from './random.ts';
import { giveTimes, type Timed } from './time-of-day.ts';

interface Dossier {
  readonly prefix: string;
  readonly openedAt: string;
  readonly timed: readonly Timed[];
}

/** Every leg that was not forwarded starts a dossier; the legs forwarded from it belong to the same one. */
export function writeDossiers(random: Random, legs: readonly Leg[]): CloudEvent[] {
  const dossiers = legs.filter((leg) => leg.sender === null).map((first) => timeDossier(random, first));
  dossiers.sort((a, b) => compareText(a.openedAt, b.openedAt));
  const numbering = new Map<string, number>();
  const events = dossiers.flatMap((dossier) => writeDossier(dossier, nextId(numbering, dossier)));
  return events.sort((a, b) => compareText(a.time, b.time) || compareText(a.id, b.id));
}

function timeDossier(random: Random, first: Leg): Dossier {
  const drafts: Draft[] = [];
  for (let leg: Leg | null = first; leg !== null; leg = leg.receiver) drafts.push(...draftLeg(random, leg));
  const timed = giveTimes(random, drafts);
  return { prefix: openedAt(first).prefix, openedAt: timed[0]?.time ?? '', timed };
}

/** Each unit numbers its dossiers of a year in the order in which they come in. */
function nextId(numbering: Map<string, number>, dossier: Dossier): string {
  const series = `${dossier.prefix}-${dossier.openedAt.slice(0, 4)}`;
  const number = (numbering.get(series) ?? 0) + 1;
  numbering.set(series, number);
  return `${series}-${String(number).padStart(6, '0')}`;
}

function writeDossier({ timed }: Dossier, subject: string): CloudEvent[] {
  const idOf = new Map(timed.map(({ draft }, index) => [draft, `${subject}-${index + 1}`]));
  return timed.map(({ draft, time }) => {
    const { source, content } = draft;
    const id = idOf.get(draft) ?? '';
    const event = {
      specversion: '1.0',
      id,
      source,
      type: typeOf(content.kind),
      subject,
      time,
      datacontenttype: 'application/json',
      data: dataOf(draft, idOf),
    };
    // The content's kind decides type and data together; the compiler cannot see that through the helpers.
    return event as CloudEvent;
  });
}

function typeOf<Kind extends EventKind>(kind: Kind): `vn.tthc.dossier.${Kind}.v1` {
  return `vn.tthc.dossier.${kind}.v1`;
}

function dataOf({ content }: Draft, idOf: ReadonlyMap<Draft, string>): CloudEvent['data'] {
  if (content.kind !== 'voided') return content.data;
  const { voids, reason } = content;
  const id = idOf.get(voids);
  if (id === undefined) throw new Error('a void must name an event of its own dossier');
  return { voids: { source: voids.source, id }, reason };
}
