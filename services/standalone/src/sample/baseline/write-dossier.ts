import { dayText } from '../calendar.ts';
import type { CloudEvent, EventKind } from '../cloud-event.ts';
import type { Draft } from '../draft.ts';
import type { Random } from '../random.ts';
import { clock, drawSecond } from '../time-of-day.ts';

const END_OF_OFFICE = 17 * 3_600;

/** Gives the drafts of one dossier their moments and names; the first of them happens at `opened`, a second of its day. */
export function writeDossier(
  random: Random,
  subject: string,
  opened: number,
  drafts: readonly Draft[],
): CloudEvent[] {
  const ordered = drafts.toSorted((a, b) => a.day - b.day || a.place - b.place);
  const seconds = drawSeconds(random, opened, ordered);
  return ordered.map((draft, index) => {
    const event = {
      specversion: '1.0',
      id: `${subject}-${index + 1}`,
      source: draft.source,
      type: typeOf(draft.content.kind),
      subject,
      time: `${dayText(draft.day)}T${clockText(seconds[index] ?? 0)}+07:00`,
      datacontenttype: 'application/json',
      data: dataOf(draft, ordered, subject),
    };
    // The content's kind decides type and data together; the compiler cannot see that through the functions.
    return event as CloudEvent;
  });
}

/** A second of its own for every draft, in their order; what follows the opening on its day does so in office hours. */
function drawSeconds(random: Random, opened: number, ordered: readonly Draft[]): number[] {
  const seconds: number[] = [];
  let day = -1;
  let last = 0;
  ordered.forEach((draft, index) => {
    if (index === 0) last = opened;
    else if (draft.day !== day) last = drawSecond(random, draft.hours);
    else {
      const left = ordered.filter((other, at) => at > index && other.day === day).length;
      // An even share of the rest of the day, so that there is time for those still to come.
      const until = Math.max(END_OF_OFFICE, last + 1_800);
      last = random.whole(last + 1, last + Math.floor((until - last) / (left + 1)));
    }
    seconds.push(last);
    day = draft.day;
  });
  return seconds;
}

/** Every second of the day is written many times. */
const clockTexts: string[] = [];

function clockText(second: number): string {
  const known = clockTexts[second];
  if (known !== undefined) return known;
  const text = clock(second);
  clockTexts[second] = text;
  return text;
}

function typeOf<Kind extends EventKind>(kind: Kind): `vn.tthc.dossier.${Kind}.v1` {
  return `vn.tthc.dossier.${kind}.v1`;
}

function dataOf({ content }: Draft, ordered: readonly Draft[], subject: string): CloudEvent['data'] {
  if (content.kind !== 'voided') return content.data;
  const { voids, reason } = content;
  return { voids: { source: voids.source, id: `${subject}-${ordered.indexOf(voids) + 1}` }, reason };
}
