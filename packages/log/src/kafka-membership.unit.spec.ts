import { EventEmitter } from 'node:events';
import type { Consumer } from 'kafkajs';
import { beforeEach, describe, expect, it } from 'vitest';
import { Membership } from './kafka-membership.ts';

const SESSION_MS = 10_000;
const events = {
  GROUP_JOIN: 'joined',
  REQUEST: 'request',
  HEARTBEAT: 'heartbeat',
  REBALANCING: 'rebalancing',
  CRASH: 'crash',
};

let emitter: EventEmitter;
let clock = 0;
let membership: Membership;
beforeEach(() => {
  emitter = new EventEmitter();
  clock = 1_000_000;
  const consumer = { events, on: (name: string, listener: () => void) => emitter.on(name, listener) };
  membership = new Membership(consumer as unknown as Consumer, SESSION_MS, () => clock);
});

function heartbeat(sentAt: number): void {
  emitter.emit(events.REQUEST, { payload: { apiName: 'Heartbeat', sentAt } });
  emitter.emit(events.HEARTBEAT);
}

describe('a member', () => {
  it('holds nothing before it has joined', () => {
    expect(membership.holds(membership.generation)).toBe(false);
  });

  it('holds what it was given for a session after each heartbeat that was answered', () => {
    emitter.emit(events.GROUP_JOIN);
    clock += SESSION_MS - 1;
    expect(membership.holds(1)).toBe(true);
    heartbeat(clock);
    clock += SESSION_MS - 1;
    expect(membership.holds(1)).toBe(true);
    clock += 1;
    expect(membership.holds(1)).toBe(false);
  });

  it('counts the session from when the heartbeat was sent, however late its answer is read', () => {
    emitter.emit(events.GROUP_JOIN);
    const sentAt = clock + 1_000;
    clock = sentAt + SESSION_MS;
    heartbeat(sentAt);
    expect(membership.holds(1)).toBe(false);
  });

  it('that joins again no longer holds what it was given before', () => {
    emitter.emit(events.GROUP_JOIN);
    emitter.emit(events.GROUP_JOIN);
    expect([membership.holds(1), membership.holds(2)]).toEqual([false, true]);
  });

  it.each(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'NOT_COORDINATOR_FOR_GROUP'])(
    'that is answered %s holds nothing until it has joined again',
    (type) => {
      emitter.emit(events.GROUP_JOIN);
      membership.failed(Object.assign(new Error(), { type }));
      heartbeat(clock);
      expect(membership.holds(1)).toBe(false);
      emitter.emit(events.GROUP_JOIN);
      expect(membership.holds(2)).toBe(true);
    },
  );

  it('keeps what it holds when a heartbeat is lost on its way', () => {
    emitter.emit(events.GROUP_JOIN);
    membership.failed(new Error('Connection timeout'));
    expect(membership.holds(1)).toBe(true);
  });

  it.each(['rebalancing', 'crash'])('holds nothing after kafkajs has told of: %s', (event) => {
    emitter.emit(events.GROUP_JOIN);
    emitter.emit(event);
    expect(membership.holds(1)).toBe(false);
  });
});
