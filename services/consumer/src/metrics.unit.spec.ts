import { Registry } from '@sohoso/service';
import { describe, expect, it } from 'vitest';
import type { LagAnswer } from './health.ts';
import { ConsumerMetrics, metrics } from './metrics.ts';

const answers: LagAnswer = {
  partitions: [{ partition: 3, begin: 10, end: 50, committed: 40, waiting: 9 }],
};

function given(lag: () => LagAnswer = () => answers) {
  const registry = new Registry();
  const consumer = new ConsumerMetrics(registry, async () => lag());
  /** The lines of a scrape that hold figures, of the metrics that are named so. */
  const scrape = async (name: RegExp) =>
    (await registry.metrics()).split('\n').filter((line) => !line.startsWith('#') && name.test(line));
  return { registry, consumer, scrape };
}

describe('the metrics of a consumer', () => {
  it('are those of the list, no more and no fewer', () => {
    const names = given()
      .registry.getMetricsAsArray()
      .map(({ name }) => name);
    expect(names.toSorted()).toEqual(
      Object.values(metrics)
        .map(({ name }) => name)
        .toSorted(),
    );
  });

  it('say nothing of audits and faults before the first', async () => {
    const { scrape } = given();
    expect(await scrape(/audit|timestamp/)).toEqual([]);
    expect(await scrape(/faults_total.*"store"/)).toEqual(['sohoso_faults_total{kind="store"} 0']);
  });

  it('count batches, their records and the refused ones by reason', async () => {
    const { consumer, scrape } = given();
    consumer.committed(10, [{ reason: 'unit-unknown' }, { reason: 'unit-unknown' }]);
    consumer.committed(5, []);
    expect(await scrape(/batches|records|refused/)).toEqual([
      'sohoso_records_total 15',
      'sohoso_refused_total{reason="unit-unknown"} 2',
      'sohoso_batches_total 2',
    ]);
  });

  it('time an insert that succeeds, and count one that fails', async () => {
    const { consumer, scrape } = given();
    expect(await consumer.inserting(async () => 'done')).toBe('done');
    await expect(consumer.inserting(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(await scrape(/insert_seconds_count|failures/)).toEqual([
      'sohoso_insert_seconds_count 1',
      'sohoso_insert_failures_total 1',
    ]);
  });

  it('tell a fault and an audit with their times in seconds', async () => {
    const { consumer, scrape } = given();
    consumer.fault({ kind: 'log', atMs: 1_500 });
    const audit = { holds: false, durationMs: 250, endedAtMs: 3_000 };
    consumer.audited({ ...audit, faultsByCheck: new Map([['gone', 1]]) });
    consumer.audited({ ...audit, faultsByCheck: new Map([['unit_day', 2]]) });
    expect(await scrape(/audit|timestamp|"log"/)).toEqual([
      'sohoso_faults_total{kind="log"} 1',
      'sohoso_last_fault_timestamp_seconds 1.5',
      'sohoso_audit_holds 0',
      'sohoso_audit_faults{check="unit_day"} 2',
      'sohoso_audit_duration_seconds 0.25',
      'sohoso_audit_timestamp_seconds 3',
    ]);
  });
});

describe('a scrape', () => {
  const positions = [
    'sohoso_log_end_position{partition="3"} 50',
    'sohoso_log_committed_position{partition="3"} 40',
    'sohoso_lag_events{partition="3"} 9',
  ];

  it('gives the positions of a log that answers, and none of one that has gone away', async () => {
    let answer: LagAnswer = answers;
    const { scrape } = given(() => answer);
    expect(await scrape(/log_|lag_/)).toEqual([...positions, 'sohoso_log_reachable 1']);
    answer = { fault: 'away' };
    expect(await scrape(/log_|lag_/)).toEqual(['sohoso_log_reachable 0']);
    answer = answers;
    expect(await scrape(/log_|lag_/)).toEqual([...positions, 'sohoso_log_reachable 1']);
  });
});
