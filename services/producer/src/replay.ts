import { type DeadLetter, LogUnavailable } from '@sohoso/log';
import type { DeadLettersOptions, ReplayAnswer } from './dead-letters.ts';

const MAX_CHUNK_LETTERS = 1_000;
const MAX_CHUNK_BYTES = 2 * 1_048_576;

/**
 * Appends the original bytes of dead letters to the log again and marks them, chunk by chunk. A crash between the two sends
 * a chunk twice, which is harmless: the fold knows an event by source and id and leaves repeats out. Letters of which only
 * the start was kept are left. Throws LogUnavailable, with how many were sent again by then.
 */
export async function replay(
  { log, deadLetters }: Pick<DeadLettersOptions, 'log' | 'deadLetters'>,
  letters: readonly DeadLetter[],
): Promise<ReplayAnswer> {
  let replayed = 0;
  for (const chunk of chunksOf(letters.filter((letter) => letter.cutFromBytes === undefined))) {
    try {
      await log.append(chunk.map(({ record: { key, value } }) => ({ key: key ?? '', value })));
      await deadLetters.replayed(chunk);
    } catch (error) {
      if (!(error instanceof LogUnavailable)) throw error;
      const sentence = `${error.message}. ${replayed} of ${letters.length} were sent again; ask once more for the others`;
      throw new LogUnavailable(sentence, { cause: error });
    }
    replayed += chunk.length;
  }
  const left = letters.flatMap(({ record: { partition, offset, value }, cutFromBytes }) => {
    if (cutFromBytes === undefined) return [];
    const why = `only the first ${value.byteLength} of its ${cutFromBytes} bytes were kept; send the event from where it came`;
    return [{ partition, offset, why }];
  });
  return { replayed, left };
}

function* chunksOf(letters: readonly DeadLetter[]): Generator<readonly DeadLetter[]> {
  let chunk: DeadLetter[] = [];
  let bytes = 0;
  for (const letter of letters) {
    const more = letter.record.value.byteLength;
    if (chunk.length > 0 && (chunk.length >= MAX_CHUNK_LETTERS || bytes + more > MAX_CHUNK_BYTES)) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(letter);
    bytes += more;
  }
  if (chunk.length > 0) yield chunk;
}
