import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleEvents } from '../../services/standalone/src/sample/sample-events.ts';
import { event, received, resolved, voiding } from '../oracle/given.ts';
import type { OracleEvent } from '../oracle/oracle.ts';
import { qualityOf } from '../support/quality.ts';
import { type ToldStore, toldStore } from '../support/told-store.ts';

const isUnit = (code: string) => code !== 'so-la';
const LATER = Date.UTC(2024, 0, 10);
let store = {} as ToldStore;
beforeAll(async () => {
  store = await toldStore(LATER, isUnit);
});
afterAll(() => store.close());

const tell = (...events: readonly OracleEvent[]) => store.tell(...events);
const { get, answer, counted, listed } = qualityOf(() => store);

/** Does something at another time than the rest. */
async function at(clock: number, work: () => Promise<void>): Promise<void> {
  store.clock = clock;
  await work();
  store.clock = LATER;
}

const named = (subject: string, id: string, source = '/test') => ({ subject, id, source });

describe('what is wrong', () => {
  it('is counted by unit, source and reason, and gone when the missing event comes', async () => {
    await tell(
      resolved('2021-01-12', 'so-y-te', {}, named('Q-1', 'q1')),
      received('2021-01-11', 'so-y-te', '2021-01-20', 'online', named('Q-2', 'q2')),
      received('2021-01-12', 'so-y-te', '2021-01-20', 'online', named('Q-2', 'q3', '/other')),
    );
    expect(await counted('2021-01')).toEqual([
      'so-y-te /other already-open 1',
      'so-y-te /test no-open-leg 1',
    ]);
    await tell(received('2021-01-04', 'so-y-te', '2021-01-20', 'online', named('Q-1', 'q4')));
    expect(await counted('2021-01')).toEqual(['so-y-te /other already-open 1']);
    await tell(voiding('2021-01-13', 'q3', named('Q-2', 'q5', '/other'), '/other'));
    expect(await counted('2021-01')).toEqual([]);
  });

  it('is what was closed before it came, once', async () => {
    await tell(
      resolved('2021-02-02', 'so-y-te', {}, named('Q-3', 'q1')),
      received('2021-02-04', 'so-y-te', '2021-02-20', 'online', named('Q-3', 'q2')),
    );
    expect(await counted('2021-02')).toEqual(['so-y-te /test closed-before-received 1']);
    const [entry] = await listed('period=2021-02&reason=closed-before-received');
    expect(entry).toEqual({
      dossier: 'Q-3',
      unit: { code: 'so-y-te', name: 'Sở Y tế' },
      source: '/test',
      eventId: 'q1',
      day: '2021-02-02',
      detail: 'resolved on 2021-02-02, received on 2021-02-04',
    });
  });

  it('is a due that is missing, too early or years away', async () => {
    await tell(
      received('2021-03-02', 'dong-ha', undefined, 'direct', named('Q-4', 'q1')),
      received('2021-03-02', 'dong-ha', '2021-03-01', 'direct', named('Q-5', 'q1')),
      received('2021-03-02', 'dong-ha', '2099-03-01', 'direct', named('Q-6', 'q1')),
      received('2021-03-02', 'dong-ha', undefined, 'direct', named('Q-7', 'q1')),
      event('due-changed', '2021-05-02', { unit: 'dong-ha', due: '2021-05-09' }, named('Q-7', 'q2')),
    );
    expect(await counted('2021-03')).toEqual([
      'dong-ha /test no-due 1',
      'dong-ha /test due-before-received 1',
      'dong-ha /test due-implausible 1',
    ]);
  });

  it('is a void of a void, and an alert on another day', async () => {
    await tell(
      received('2021-04-02', 'dong-ha', '2021-04-20', 'direct', named('Q-8', 'q1')),
      event('deadline-passed', '2021-04-15', { unit: 'dong-ha' }, named('Q-8', 'q2')),
      voiding('2021-04-16', 'nothing', named('Q-8', 'q3')),
      voiding('2021-04-17', 'q3', named('Q-8', 'q4')),
    );
    expect(await counted('2021-04')).toEqual(['dong-ha /test deadline-mismatch 1', '– /test void-of-void 1']);
  });

  it('is an event that happened after it was recorded', async () => {
    await at(Date.UTC(2021, 4, 4, 1), () =>
      tell(received('2021-05-04T09:30:00+07:00', 'dong-ha', '2021-05-20', 'direct', named('Q-9', 'q1'))),
    );
    expect(await counted('2021-05')).toEqual(['dong-ha /test ahead-of-recording 1']);
    const [entry] = await listed('period=2021-05&reason=ahead-of-recording');
    expect(entry?.detail).toBe('time 2021-05-04T02:30:00.000000Z, recorded 2021-05-04T01:00:00.000000Z');
  });

  it('is a dossier open at two units at the end of the period that was not forwarded', async () => {
    await tell(
      received('2021-06-02', 'dong-ha', '2021-06-20', 'direct', named('Q-10', 'q1')),
      received('2021-06-03', 'so-y-te', '2021-06-20', 'direct', named('Q-10', 'q2')),
      received('2021-06-02', 'dong-ha', '2021-06-20', 'direct', named('Q-11', 'q1')),
      event(
        'forwarded',
        '2021-06-03',
        { from: 'dong-ha', to: 'so-y-te', due: '2021-06-20' },
        named('Q-11', 'q2'),
      ),
      resolved('2021-08-03', 'dong-ha', {}, named('Q-10', 'q3')),
    );
    expect(await counted('2021-06')).toEqual(['so-y-te /test open-in-two-units 1']);
    expect(await counted('2021-07')).toEqual(['so-y-te /test open-in-two-units 1']);
    expect(await counted('2021-08')).toEqual([]);
  });

  it('is a refused record, by the day on which it was recorded', async () => {
    await at(Date.UTC(2021, 9, 4, 18), async () => {
      await store.tellRaw('not JSON');
      await tell(received('2021-06-02', 'so-la', undefined, 'direct', named('Q-12', 'q1')));
    });
    expect(await counted('2021-10-05..2021-10-05')).toEqual(['– – not-json 1', '– – unknown-unit 1']);
    expect(await counted('2021-10-04..2021-10-04')).toEqual([]);
    const [entry] = await listed('period=2021-10&reason=unknown-unit', 1);
    expect(entry).toMatchObject({ dossier: null, unit: null, day: '2021-10-05' });
    expect(entry?.detail).toMatch(/^record \d\/\d+: data: the unit "so-la" is not in the registry$/);
  });
});

