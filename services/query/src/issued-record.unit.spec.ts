import { describe, expect, it } from 'vitest';
import { idsOf, isIdOf, sha256 } from './issued-record.ts';
import { Turns } from './turns.ts';

const digest = sha256('a record');

describe('an id', () => {
  it('has the first digits of the digest, and more where these are taken', () => {
    const [first, second] = [...idsOf('2020-04-16', 'ii-06a', digest)];
    expect(first).toBe(`2020-04-16-ii-06a-${digest.slice(0, 6)}`);
    expect(second).toBe(`2020-04-16-ii-06a-${digest.slice(0, 8)}`);
  });

  it('is one of its digest only', () => {
    for (const id of idsOf('2020-04-16', 'appendix', digest)) expect(isIdOf(id, digest)).toBe(true);
    expect(isIdOf('2020-04-16-appendix-000000', digest)).toBe(false);
    expect(isIdOf(`2020-04-16-appendix-${digest.slice(0, 4)}`, digest)).toBe(false);
  });
});

describe('turns', () => {
  it('are taken one after the other, also after one that failed', async () => {
    const turns = new Turns(5);
    const done: number[] = [];
    const work = async (number: number, ms: number) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      done.push(number);
      if (number === 1) throw new Error('it failed');
      return number;
    };
    const ends = await Promise.allSettled([1, 2, 3].map((n) => turns.take(() => work(n, 4 - n))));
    expect(done).toEqual([1, 2, 3]);
    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
  });

  it('are refused to more than may wait, until there is room again', async () => {
    const turns = new Turns(1);
    let open = () => {};
    const first = turns.take(() => new Promise<void>((resolve) => (open = resolve)));
    const second = turns.take(async () => {});
    await expect(turns.take(async () => {})).rejects.toMatchObject({ statusCode: 503, kind: 'overloaded' });
    await new Promise((resolve) => setTimeout(resolve, 1));
    open();
    await Promise.all([first, second]);
    await expect(turns.take(async () => 'done')).resolves.toBe('done');
  });
});
