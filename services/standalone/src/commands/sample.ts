import { writeFile } from 'node:fs/promises';
import { Usage } from '@sohoso/service';
import { sampleEvents } from '../sample/sample-events.ts';

/** `sohoso sample`: the sample events, one JSON event a line. */
export async function sample(options: { output?: string; seed?: string }): Promise<void> {
  if (options.seed !== undefined && !/^\d{1,15}$/.test(options.seed))
    throw new Usage('--seed takes a whole number');
  const events = sampleEvents(options.seed === undefined ? {} : { seed: Number(options.seed) });
  const text = `${events.map((event) => JSON.stringify(event)).join('\n')}\n`;
  if (options.output === undefined) {
    await new Promise<void>((resolve) => process.stdout.write(text, () => resolve()));
    return;
  }
  await writeFile(options.output, text).catch((error: Error) => {
    throw new Usage(`the events cannot be written to ${options.output}: ${error.message}`);
  });
  process.stderr.write(`${events.length} events written to ${options.output}\n`);
}