describe('silent units', () => {
  it('are those that told nothing on the last working days, whatever others told of them', async () => {
    // Friday, and Thursday of the week after: five working days.
    const forward = { from: 'dong-ha', to: 'so-y-te', due: '2021-12-20' };
    await tell(
      received('2021-12-03', 'dong-ha', '2021-12-20', 'direct', named('Q-13', 'q1')),
      event('forwarded', '2021-12-03', forward, named('Q-13', 'q2')),
      event('deadline-passed', '2021-12-21', { unit: 'dong-ha' }, named('Q-13', 'q3')),
      received('2021-12-07', 'vinh-linh', '2021-12-20', 'direct', named('Q-14', 'q1')),
      voiding('2021-12-08', 'q1', named('Q-14', 'q2')),
    );
    const silent = async (parameters: string) =>
      (await listed(`${parameters}&reason=silent`, 7)).map(({ unit }) => unit?.code);
    const inTime = await silent('from=2021-12-01&to=2021-12-09');
    expect(inTime).not.toContain('dong-ha');
    expect(inTime).toEqual(expect.arrayContaining(['so-y-te', 'vinh-linh']));
    expect(inTime).not.toContain('quang-tri');
    expect(await silent('from=2021-12-01&to=2021-12-10')).toContain('dong-ha');
    expect(await silent('from=2021-12-01&to=2021-12-10&silentAfter=6')).not.toContain('dong-ha');
    expect(await silent('from=2021-12-01&to=2021-12-21')).toContain('dong-ha');
    expect((await answer('from=2021-12-01&to=2021-12-09')).notes[0]).toMatch(/from 2021-12-03 to 2021-12-09/);
  });
  it('are looked at up to today, and not before the period begins', async () => {
    await at(Date.UTC(2021, 11, 9, 3), async () => {
      const inDecember = await listed('period=2021-12&reason=silent');
      expect(inDecember.map(({ unit }) => unit?.code)).not.toContain('dong-ha');
      expect(await listed('period=2022-01&reason=silent')).toEqual([]);
    });
  });
});

describe('the sample', () => {
  const events = sampleEvents() as unknown as readonly (OracleEvent & { readonly subject: string })[];
  const alive = events.filter(({ time }) => time >= '2020-03-31' && time < '2020-04-17');
  const dossiers = new Set(alive.map(({ subject }) => subject));

  it('has legs without due and silent units, and nothing else', async () => {
    await tell(...events.filter(({ subject }) => dossiers.has(subject)));
    const { reasons, period } = await answer('from=2020-04-01&to=2020-04-15');
    expect(period.key).toBe('2020-04-01..2020-04-15');
    const wrong = reasons.filter(({ count }) => count > 0).map(({ reason }) => reason);
    expect(wrong).toEqual(['no-due', 'silent']);
    const csv = await get('from=2020-04-01&to=2020-04-15&reason=silent&format=csv');
    expect(csv.body.split('\r\n')[0]).toBe('\uFEFFreason,dossier,unit,source,event_id,day,detail');
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
  });
});

describe('a question that cannot be answered', () => {
  it.each([
    ['', /from and to/],
    ['period=2020&reason=so', /reason/],
    ['period=2020&unit=so-y-te', /unit: goes with reason/],
    ['period=2020&after=x', /after: goes with reason/],
    ['period=2020&reason=no-due&after=x', /after: is not the "next"/],
    ['period=2020&reason=no-due&unit=so-la', /"so-la" is no unit/],
    ['period=2020&reason=no-due&limit=0', /limit/],
    ['period=2020&silentAfter=0', /silentAfter/],
    ['period=2020&form=x', /form/],
  ])('is told so in a sentence: %s', async (parameters, sentence) => {
    const refusal = await get(parameters);
    expect(refusal.statusCode).toBe(400);
    expect(refusal.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(refusal.json().detail).toMatch(sentence);
  });
});
