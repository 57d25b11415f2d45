import { describe, expect, it } from 'vitest';
import {
  deadlinePassed,
  dueChanged,
  forwarded,
  given,
  received,
  resolved,
  supplemented,
  supplementRequested,
  transferred,
} from './testing/given.ts';

const open = received('04-01', 'a', { due: '2020-04-10' });
const openNoDue = received('04-01', 'a');

describe('received', () => {
  it.each([
    ['online', 'received_online'],
    ['direct', 'received_direct'],
    ['postal', 'received_postal'],
  ])('by %s opens a leg counted as %s', (channel, measure) => {
    given()
      .when(received('04-03', 'a', { channel }))
      .thenMoves(`a 04-03 ${measure} +1`);
  });
  it('with a due foresees the first overdue day, the day after it', () => {
    given().when(open).thenMoves('a 04-01 received_direct +1', 'a 04-11 overdue +1');
  });
  it('with a due that is past already is overdue at the end of its first day', () => {
    given()
      .when(received('04-03', 'a', { due: '2020-04-01' }))
      .thenMoves('a 04-03 received_direct +1', 'a 04-03 overdue +1');
  });
  it('with a due at the end of the calendar never goes overdue', () => {
    given()
      .when(received('04-03', 'a', { due: '9999-12-31' }))
      .thenMoves('a 04-03 received_direct +1');
  });
  it('takes a moment given as due by its local day', () => {
    given()
      .when(received('04-03', 'a', { due: '2020-04-09T17:00:00Z' }))
      .thenMoves('a 04-03 received_direct +1', 'a 04-11 overdue +1');
  });
  it('where a leg is open already has no effect', () => {
    given(open).when(received('04-02', 'a')).thenNothing().thenAnomalies('+already-open a');
  });
  it('at a second unit opens a second leg', () => {
    given(open).when(received('04-02', 'b')).thenMoves('b 04-02 received_direct +1').thenAnomalies();
  });
  it('after a close at the same unit opens a new leg', () => {
    const { movements } = given(open, resolved('04-02', 'a')).when(received('04-03', 'a'));
    expect(movements.map((m) => m.leg)).toEqual([1]);
  });
  it('gives its procedure and field to its movements, and to legs forwarded from then on', () => {
    const first = received('04-01', 'a', { procedure: '2.000635', field: 'ho-tich' });
    const { movements } = given(first).when(forwarded('04-02', 'a', 'b'));
    expect(movements).toMatchObject([{ unit: 'b', procedure: '2.000635', field: 'ho-tich' }]);
  });
  it('that arrives late moves what was forwarded before under its procedure', () => {
    const { movements } = given(forwarded('04-02', 'a', 'b')).when(
      received('04-01', 'a', { procedure: 'p' }),
    );
    expect(movements.map((m) => [m.unit, m.procedure, m.measure, m.leg, m.quantity]).toSorted()).toEqual(
      [
        ['a', 'p', 'received_direct', 0, 1],
        ['b', '', 'received_forwarded', 0, -1],
        ['b', 'p', 'received_forwarded', 1, 1],
      ].toSorted(),
    );
  });
});

describe('forwarded', () => {
  it('opens a leg at the receiver and keeps the sender’s', () => {
    given(open)
      .when(forwarded('04-02', 'a', 'b', { due: '2020-04-05' }))
      .thenMoves('b 04-02 received_forwarded +1', 'b 04-06 overdue +1');
  });
  it('with custody released closes the sender’s leg as resolved', () => {
    given(open)
      .when(forwarded('04-02', 'a', 'b', { custody: 'released' }))
      .thenMoves(
        'b 04-02 received_forwarded +1',
        'a 04-02 resolved_early +1',
        'a 04-02 released +1',
        'a 04-11 overdue -1',
      );
  });
  it('with custody released and no leg at the sender still opens the receiver’s', () => {
    given()
      .when(forwarded('04-02', 'a', 'b', { custody: 'released' }))
      .thenMoves('b 04-02 received_forwarded +1')
      .thenAnomalies('+no-open-leg a');
  });
  it('to a unit that has a leg open still releases the sender’s', () => {
    given(openNoDue, received('04-01', 'b'))
      .when(forwarded('04-02', 'a', 'b', { custody: 'released' }))
      .thenMoves('a 04-02 resolved_on_time +1', 'a 04-02 released +1')
      .thenAnomalies('+already-open b');
  });
  it('where both halves fail is two anomalies', () => {
    given(received('04-01', 'b'))
      .when(forwarded('04-02', 'a', 'b', { custody: 'released' }))
      .thenNothing()
      .thenAnomalies('+already-open b', '+no-open-leg a');
  });
  it('does not ask whether the sender has a leg when custody is kept', () => {
    given()
      .when(forwarded('04-02', 'a', 'b'))
      .thenMoves('b 04-02 received_forwarded +1')
      .thenAnomalies();
  });
});

