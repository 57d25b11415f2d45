import type { WireEvent } from '@sohoso/dossier';

/** An event that was not taken in. */
export interface RefusedAnnouncement {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
}

/** Where a watcher gets from what there is to be announced, and where it sends that: this process or a server. */
export interface Announcements {
  /** The events that are to be sent, in chunks. */
  missing(stop: AbortSignal): AsyncIterable<readonly WireEvent[]>;
  /** Sends a chunk; resolves with those refused when the others are durable. The same event again is harmless. */
  send(events: readonly WireEvent[], stop: AbortSignal): Promise<readonly RefusedAnnouncement[]>;
}

/** What became of a chunk. */
export interface Announced {
  /** How many events were sent and taken in. */
  readonly sent: number;
  readonly refused: readonly RefusedAnnouncement[];
}

/** Sends all that there is to be announced now, chunk by chunk. Told to stop, it ends after the chunk under way. */
export async function* announce(
  announcements: Announcements,
  stop: AbortSignal,
): AsyncGenerator<Announced, void> {
  for await (const events of announcements.missing(stop)) {
    if (stop.aborted) return;
    if (events.length === 0) continue;
    const refused = await announcements.send(events, stop);
    yield { sent: events.length - refused.length, refused };
  }
}

/** As `announce`, to its end. */
export async function announceAll(announcements: Announcements, stop: AbortSignal): Promise<Announced> {
  let sent = 0;
  const refused: RefusedAnnouncement[] = [];
  for await (const chunk of announce(announcements, stop)) {
    sent += chunk.sent;
    refused.push(...chunk.refused);
  }
  return { sent, refused };
}
