import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { read } from './repository.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: { readonly summary?: string; readonly what_to_do?: string };
}

const rules = (
  parse(read('infra/prometheus/alerts.yml')) as { groups: readonly { rules: readonly Rule[] }[] }
).groups.flatMap((group) => group.rules);

describe('the alerts', () => {
  const known = new Set(
    [...read('services/consumer/src/metrics.ts').matchAll(/name: '(sohoso_\w+)'/g)].map(([, name]) => name),
  );
  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s asks for metrics that there are, and says what to do',
    (_, rule) => {
      const asked = [...rule.expr.matchAll(/\bsohoso_\w+/g)].map(([name]) => name);
      expect(asked.length).toBeGreaterThan(0);
      for (const name of asked) expect(known).toContain(name);
      expect(rule.annotations.summary).toMatch(/\w/);
      expect(rule.annotations.what_to_do).toMatch(/\w/);
    },
  );
});
