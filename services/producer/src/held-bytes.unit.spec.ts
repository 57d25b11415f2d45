import { expect, it } from 'vitest';
import { HeldBytes } from './held-bytes.ts';

const overloaded = expect.objectContaining({ kind: 'overloaded', statusCode: 429 });

it('the memory for whole bodies is shared, a part of it at most for one key, and given back', () => {
  const bytes = new HeldBytes({ maxHeldBytes: 100, maxHeldBytesOfKey: 60 });
  const [first, second, other] = [bytes.of('a'), bytes.of('a'), bytes.of('b')];
  first.take(40);
  second.take(20);
  expect(() => second.take(1)).toThrow('other bodies of this key fill the memory');
  other.take(40);
  expect(() => other.take(1)).toThrow(overloaded);
  expect(() => bytes.of(null).take(1)).toThrow('other bodies fill the memory');
  first.release();
  first.release();
  expect(() => bytes.of(null).take(41)).toThrow(overloaded);
  bytes.of(null).take(40);
  expect(() => second.requireRoom(1)).toThrow(overloaded);
  other.release();
  second.take(40);
});

it('what is announced takes nothing', () => {
  const bytes = new HeldBytes({ maxHeldBytes: 10, maxHeldBytesOfKey: 10 });
  bytes.of('a').requireRoom(10);
  expect(() => bytes.of('a').requireRoom(11)).toThrow(overloaded);
  expect(() => bytes.of('b').take(10)).not.toThrow();
});
