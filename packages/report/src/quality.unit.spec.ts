import {
  businessZone,
  checkEvent,
  compareEvents,
  type DossierEvent,
  foldEvents,
  instantFromMs,
} from '@sohoso/dossier';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodOfKey } from './period.ts';
import { type Finding, findingsOf } from './quality.ts';

const rules = { zone: businessZone('Asia/Ho_Chi_Minh'), isUnit: () => true };
const RECORDED = Date.UTC(2020, 5, 1);
const april = periodOfKey('2020-04');

/** An event of D-1 at eight in the morning of a day of 2020, or at a moment. */
function event(type: string, when: string, data: object, id = `${type} ${when}`): DossierEvent {
  const parsed = checkEvent(
    {
      specversion: '1.0',
      id,
      source: '/mcdt',
      type: `vn.tthc.dossier.${type}.v1`,
      subject: 'D-1',
      time: `2020-${when.includes('T') ? when : `${when}T08:00:00`}+07:00`,
      data,
    },
    rules,
    instantFromMs(Date.UTC(2030, 0, 1)),
  );
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.event;
}

const received = (when: string, unit: string, data: object = { due: '2020-04-20' }) =>
  event('received', when, { unit, channel: 'direct', ...data }, `received ${unit} ${when}`);
const forwarded = (when: string, from: string, to: string, data: object = { due: '2020-04-20' }) =>
  event('forwarded', when, { from, to, ...data });
const transferred = (when: string, from: string, to: string) => event('transferred', when, { from, to });
const resolved = (when: string, unit: string) => event('resolved', when, { unit, outcome: 'granted' });
const dueChanged = (when: string, unit: string, due: string) => event('due-changed', when, { unit, due });
const voided = (when: string, target: DossierEvent, id?: string) =>
  event(
    'voided',
    when,
    { voids: { source: target.source, id: target.id }, reason: 'entered by mistake' },
    id,
  );

const found = (events: readonly DossierEvent[], period = april, recordedAtMs = RECORDED) =>
  findingsOf(
    events.map((each) => ({ event: each, recordedAtMs })),
    period,
  );
const brief = (findings: readonly Finding[]) =>
  findings.map(({ reason, unit, eventId }) => `${reason} ${unit ?? '–'} by ${eventId}`).toSorted();
const expectFound = (events: readonly DossierEvent[], ...expected: readonly string[]) =>
  expect(brief(found(events))).toEqual(expected.toSorted());

describe('the anomalies of the fold', () => {
  it('are found by unit and event, and disappear when what is missing comes', () => {
    const late = resolved('04-10', 'A');
    expectFound([late], 'no-open-leg A by resolved 04-10');
    expectFound([late, received('04-02', 'A')]);
  });
  it('are a second receipt, an alert of another day, a void of a void', () => {
    const first = received('04-02', 'A');
    expectFound([first, received('04-03', 'A')], 'already-open A by received A 04-03');
    const alert = event('deadline-passed', '04-15', { unit: 'A' });
    expectFound([first, alert], 'deadline-mismatch A by deadline-passed 04-15');
    expect(found([first, alert])[0]?.detail).toBe('the due is 2020-04-20');
    const mistake = voided('04-05', first, 'v1');
    expectFound([first, mistake, voided('04-06', mistake, 'v2')], 'void-of-void – by v2');
  });
  it('do not count where the event is voided', () => {
    const late = resolved('04-10', 'A');
    expectFound([late, voided('04-11', late)]);
  });
  it('are those of the days of the period', () => {
    const events = [
      resolved('03-31', 'A'),
      resolved('04-01', 'A'),
      resolved('04-30', 'A'),
      resolved('05-01', 'A'),
    ];
    expectFound(events, 'no-open-leg A by resolved 04-01', 'no-open-leg A by resolved 04-30');
  });
});

