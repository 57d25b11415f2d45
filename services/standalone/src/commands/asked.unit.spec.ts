import { describe, expect, it } from 'vitest';
import { addressOf } from './asked.ts';

describe('the address of a request', () => {
  it('asks for what was given and nothing else', () => {
    const asked = { from: undefined, period: '2020-Q1@vpcp', rollUp: true as const, scope: 'a,b' };
    const address = addressOf('http://127.0.0.1:1', ['reports', 'appendix'], asked);
    expect(address.pathname).toBe('/v1/reports/appendix');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      period: '2020-Q1@vpcp',
      rollUp: 'true',
      scope: 'a,b',
    });
  });

  it('keeps a plus of a moment, which an address would turn into a blank', () => {
    const address = addressOf('http://127.0.0.1:1', ['narrative'], {
      asKnownAt: '2020-04-16T08:00:00+07:00',
    });
    expect(address.search).toBe('?asKnownAt=2020-04-16T08%3A00%3A00%2B07%3A00');
  });

  it('escapes what stands in the path', () => {
    expect(addressOf('http://127.0.0.1:1/x', ['ratios', 'online/new']).pathname).toBe(
      '/v1/ratios/online%2Fnew',
    );
  });
});
