/** A fault that whoever started the program can mend; it is told in one line, without a stack trace. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** Names of errors that say in their message what is wrong and what to do; the rest are faults of ours. */
const told = new Set([
  'Usage',
  'EnvironmentInvalid',
  'UnitsFileBroken',
  'CalendarFileBroken',
  'MigrationChanged',
  'TopicUnfit',
  'LogUnavailable',
  'StoreUnavailable',
  'WrongLog',
  'LogTruncated',
  'StateAheadOfFacts',
  'StateUnavailable',
  'RollUpsBroken',
  'TooManyRefused',
  'LogBehindFacts',
  'MaintenanceUnderWay',
  'StoreLocked',
]);

/** Prints an error for a person, and gives the exit code: 2 for what the user can mend, 1 for a fault of ours. */
export function reportError(error: unknown, program: string): number {
  const failure = error instanceof Error ? error : new Error(String(error));
  if (told.has(failure.name)) {
    for (const line of failure.message.split('\n')) process.stderr.write(`${program}: ${line}\n`);
    return 2;
  }
  process.stderr.write(`${program}: a fault of the program: ${failure.stack ?? failure.message}\n`);
  return 1;
}

/** The sentence for an address that cannot be listened on. */
export function listenFault(error: unknown, host: string, port: number): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    return new Usage(`port ${port} on ${host} is taken by another program; set SOHOSO_PORT to a free one`);
  }
  if (code === 'EACCES')
    return new Usage(`port ${port} on ${host} is not allowed for this user; set SOHOSO_PORT above 1023`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new Usage(`${host} is not an address of this machine; set SOHOSO_HOST`);
  }
  return error as Error;
}

type Heard = (signal: NodeJS.Signals) => void;

/** Who hears a signal now; nobody between two phases, and then it is kept for the next one. */
let listener: Heard | null = null;
let unheard: NodeJS.Signals | null = null;
let isListening = false;

/**
 * Hears SIGINT and SIGTERM from now on. The process listens from the first call to its end: were the last listener taken away
 * before the next one is there, a signal in between would kill it.
 */
function hear(next: Heard): void {
  if (!isListening) {
    isListening = true;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (listener === null) unheard = signal;
        else listener(signal);
      });
    }
  }
  listener = next;
  if (unheard === null) return;
  const signal = unheard;
  unheard = null;
  next(signal);
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    hear((signal) => {
      listener = () => process.exit(130);
      resolve(signal);
    });
  });
}

export interface Running {
  /** Resolves if it cannot go on by itself. */
  readonly failed: Promise<Error>;
  /** Ends it, in the reverse order of its start. */
  close(): Promise<void>;
}

/**
 * Starts something; a signal meanwhile ends the process at once, with code 0. Without a listener, a container's first process
 * would not hear the signal at all, and what waits there for a broker would have to be killed.
 */
export async function interruptible<T>(start: () => Promise<T>): Promise<T> {
  hear(() => process.exit(0));
  try {
    return await start();
  } finally {
    listener = null;
  }
}

/** Below the 10 s that container engines wait between SIGTERM and SIGKILL, with a second to say so. */
const CLOSE_LIMIT_MS = 9_000;

/** Closes; true when that ended within so many ms, false when it is still under way. Throws what `close` throws in time. */
export async function closeWithin(ms: number, close: () => Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, ms, false);
  });
  try {
    return await Promise.race([close().then(() => true), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Closes; where that has not ended after 9 s, says so in one line and ends the process, with `process.exitCode` where one was
 * set and 0 where none was. Every phase of the work may be cut off, so nothing is lost. Throws what `close` throws in time.
 */
export async function closeOrExit(program: string, close: () => Promise<void>): Promise<void> {
  if (await closeWithin(CLOSE_LIMIT_MS, close)) return;
  process.stderr.write(
    `${program}: not everything ended within ${CLOSE_LIMIT_MS / 1_000} s; what was still under way is resolved by the next start\n`,
  );
  process.exit();
}

/** Runs a service until it is told to stop or fails, and exits: 0 after a signal, else as `reportError` says. */
export async function runService(program: string, start: () => Promise<Running>): Promise<void> {
  try {
    const running = await interruptible(start);
    const end = await Promise.race([running.failed, stopSignal()]);
    // Told before closing: a failure must not be lost where closing fails too, or does not end.
    if (end instanceof Error) process.exitCode = reportError(end, program);
    await closeOrExit(program, () => running.close());
  } catch (error) {
    const code = reportError(error, program);
    process.exitCode ??= code;
  }
  process.exit();
}
