import type { WireEvent } from '@sohoso/dossier';
import type { PassedAnswer } from '@sohoso/query';
import { bodyOf } from '../client.ts';
import type { Announcements, RefusedAnnouncement } from './announcements.ts';

interface IntakeAnswer {
  readonly rejected: readonly {
    readonly index: number;
    readonly id: string | null;
    readonly reason: string;
    readonly detail: string;
  }[];
}

export interface OverHttpOptions {
  readonly url: string;
  /** The key to send under, where the server asks for one. */
  readonly key: string | undefined;
  readonly source: string;
}

/** The announcements of a server: asked of `GET /v1/deadlines/passed`, sent to `POST /v1/events`. */
export function announcementsOverHttp({ url, key, source }: OverHttpOptions): Announcements {
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return {
    async *missing(signal) {
      let after: string | null = '';
      do {
        const page: URL = new URL('/v1/deadlines/passed', url);
        page.search = new URLSearchParams({ source, after }).toString();
        const body = await bodyOf(await fetch(page, { signal, headers: authorization }));
        const answer = JSON.parse(body) as PassedAnswer;
        yield answer.events;
        after = answer.next;
      } while (after !== null);
    },
    async send(events, signal) {
      const response = await fetch(new URL('/v1/events', url), {
        method: 'POST',
        signal,
        headers: { ...authorization, 'content-type': 'application/cloudevents-batch+json' },
        body: JSON.stringify(events),
      });
      return refusedOf(events, JSON.parse(await bodyOf(response)) as IntakeAnswer);
    },
  };
}

function refusedOf(events: readonly WireEvent[], { rejected }: IntakeAnswer): readonly RefusedAnnouncement[] {
  return rejected.map(({ index, id, reason, detail }) => ({
    id: events[index]?.id ?? id ?? '',
    reason,
    detail,
  }));
}
