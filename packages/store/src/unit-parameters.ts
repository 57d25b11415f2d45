/** A server takes up to 128 KiB for the value of one parameter; a code is written with quotation marks and a comma. */
const MAX_CHARACTERS = 100_000;
const EXTRA_CHARACTERS = 3;
const names = ['units', 'units2', 'units3', 'units4'] as const;

/** Units as the parameters of a query: all of them, or a list in as many parts as it takes. */
export type UnitParameters = { readonly allUnits: 0 | 1 } & Readonly<
  Record<(typeof names)[number], readonly string[]>
>;

/** Codes as parameters; null stands for all units. Throws RangeError where they are more than the parameters take, some 400,000 characters. */
export function unitParameters(units: readonly string[] | null): UnitParameters {
  const parts = [...chunksOf(units ?? [])];
  if (parts.length > names.length)
    throw new RangeError(`${units?.length} units are too many for one question; ask for all units`);
  const [first = [], second = [], third = [], fourth = []] = parts;
  return {
    allUnits: units === null ? 1 : 0,
    units: first,
    units2: second,
    units3: third,
    units4: fourth,
  };
}

/** Texts in lists of which each may be the value of one parameter. */
export function* chunksOf(texts: readonly string[]): Generator<readonly string[]> {
  let chunk: string[] = [];
  let characters = 0;
  for (const text of texts) {
    const more = text.length + EXTRA_CHARACTERS;
    if (characters + more > MAX_CHARACTERS) {
      yield chunk;
      [chunk, characters] = [[], 0];
    }
    chunk.push(text);
    characters += more;
  }
  if (chunk.length > 0) yield chunk;
}
