import { formatDay } from '@sohoso/dossier';
import {
  readCalendarFile,
  readUnitsFile,
  sampleCalendarFile,
  type UnitRegistry,
  type WorkingCalendar,
} from '@sohoso/registry';
import type { CloudEvent, EventKind } from '../cloud-event.ts';
import { Random } from '../random.ts';
import { clock } from '../time-of-day.ts';
import { drawCourse } from './course.ts';
import { compareMoments, LAST_DAY, type Moment, Workdays } from './days.ts';
import { drawHandOver, type Journey } from './hand-over.ts';
import { type Intake, intakes } from './intake.ts';
import { readSuccession, reorganisationUnitsFile } from './succession.ts';

interface ReorganisationOptions {
  /** The same seed gives the same events, byte for byte. */
  readonly seed?: number;
}

const DEFAULT_SEED = 20_250_701;

/**
 * A made-up May to August 2025 of a province whose districts end on 30 June: what is open at them is handed over to the communes one by one.
 * In the order of time.
 */
export async function reorganisationEvents({
  seed = DEFAULT_SEED,
}: ReorganisationOptions = {}): Promise<readonly CloudEvent[]> {
  const registry = await readUnitsFile(reorganisationUnitsFile);
  return eventsOf(new Random(seed), registry, await readCalendarFile(sampleCalendarFile));
}

function eventsOf(random: Random, registry: UnitRegistry, calendar: WorkingCalendar): readonly CloudEvent[] {
  const workdays = new Workdays(calendar);
  const successorsOf = readSuccession();
  const timed: Timed[] = [];
  for (const intake of intakes(random, registry, workdays)) {
    const course = drawCourse(random, workdays, intake);
    timed.push(...written(intake, drawHandOver(random, workdays, course, successorsOf(intake.unit))));
  }
  return timed.toSorted(compareMoments).map(({ event }) => event);
}

interface Timed extends Moment {
  readonly event: CloudEvent;
}

/** The events of one dossier up to the last day, each at the unit that has it by then. */
function written({ subject, unit }: Intake, { steps, handOvers }: Journey): readonly Timed[] {
  const all = [...steps, ...handOvers.map((handOver) => ({ kind: 'transferred', ...handOver }) as const)];
  let at = unit.code;
  return all
    .filter(({ day }) => day <= LAST_DAY)
    .toSorted(compareMoments)
    .map((step, index) => {
      const { kind, day, second } = step;
      const data = kind === 'transferred' ? { from: at, to: step.to } : { unit: at, ...step.data };
      const event = eventOf(subject, index + 1, at, step, data);
      if (kind === 'transferred') at = step.to;
      return { day, second, event };
    });
}

function eventOf(
  subject: string,
  number: number,
  unit: string,
  { kind, day, second }: Moment & { readonly kind: EventKind },
  data: object,
): CloudEvent {
  const event = {
    specversion: '1.0',
    id: `${subject}-${number}`,
    source: `/mcdt/${unit}`,
    type: `vn.tthc.dossier.${kind}.v1`,
    subject,
    time: `${formatDay(day)}T${clock(second)}+07:00`,
    datacontenttype: 'application/json',
    data,
  };
  // A step's kind and data belong together; the compiler cannot see that through the journey.
  return event as CloudEvent;
}
