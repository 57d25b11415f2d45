import type { PartitionLag } from '@sohoso/log';
import type { Readiness } from '@sohoso/service';

/**
 * What goes wrong in a consumer and is not a bad record: the store or the log is away, the state on disk cannot be read or
 * written, another consumer has taken over a partition for good (fenced), or a partition went away during the work on it.
 */
export const faultKinds = ['store', 'log', 'state', 'fenced', 'lost-partition'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** The last thing that went wrong since the start, mended or not. */
export interface LastFault {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly kind: FaultKind;
  readonly message: string;
}

/** Where the store stands, or why the log does not say so. */
export type LagAnswer =
  | { readonly partitions: readonly PartitionLag[]; readonly fault?: never }
  | { readonly fault: string };

/** Asks where the store stands; answers within 2 s and never throws. */
export type LagProbe = () => Promise<LagAnswer>;

const ANSWER_LIMIT_MS = 2_000;
/** How long an answer is given out again: a storm of probes must not become a storm of requests to the brokers. */
const KEPT_MS = 1_000;

/**
 * Makes a probe of what reads the lag, which may hang or throw. All who ask while a request is under way, and within a second
 * after its answer, get that answer, a fault as well. `now` is in ms and must not go back.
 */
export function lagProbe(
  read: () => Promise<readonly PartitionLag[]>,
  now: () => number = () => performance.now(),
): LagProbe {
  let known: { readonly answer: Promise<LagAnswer>; answeredAtMs: number } | null = null;
  return () => {
    if (known !== null && now() - known.answeredAtMs < KEPT_MS) return known.answer;
    const asked = { answer: withinLimit(read), answeredAtMs: Number.POSITIVE_INFINITY };
    known = asked;
    return asked.answer.finally(() => {
      asked.answeredAtMs = now();
    });
  };
}

async function withinLimit(read: () => Promise<readonly PartitionLag[]>): Promise<LagAnswer> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<LagAnswer>((resolve) => {
    timer = setTimeout(resolve, ANSWER_LIMIT_MS, {
      fault: `nothing came within ${ANSWER_LIMIT_MS / 1_000} s`,
    });
  });
  try {
    return await Promise.race([read().then((partitions) => ({ partitions })), timeUp]);
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  } finally {
    clearTimeout(timer);
  }
}

/** What readiness asks of a consumer's status. */
export interface ConsumerStatusLike {
  /** The error that ended it, if one did. */
  readonly failure: string | null;
  readonly lastFault: LastFault | null;
}

export interface ReadinessOptions {
  readonly lag: LagProbe;
  readonly status: () => ConsumerStatusLike;
  /** The most events that the store may be behind the log. */
  readonly readyLagEvents: number;
}

/** Ready is a consumer that runs, whose log answers, and that is not too far behind it. Answers within 2 s, never throws. */
export async function readiness(options: ReadinessOptions): Promise<Required<Readiness>> {
  const answer = await options.lag();
  const { failure, lastFault } = options.status();
  const lag = answer.fault === undefined ? lagOf(answer.partitions, options.readyLagEvents) : null;
  const reasons: string[] = [];
  if (failure !== null) reasons.push(`the consumer has stopped: ${failure}`);
  if (answer.fault !== undefined)
    reasons.push(`the log does not answer: ${answer.fault}; see that it runs and can be reached from here`);
  if (lag !== null && lag.total > lag.allowed)
    reasons.push(
      `the store is ${lag.total} events behind the log; ${lag.allowed} are allowed, so wait until it has caught up`,
    );
  return {
    ready: reasons.length === 0,
    reasons,
    lag,
    lastFault: lastFault === null ? null : dated(lastFault),
  };
}

const lagOf = (lags: readonly PartitionLag[], allowed: number) => ({
  total: lags.reduce((sum, { waiting }) => sum + waiting, 0),
  allowed,
  partitions: lags.map(({ partition, end, committed, waiting }) => ({
    partition,
    end,
    committed,
    waiting,
  })),
});

const dated = ({ atMs, kind, message }: LastFault) => ({ at: new Date(atMs).toISOString(), kind, message });
