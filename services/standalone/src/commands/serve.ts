import { closeOrExit, interruptible, reportError, stopSignal } from '@sohoso/service';
import { pino } from 'pino';
import type { Config } from '../config.ts';
import type { Listening } from '../own-server.ts';
import { Pipeline } from '../pipeline.ts';

/** `sohoso serve`: the whole pipeline until it is told to stop. */
export async function serve(config: Config): Promise<void> {
  const logger = pino({ level: config.SOHOSO_LOG_LEVEL }, process.stderr);
  const pipeline = await interruptible(() => Pipeline.start(config, logger));
  try {
    const url = await pipeline.listen(config.SOHOSO_HOST, config.SOHOSO_PORT);
    process.stdout.write(
      `Sổ Hồ Sơ answers at ${url}\n  pages         ${url}/docs\n  send events   POST ${url}/v1/events\n  stop          Ctrl-C\n`,
    );
    tellParent({ url, key: pipeline.ownKey() });
    pipeline.announceDeadlines(logger);
    await serveUntilStopped(pipeline);
  } catch (error) {
    // Told here: closing may not end, and what ended the program must not be lost with it.
    process.exitCode = reportError(error, 'sohoso');
  }
  await closeOrExit('sohoso', () => pipeline.close());
}

/** Where another command of ours has started this server, it is told the address, and the server ends with it. */
function tellParent(listening: Listening): void {
  if (process.send === undefined) return;
  process.send(listening);
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
}

/** Resolves when the process is told to stop; sets the exit code where the pipeline failed instead. */
export async function serveUntilStopped(pipeline: Pipeline): Promise<void> {
  const end = await Promise.race([pipeline.failed, stopSignal()]);
  if (end instanceof Error) process.exitCode = reportError(end, 'sohoso');
}
