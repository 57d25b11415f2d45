import { reportError } from '@sohoso/service';
import { CommanderError } from 'commander';
import { program } from './program.ts';

/** Runs the command line to its end and sets the exit code. */
export async function run(): Promise<void> {
  try {
    await program().parseAsync();
  } catch (error) {
    // Commander has printed its own message by then; asking for help or the version is no fault.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else process.exitCode = reportError(error, 'sohoso');
  }
}
