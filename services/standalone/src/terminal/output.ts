import { writeFile } from 'node:fs/promises';
import { Usage } from '@sohoso/service';

/** Writes what a command gives into a file, or on the terminal where none is named. `what` is what it is called, e.g. `the report`. */
export async function putOut(text: string, file: string | undefined, what: string): Promise<void> {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  await writeFile(file, text).catch((error: Error) => {
    throw new Usage(`${what} cannot be written to ${file}: ${error.message}`);
  });
}
