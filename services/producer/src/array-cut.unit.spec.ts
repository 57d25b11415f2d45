import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrayCut, NoArray } from './array-cut.ts';

function elementsOf(text: string): readonly string[] {
  const [frame, cut] = [new ArrayCut(Buffer.from(text)), new ArrayCut(Buffer.from(text))];
  let count = 0;
  while (frame.skip()) count++;
  const elements: string[] = [];
  for (let next = cut.next(); next !== null; next = cut.next()) elements.push(next.toString());
  expect([count, cut.next()]).toEqual([elements.length, null]);
  return elements;
}

describe('an array', () => {
  it('of any values is cut into the text of each', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ stringUnit: 'binary' })),
        fc.constantFrom(0, 1, '\t'),
        (values, space) => {
          const text = JSON.stringify(values, null, space);
          expect(elementsOf(` ${text}\r\n`).map((element) => JSON.parse(element))).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it.each([
    ['[]', []],
    [' [ \n ] ', []],
    ['\uFEFF[1]', ['1']],
    ['[1, 2.50 ,3e0]', ['1', '2.50', '3e0']],
    ['[{"a":"]},\\"[{\\\\"},"\\u005d"]', ['{"a":"]},\\"[{\\\\"}', '"\\u005d"']],
    ['[[[]],[{}]]', ['[[]]', '[{}]']],
    // No JSON, but each by itself: whoever reads it says so of that one alone.
    ['[{"a":},7 8,{1]]', ['{"a":}', '7 8', '{1]']],
  ])('is cut exactly as it was written: %s', (text, elements) => {
    expect(elementsOf(text)).toEqual(elements);
  });

  it('that is cut off anywhere, or goes on, is none', () => {
    const text = '[{"a":[1,"]"]},"x\\"", 2]';
    expect(elementsOf(text)).toHaveLength(3);
    for (let end = 0; end < text.length; end++) expect(() => elementsOf(text.slice(0, end))).toThrow(NoArray);
    for (const more of [',', ']', 'x', '[]', '\0']) expect(() => elementsOf(text + more)).toThrow(NoArray);
  });

  it.each(['', ' ', '{}', '7', '"["', 'null', '[,]', '[1,]', '[1,,2]', '[,1]', '[}', '[1}', '["', '["\\'])(
    'is not %j',
    (text) => {
      expect(() => elementsOf(text)).toThrow(NoArray);
    },
  );
});