describe('what was closed before it came', () => {
  it('is told apart from what never came, by time within a day', () => {
    const early = event('resolved', '04-02T07:00:00', { unit: 'A', outcome: 'granted' }, 'early');
    expectFound([early, received('04-02', 'A')], 'closed-before-received A by early');
    expect(found([early, received('04-02', 'A')])[0]?.detail).toBe(
      'resolved on 2020-04-02, received on 2020-04-02',
    );
    expectFound([early, received('04-02', 'B')], 'no-open-leg A by early');
    const withdrawn = event('withdrawn', '04-01', { unit: 'A' });
    expectFound([withdrawn, forwarded('04-03', 'B', 'A')], 'closed-before-received A by withdrawn 04-01');
  });
  it('is not what is closed once more, nor an event that closes nothing', () => {
    const twice = [
      received('04-01', 'A'),
      resolved('04-02', 'A'),
      resolved('04-03', 'A'),
      received('04-05', 'A'),
    ];
    expectFound(twice, 'no-open-leg A by resolved 04-03');
    expectFound(
      [dueChanged('04-01', 'A', '2020-04-09'), received('04-02', 'A')],
      'no-open-leg A by due-changed 04-01',
    );
  });
  it('counts a transfer as coming, and a voided receipt not', () => {
    const events = [resolved('04-02', 'B'), received('04-01', 'A'), transferred('04-03', 'A', 'B')];
    expectFound(events, 'closed-before-received B by resolved 04-02');
    const receipt = received('04-03', 'A');
    expectFound(
      [resolved('04-02', 'A'), receipt, voided('04-04', receipt)],
      'no-open-leg A by resolved 04-02',
    );
  });
});

describe('dues', () => {
  it('are missed where no event ever gave one, also one that comes later', () => {
    const receipt = received('04-02', 'A', {});
    expectFound([receipt], 'no-due A by received A 04-02');
    expectFound([receipt, resolved('04-10', 'A')], 'no-due A by received A 04-02');
    expectFound([receipt, dueChanged('06-01', 'A', '2020-06-09')]);
    expectFound([receipt, event('supplemented', '04-05', { unit: 'A', due: '2020-04-20' })]);
    expectFound(
      [receipt, resolved('04-10', 'A'), dueChanged('04-11', 'A', '2020-06-09')],
      'no-due A by received A 04-02',
      'no-open-leg A by due-changed 04-11',
    );
  });
  it('belong to one leg: of the receiver, of a second visit, and on after a transfer', () => {
    const forward = forwarded('04-03', 'A', 'B', {});
    expectFound([received('04-02', 'A'), forward], 'no-due B by forwarded 04-03');
    expectFound(
      [received('04-02', 'A'), resolved('04-05', 'A'), received('04-09', 'A', {})],
      'no-due A by received A 04-09',
    );
    const moved = [received('04-02', 'A', {}), transferred('04-03', 'A', 'B')];
    expectFound(moved, 'no-due A by received A 04-02');
    expectFound([...moved, dueChanged('04-04', 'B', '2020-04-20')]);
  });
  it('cannot lie before the first day of the leg', () => {
    expectFound([received('04-02', 'A', { due: '2020-04-01' })], 'due-before-received A by received A 04-02');
    expectFound([received('04-02', 'A', { due: '2020-04-02' })]);
    const receipt = received('04-02', 'A');
    expectFound([receipt, dueChanged('04-10', 'A', '2020-04-05')]);
    expectFound(
      [receipt, dueChanged('04-10', 'A', '2020-04-01')],
      'due-before-received A by due-changed 04-10',
    );
    const wrong = dueChanged('04-10', 'A', '2020-04-01');
    expectFound([receipt, wrong, voided('04-11', wrong)]);
  });
  it('are implausible from the day after five years', () => {
    expectFound([received('04-02', 'A', { due: '2025-04-02' })]);
    expectFound([received('04-02', 'A', { due: '2025-04-03' })], 'due-implausible A by received A 04-02');
    const leapDay = (due: string) => brief(found([received('02-29', 'A', { due })], periodOfKey('2020-02')));
    expect(leapDay('2025-02-28')).toEqual([]);
    expect(leapDay('2025-03-01')).toEqual(['due-implausible A by received A 02-29']);
    expectFound(
      [received('04-02', 'A'), forwarded('04-03', 'A', 'B', { due: '9999-12-31' })],
      'due-implausible B by forwarded 04-03',
    );
  });
});

