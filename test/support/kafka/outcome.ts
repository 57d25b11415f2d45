/** What asking for a Kafka comes to: a running one, or one line that says why there is none. */
export type How = 'env' | 'docker' | 'java';

export type Kafka = {
  how: How;
  brokers: string[];
  /** Leaves no process and no data behind. Does nothing to brokers that were there before. */
  stop(): Promise<void>;
  /** SIGKILL. Only a broker started on Java can be killed; the others throw. */
  kill(): Promise<void>;
  /** Starts again on the same ports and the same data, after a kill or instead of one. */
  restart(): Promise<void>;
};

export type Unavailable = { how: 'none'; reason: string };

const ESC = String.fromCharCode(27);
const COLOUR = new RegExp(`${ESC}\\[[0-9;]*m`, 'g');
const REASON_MAX_CHARS = 240;

/** The reason ends up as one line on stderr, whatever a tool printed over many. */
export function unavailable(cause: unknown): Unavailable {
  const text = cause instanceof Error ? cause.message : String(cause);
  const reason = text.replace(COLOUR, '').replace(/\s+/g, ' ').trim();
  return { how: 'none', reason: reason.slice(0, REASON_MAX_CHARS) };
}

export function cannotKill(how: How): () => Promise<never> {
  return () => Promise.reject(new Error(`only a Kafka started on Java can be killed, this one is '${how}'`));
}
