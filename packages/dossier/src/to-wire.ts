import { type Day, formatDay } from './day.ts';
import type { DossierEvent } from './event.ts';
import { formatInstant } from './instant.ts';
import { TYPE_PREFIX, TYPE_VERSION, type WireEvent } from './wire.ts';

/** The event as it travels; reading it again gives an equal event. Times are in UTC. */
export function toWire(event: DossierEvent): WireEvent {
  const wire = {
    specversion: '1.0',
    id: event.id,
    source: event.source,
    type: `${TYPE_PREFIX}${event.type}${TYPE_VERSION}`,
    subject: event.dossier,
    time: formatInstant(event.at),
    datacontenttype: 'application/json',
    data: dataOf(event),
  };
  // The event's type decides type and data together; the compiler cannot see that through the template.
  return wire as WireEvent;
}

function dataOf(event: DossierEvent): Record<string, unknown> {
  switch (event.type) {
    case 'received': {
      const { unit, channel, due, procedure, field } = event;
      return given({ unit, channel, due: dayText(due), procedure, field });
    }
    case 'forwarded':
      return given({ from: event.from, to: event.to, due: dayText(event.due), custody: event.custody });
    case 'transferred':
      return { from: event.from, to: event.to };
    case 'due-changed':
      return given({ unit: event.unit, due: dayText(event.due), reason: event.reason });
    case 'supplement-requested':
    case 'withdrawn':
      return given({ unit: event.unit, reason: event.reason });
    case 'supplemented':
      return given({ unit: event.unit, due: dayText(event.due) });
    case 'deadline-passed':
      return { unit: event.unit };
    case 'resolved': {
      const { unit, outcome, returnedVia, cause } = event;
      return given({ unit, outcome, returnedVia, cause });
    }
    case 'voided':
      return { voids: { source: event.voids.source, id: event.voids.id }, reason: event.reason };
    default: {
      const never: never = event;
      throw new TypeError(`nothing is written of ${JSON.stringify(never)}`);
    }
  }
}

const dayText = (day: Day | null) => (day === null ? null : formatDay(day));

/** Without what is not known: on the wire an optional attribute is left out. */
function given(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([, value]) => value !== null));
}
