import { describe, expect, it } from 'vitest';
import { keysRequired, readConfig } from './config.ts';

const brokers = { KAFKA_BROKERS: 'kafka:9092' };
const faults = (variables: Record<string, string>) => {
  try {
    readConfig({ ...brokers, ...variables });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
};

describe('keys', () => {
  it.each([
    ['127.0.0.1', false],
    ['127.8.9.10', false],
    ['localhost', false],
    ['::1', false],
    ['0.0.0.0', true],
    ['::', true],
    ['10.0.0.1', true],
    ['127.evil.example', true],
    ['1270.0.0.1', true],
  ])('are required by default on %s: %s', (host, isRequired) => {
    expect(keysRequired({}, host)).toBe(isRequired);
    expect(keysRequired({ SOHOSO_KEYS: 'required' }, host)).toBe(true);
    expect(faults({ SOHOSO_HOST: host, SOHOSO_KEYS: 'off' })).toHaveLength(isRequired ? 1 : 0);
    expect(faults({ SOHOSO_HOST: host })).toHaveLength(isRequired ? 1 : 0);
    expect(faults({ SOHOSO_HOST: host, SOHOSO_KEYS_FILE: 'keys.json' })).toEqual([]);
  });

  it('that cannot be are told in one sentence each, beside all other faults', () => {
    const wrong = { SOHOSO_HOST: '0.0.0.0', SOHOSO_KEYS: 'off', SOHOSO_PORT: 'x' };
    expect(faults(wrong)).toEqual([
      expect.stringMatching(/^SOHOSO_PORT: /),
      expect.stringMatching(/^SOHOSO_KEYS: off is for an address of this machine only/),
    ]);
    expect(faults({ SOHOSO_KEYS: 'required' })).toEqual([
      expect.stringMatching(/^SOHOSO_KEYS_FILE: is needed, .* sohoso keys add$/),
    ]);
    expect(faults({ SOHOSO_KEYS: 'maybe', SOHOSO_BACKFILL_MAX_WAITING_EVENTS: '0' })).toEqual([
      'SOHOSO_KEYS: must be required or off',
      expect.stringMatching(/^SOHOSO_BACKFILL_MAX_WAITING_EVENTS: must be a whole number from 1/),
    ]);
  });
});