describe('transferred', () => {
  it('takes the leg to the new unit with its due', () => {
    given(open)
      .when(transferred('04-05', 'a', 'b'))
      .thenMoves(
        'a 04-05 transferred_out +1',
        'b 04-05 transferred_in +1',
        'a 04-11 overdue -1',
        'b 04-11 overdue +1',
      );
  });
  it('takes an overdue and a suspended stock along', () => {
    given(open)
      .when(transferred('04-15', 'a', 'b'))
      .thenMoves(
        'a 04-15 transferred_out +1',
        'b 04-15 transferred_in +1',
        'a 04-15 overdue -1',
        'b 04-15 overdue +1',
      );
    given(open, supplementRequested('04-04', 'a'))
      .when(transferred('04-15', 'a', 'b'))
      .thenMoves(
        'a 04-15 transferred_out +1',
        'b 04-15 transferred_in +1',
        'a 04-15 suspended -1',
        'b 04-15 suspended +1',
      );
  });
  it('without a leg at the old unit, or with one at the new, has no effect', () => {
    given()
      .when(transferred('04-05', 'a', 'b'))
      .thenNothing()
      .thenAnomalies('+no-open-leg a');
    given(open, received('04-02', 'b'))
      .when(transferred('04-05', 'a', 'b'))
      .thenNothing()
      .thenAnomalies('+already-open b');
  });
  it('is closed at the new unit against the due it came with', () => {
    given(open, transferred('04-05', 'a', 'b'))
      .when(resolved('04-10', 'b'))
      .thenMoves('b 04-10 resolved_on_time +1', 'b 04-11 overdue -1');
  });
});

describe('due-changed', () => {
  it('moves the first overdue day', () => {
    given(open)
      .when(dueChanged('04-08', 'a', '2020-04-20'))
      .thenMoves('a 04-11 overdue -1', 'a 04-21 overdue +1');
  });
  it('ends being overdue on the day of the apology', () => {
    given(open)
      .when(dueChanged('04-15', 'a', '2020-04-20'))
      .thenMoves('a 04-15 overdue -1', 'a 04-21 overdue +1');
  });
  it('to a day that is past goes on being overdue without a break', () => {
    given(open)
      .when(dueChanged('04-15', 'a', '2020-04-14'))
      .thenNothing()
      .thenAnomalies();
  });
  it('on an open leg that is gone has no effect', () => {
    given()
      .when(dueChanged('04-15', 'a', '2020-04-20'))
      .thenNothing()
      .thenAnomalies('+no-open-leg a');
  });
});

describe('supplement-requested and supplemented', () => {
  const suspended = supplementRequested('04-05', 'a');
  it('suspends, and a suspended leg does not go overdue', () => {
    given(open).when(suspended).thenMoves('a 04-05 suspended +1', 'a 04-11 overdue -1');
  });
  it('suspending an overdue leg takes it from the overdue stock', () => {
    given(open)
      .when(supplementRequested('04-15', 'a'))
      .thenMoves('a 04-15 suspended +1', 'a 04-15 overdue -1');
  });
  it('suspending twice is suspending once', () => {
    given(open, suspended).when(supplementRequested('04-06', 'a')).thenNothing().thenAnomalies();
  });
  it('the leg that comes back after its due is overdue on that day', () => {
    given(open, suspended)
      .when(supplemented('04-15', 'a'))
      .thenMoves('a 04-15 suspended -1', 'a 04-15 overdue +1');
  });
  it('a new due may come with it', () => {
    given(open, suspended)
      .when(supplemented('04-15', 'a', { due: '2020-04-20' }))
      .thenMoves('a 04-15 suspended -1', 'a 04-21 overdue +1');
  });
  it('comes and goes within one day without a trace', () => {
    given(open, suspended)
      .when(supplemented('04-05T17:00', 'a'))
      .thenMoves('a 04-05 suspended -1', 'a 04-11 overdue +1');
  });
  it('without a leg has no effect', () => {
    given().when(suspended).thenNothing().thenAnomalies('+no-open-leg a');
    given().when(supplemented('04-05', 'a')).thenNothing().thenAnomalies('+no-open-leg a');
  });
});

describe('deadline-passed', () => {
  it('makes a leg without a due overdue from that day on', () => {
    given(openNoDue).when(deadlinePassed('04-08', 'a')).thenMoves('a 04-08 overdue +1');
  });
  it('only alerts where there is a due', () => {
    given(open).when(deadlinePassed('04-11', 'a')).thenNothing().thenAnomalies();
  });
  it('on a day other than the day after the due is a mismatch', () => {
    given(open).when(deadlinePassed('04-10', 'a')).thenNothing().thenAnomalies('+deadline-mismatch a');
  });
  it('gives way to a due that comes later', () => {
    given(openNoDue, deadlinePassed('04-08', 'a'))
      .when(dueChanged('04-12', 'a', '2020-04-20'))
      .thenMoves('a 04-12 overdue -1', 'a 04-21 overdue +1');
  });
  it('counts once a suspended leg without a due comes back', () => {
    given(openNoDue, supplementRequested('04-02', 'a'), deadlinePassed('04-08', 'a'))
      .when(supplemented('04-12', 'a'))
      .thenMoves('a 04-12 suspended -1', 'a 04-12 overdue +1');
  });
  it('without a leg has no effect', () => {
    given().when(deadlinePassed('04-08', 'a')).thenNothing().thenAnomalies('+no-open-leg a');
  });
});
