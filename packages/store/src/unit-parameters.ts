/** A server takes up to 128 KiB for the value of one parameter; a code is written with quotation marks and a comma. */
const MAX_BYTES = 100_000;
const EXTRA_BYTES = 3;
const names = ['units', 'units2', 'units3', 'units4'] as const;

/** Units as the parameters of a query: all of them, or a list in as many parts as it takes. */
export type UnitParameters = { readonly allUnits: 0 | 1 } & Readonly<
  Record<(typeof names)[number], readonly string[]>
>;

/** Codes as parameters; null stands for all units. Throws RangeError where they are more than the parameters take, some 400,000 bytes. */
export function unitParameters(units: readonly string[] | null): UnitParameters {
  const [first, second, third, fourth] = inParts(
    units ?? [],
    'units are too many for one question; ask for all units',
  );
  return {
    allUnits: units === null ? 1 : 0,
    units: first,
    units2: second,
    units3: third,
    units4: fourth,
  };
}

type Parts = readonly [Texts, Texts, Texts, Texts];
type Texts = readonly string[];

/** Texts in as many lists as one question has parameters for; a list may be empty. Throws RangeError where they are more: their number, and `tooMany`. */
export function inParts(texts: Texts, tooMany: string): Parts {
  const parts = [...chunksOf(texts)];
  if (parts.length > names.length) throw new RangeError(`${texts.length} ${tooMany}`);
  const [first = [], second = [], third = [], fourth = []] = parts;
  return [first, second, third, fourth];
}

/** Texts in lists of which each may be the value of one parameter. */
export function* chunksOf(texts: readonly string[]): Generator<readonly string[]> {
  let chunk: string[] = [];
  let bytes = 0;
  for (const text of texts) {
    const more = Buffer.byteLength(text) + EXTRA_BYTES;
    if (bytes + more > MAX_BYTES) {
      yield chunk;
      [chunk, bytes] = [[], 0];
    }
    chunk.push(text);
    bytes += more;
  }
  if (chunk.length > 0) yield chunk;
}
