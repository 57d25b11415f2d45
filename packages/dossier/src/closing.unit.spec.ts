import { describe, expect, it } from 'vitest';
import { emptyHistory, record } from './history.ts';
import {
  deadlinePassed,
  dueChanged,
  given,
  received,
  resolved,
  supplementRequested,
  withdrawn,
} from './testing/given.ts';

const open = received('04-01', 'a', { due: '2020-04-10' });
const openNoDue = received('04-01', 'a');

describe('resolved', () => {
  it('before the due is early, and the leg will not go overdue', () => {
    given(open).when(resolved('04-09', 'a')).thenMoves('a 04-09 resolved_early +1', 'a 04-11 overdue -1');
  });
  it('on the due day, to its last minute, is on time', () => {
    given(open)
      .when(resolved('04-10T23:59', 'a'))
      .thenMoves('a 04-10 resolved_on_time +1', 'a 04-11 overdue -1');
  });
  it('on the day after is late and was never overdue at the end of a day', () => {
    given(open)
      .when(resolved('04-11T00:00', 'a'))
      .thenMoves('a 04-11 resolved_late +1', 'a 04-11 overdue -1');
  });
  it('days later is late and leaves the overdue days that were', () => {
    given(open).when(resolved('04-14', 'a')).thenMoves('a 04-14 resolved_late +1', 'a 04-14 overdue -1');
  });
  it('without a due is on time, even after a deadline-passed', () => {
    given(openNoDue).when(resolved('05-30', 'a')).thenMoves('a 05-30 resolved_on_time +1');
    given(openNoDue, deadlinePassed('04-08', 'a'))
      .when(resolved('04-09', 'a'))
      .thenMoves('a 04-09 resolved_on_time +1', 'a 04-09 overdue -1');
  });
  it('shows a refusal and a return by post', () => {
    given(openNoDue)
      .when(resolved('04-09', 'a', { outcome: 'refused', returnedVia: 'postal' }))
      .thenMoves('a 04-09 resolved_on_time +1', 'a 04-09 refused +1', 'a 04-09 returned_by_post +1');
  });
  it('while suspended is compared with the due all the same', () => {
    given(open, supplementRequested('04-02', 'a'))
      .when(resolved('04-20', 'a'))
      .thenMoves('a 04-20 resolved_late +1', 'a 04-20 suspended -1');
  });
  it('is measured by the due in force, not the first one', () => {
    given(open, dueChanged('04-09', 'a', '2020-04-12'))
      .when(resolved('04-12', 'a'))
      .thenMoves('a 04-12 resolved_on_time +1', 'a 04-13 overdue -1');
  });
  it('without an open leg has no effect', () => {
    given(open, resolved('04-02', 'a'))
      .when(resolved('04-03', 'a'))
      .thenNothing()
      .thenAnomalies('+no-open-leg a');
  });
});

describe('withdrawn', () => {
  it('closes by the same clock and is shown as withdrawn', () => {
    given(open)
      .when(withdrawn('04-12', 'a'))
      .thenMoves('a 04-12 resolved_late +1', 'a 04-12 withdrawn +1', 'a 04-12 overdue -1');
  });
  it('without an open leg has no effect', () => {
    given().when(withdrawn('04-12', 'a')).thenNothing().thenAnomalies('+no-open-leg a');
  });
});

describe('the first due', () => {
  it('stays on record when the due changes', () => {
    const first = record(emptyHistory, open);
    if (first.effect !== 'counted') throw new Error('expected the event to count');
    const second = record(first.history, dueChanged('04-02', 'a', '2020-04-30'));
    if (second.effect !== 'counted') throw new Error('expected the event to count');
    const [leg] = second.history.state.legs;
    expect(leg?.firstDue).not.toBe(leg?.due);
    expect(leg?.firstDue).toBe(first.history.state.legs[0]?.due);
  });
});
