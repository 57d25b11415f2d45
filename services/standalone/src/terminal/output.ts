import { writeFile } from 'node:fs/promises';
import { Usage } from '@sohoso/service';

/** Writes what a command gives into a file, or on the terminal where none is named. `what` is what it is called, e.g. `the report`. */
export async function putOut(
  content: string | Uint8Array,
  file: string | undefined,
  what: string,
): Promise<void> {
  if (file === undefined) return writeAll(content);
  await writeFile(file, content).catch((error: Error) => {
    throw new Usage(`${what} cannot be written to ${file}: ${error.message}`);
  });
}

/** Waits until it is written: what stands in a pipe when the program ends would be lost. A reader that wants no more (`| head`) is no fault. */
function writeAll(content: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' ? resolve() : reject(error),
    );
    process.stdout.write(content, () => resolve());
  });
}