describe('events ahead of their recording', () => {
  it('are found by the millisecond', () => {
    const ahead = (time: string) => brief(found([received(time, 'A')], april, Date.UTC(2020, 3, 2, 1)));
    expect(ahead('04-02T08:00:00.000999')).toEqual([]);
    expect(ahead('04-02T08:00:00.001')).toEqual(['ahead-of-recording A by received A 04-02T08:00:00.001']);
  });
  it('belong to the unit that told them, and not where they are voided', () => {
    const recordedAtMs = Date.UTC(2020, 2, 1);
    const forward = forwarded('04-03', 'A', 'B');
    const mistake = voided('04-05', forward);
    const findings = found([received('04-02', 'A'), forward, mistake], april, recordedAtMs);
    expect(brief(findings)).toEqual([
      'ahead-of-recording A by received A 04-02',
      'ahead-of-recording – by voided 04-05',
    ]);
    expect(brief(found([received('04-02', 'A'), forward], april, recordedAtMs))).toContain(
      'ahead-of-recording A by forwarded 04-03',
    );
  });
});

describe('a dossier open at two units', () => {
  const A = received('02-02', 'A');
  const B = received('03-03', 'B');
  it('is found at the end of the period, whenever it was received, at the later unit', () => {
    expectFound([A, B], 'open-in-two-units B by received B 03-03');
    expect(found([A, B])[0]?.detail).toBe('open at A as well');
    expectFound([A, received('05-01', 'B')]);
    expectFound([A, B, resolved('04-30', 'A')]);
    expectFound([A, B, resolved('05-01', 'A')], 'open-in-two-units B by received B 03-03');
  });
  it('is none where it was forwarded, and still one after a reorganisation', () => {
    expectFound([A, forwarded('03-03', 'A', 'B')]);
    expectFound(
      [A, forwarded('03-03', 'A', 'B'), received('03-04', 'C')],
      'open-in-two-units C by received C 03-04',
    );
    expectFound([A, B, transferred('04-01', 'B', 'C')], 'open-in-two-units C by received B 03-03');
    expectFound([A, B, voided('03-04', B)]);
  });
});

const unit = fc.constantFrom('A', 'B', 'C');
const when = fc.integer({ min: 1, max: 9 }).map((day) => `04-0${day}`);
const due = fc.constantFrom({}, { due: '2020-04-05' }, { due: '2019-01-01' }, { due: '2100-01-01' });
const made = fc.oneof(
  fc
    .tuple(when, unit, due)
    .map(([at, a, d]) => ['received', at, { unit: a, channel: 'online', ...d }] as const),
  fc
    .tuple(when, unit, unit, due)
    .filter(([, a, b]) => a !== b)
    .map(([at, a, b, d]) => ['forwarded', at, { from: a, to: b, custody: 'released', ...d }] as const),
  fc
    .tuple(when, unit, unit)
    .filter(([, a, b]) => a !== b)
    .map(([at, a, b]) => ['transferred', at, { from: a, to: b }] as const),
  fc.tuple(when, unit).map(([at, a]) => ['resolved', at, { unit: a, outcome: 'granted' }] as const),
  fc.tuple(when, unit).map(([at, a]) => ['deadline-passed', at, { unit: a }] as const),
  fc
    .tuple(when, fc.integer({ min: 0, max: 9 }))
    .map(([at, n]) => ['voided', at, { voids: { source: '/mcdt', id: `e${n}` }, reason: 'r' }] as const),
);
const history = fc
  .array(made, { maxLength: 10 })
  .map((all) => all.map(([type, at, data], n) => event(type, at, data, `e${n}`)));

describe('of any events', () => {
  it('the anomalies are those of the fold', () => {
    const folded = [
      'already-open',
      'no-open-leg',
      'closed-before-received',
      'deadline-mismatch',
      'void-of-void',
    ];
    fc.assert(
      fc.property(history, (events) => {
        const expected = foldEvents(events.toSorted(compareEvents)).anomalies.map(
          (a) => `${a.code} ${a.unit} ${a.id}`,
        );
        const actual = found(events)
          .filter(({ reason }) => folded.includes(reason))
          .map(
            (f) =>
              `${f.reason.replace('closed-before-received', 'no-open-leg')} ${f.unit ?? ''} ${f.eventId}`,
          );
        expect(actual.toSorted()).toEqual(expected.toSorted());
      }),
    );
  });
  it('the findings do not depend on the order of arrival', () => {
    fc.assert(
      fc.property(history, (events) => {
        expect(brief(found(events.toReversed()))).toEqual(brief(found(events)));
      }),
    );
  });
});
