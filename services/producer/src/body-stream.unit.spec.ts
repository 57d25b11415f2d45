import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { Patience, piecesOf } from './body-stream.ts';

it('a body that is never late with a piece, and brings nothing in them, is ended all the same', async () => {
  const untilMs = performance.now() + 300;
  function* blanks() {
    while (performance.now() < untilMs) yield Buffer.from('\n');
  }
  const read = async () => {
    let bytes = 0;
    for await (const piece of piecesOf(Readable.from(blanks()), new Patience(50))) bytes += piece.byteLength;
    return bytes;
  };
  await expect(read()).rejects.toThrow('no event has come for 0.05 s');
});
