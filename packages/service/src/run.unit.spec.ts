import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeOrExit, closeWithin, interruptible } from './run.ts';

const never = () => new Promise<never>(() => {});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('closing within a time', () => {
  it('ends as soon as it is closed, and leaves no timer behind', async () => {
    expect(await closeWithin(1_000, async () => {})).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('ends when the time is up, and not before', async () => {
    const closed = vi.fn();
    const closing = closeWithin(1_000, never).then(closed);
    await vi.advanceTimersByTimeAsync(999);
    expect(closed).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await closing;
    expect(closed).toHaveBeenCalledWith(false);
  });

  it('throws what closing throws', async () => {
    await expect(closeWithin(1_000, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('does not mind a closing that fails after the time was up', async () => {
    let fail: (error: Error) => void = () => {};
    const slow = new Promise<void>((_resolve, reject) => {
      fail = reject;
    });
    const closing = closeWithin(1_000, () => slow);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await closing).toBe(false);
    fail(new Error('late'));
    await vi.advanceTimersByTimeAsync(0);
  });
});

describe('a program that is starting', () => {
  const listeners = () => [...process.listeners('SIGTERM'), ...process.listeners('SIGINT')];

  it('ends at once when it is told to stop', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
    const before = listeners();
    void interruptible(never);
    const added = listeners().filter((listener) => !before.includes(listener));
    expect(added).toHaveLength(2);
    for (const listener of added) listener('SIGTERM');
    expect(exit.mock.calls).toEqual([[0], [0]]);
    for (const listener of added) process.off('SIGTERM', listener).off('SIGINT', listener);
  });

  it('leaves signals to others once it has started, or could not', async () => {
    const before = listeners();
    expect(await interruptible(async () => 'started')).toBe('started');
    await expect(interruptible(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(listeners()).toEqual(before);
  });
});

describe('a program that was told to stop', () => {
  const spies = () => ({
    exit: vi.spyOn(process, 'exit').mockImplementation(() => undefined as never),
    write: vi.spyOn(process.stderr, 'write').mockImplementation(() => true),
  });

  it('is left to end by itself when it closes in time', async () => {
    const { exit, write } = spies();
    await closeOrExit('sohoso', async () => {});
    expect(exit).not.toHaveBeenCalled();
    expect(write).not.toHaveBeenCalled();
  });

  it('ends after 9 s with one line, and keeps the exit code that was set', async () => {
    const { exit, write } = spies();
    const closing = closeOrExit('sohoso', never);
    await vi.advanceTimersByTimeAsync(8_999);
    expect(exit).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    await closing;
    expect(exit).toHaveBeenCalledExactlyOnceWith();
    expect(write.mock.calls).toEqual([
      ['sohoso: not everything ended within 9 s; what was still under way is resolved by the next start\n'],
    ]);
  });
});
