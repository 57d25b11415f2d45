/** A fault that whoever started the program can mend; it is told in one line, without a stack trace. */
export class Usage extends Error {
  override readonly name = 'Usage';
}

/** Names of errors that say in their message what is wrong and what to do; the rest are faults of ours. */
const told = new Set([
  'Usage',
  'EnvironmentInvalid',
  'UnitsFileBroken',
  'MigrationChanged',
  'TopicUnfit',
  'LogUnavailable',
  'StoreUnavailable',
  'WrongLog',
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

/** Resolves at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function stopSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130));
        resolve(signal);
      });
    }
  });
}

export interface Running {
  /** Resolves if it cannot go on by itself. */
  readonly failed: Promise<Error>;
  /** Ends it, in the reverse order of its start. */
  close(): Promise<void>;
}

/** Runs a service until it is told to stop or fails, and exits. */
export async function runService(program: string, start: () => Promise<Running>): Promise<void> {
  try {
    const running = await start();
    const failure = await Promise.race([running.failed, stopSignal()]);
    await running.close();
    process.exit(failure instanceof Error ? reportError(failure, program) : 0);
  } catch (error) {
    process.exit(reportError(error, program));
  }
}
