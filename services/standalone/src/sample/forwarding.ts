import type { Day } from './calendar.ts';
import type { Leg } from './leg.ts';
import type { Random } from './random.ts';
import { ROUTES } from './unit-profiles.ts';

/** Whether a leg opened before another can be the one that was forwarded. */
type Fits = (sender: Leg, receiver: Leg) => boolean;

/** The sender lets go: its own leg closes at the very hand-over. */
const releases: Fits = (sender, receiver) => sender.close === receiver.open;

/** The sender keeps custody and answers to the citizen once the other unit has answered to it. */
const keeps: Fits = (sender, receiver) =>
  sender.close === null || (receiver.close !== null && receiver.close <= sender.close);

const isOpenAtHandOver: Fits = (sender, receiver) => sender.close === null || sender.close >= receiver.open;

/** Gives every forwarded leg the leg it came from, which makes one dossier of the two. */
export function joinForwarded(random: Random, legs: readonly Leg[]): void {
  const plain = legs.filter((leg) => leg.steps.length === 0 && leg.closedBy === 'result');
  const forwarded = legs.filter((leg) => leg.channel === 'forwarded');
  for (const route of ROUTES) {
    const senders = plain
      .filter((leg) => route.accepts(leg.profile, leg.procedure.field))
      .sort((a, b) => a.open - b.open);
    joinRoute(
      random,
      senders,
      forwarded.filter((leg) => leg.profile.unit === route.to),
    );
  }
}

function joinRoute(random: Random, senders: readonly Leg[], receivers: readonly Leg[]): void {
  // Those of the period come first: their number is published, that of the others is not.
  for (const receiver of receivers.filter((leg) => leg.pool.name === 'fresh')) {
    const isJoined = joinOne(random, senders, receiver) || join(random, senders, receiver, isOpenAtHandOver);
    if (!isJoined) throw new Error(`no unit has a dossier to forward to ${receiver.profile.unit}`);
  }
  for (const receiver of receivers.filter((leg) => leg.pool.name !== 'fresh')) {
    if (!joinOne(random, senders, receiver)) receiver.channel = 'direct';
  }
}

function joinOne(random: Random, senders: readonly Leg[], receiver: Leg): boolean {
  if (random.chance(0.09)) {
    const sender = join(random, senders, receiver, releases);
    if (sender !== undefined) {
      sender.closedBy = 'release';
      return true;
    }
  }
  return join(random, senders, receiver, keeps) !== undefined;
}

/** Looks backwards from some way before the hand-over: most dossiers are passed on in their first weeks. */
function join(random: Random, senders: readonly Leg[], receiver: Leg, fits: Fits): Leg | undefined {
  const sendersSoFar = countOpenedBy(senders, receiver.open);
  const skipped = random.whole(0, Math.floor(sendersSoFar / 5));
  for (let step = 1; step <= sendersSoFar; step += 1) {
    const sender = senders[sendersSoFar - 1 - ((skipped + step) % sendersSoFar)];
    if (sender === undefined || sender.receiver !== null || !fits(sender, receiver)) continue;
    sender.receiver = receiver;
    receiver.sender = sender;
    return sender;
  }
  return undefined;
}

function countOpenedBy(legs: readonly Leg[], day: Day): number {
  const index = legs.findIndex((leg) => leg.open > day);
  return index < 0 ? legs.length : index;
}
