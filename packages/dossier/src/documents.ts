import { z } from 'zod';
import { eventTypes } from './event.ts';
import { TYPE_PREFIX, TYPE_VERSION, wireEvent } from './wire.ts';

type Json = Record<string, unknown>;

/** JSON Schema (draft 2020-12) of one event as it travels, made from the schemas that check it. */
export function eventJsonSchema(): Json {
  const schema = z.toJSONSchema(wireEvent, { io: 'input', target: 'draft-2020-12' });
  return { title: 'Sổ Hồ Sơ: an event in the life of a dossier', ...schema };
}

/** What each type of event says, for readers of the documents. */
const summaries: Readonly<Record<(typeof eventTypes)[number], string>> = {
  received: 'A dossier reached a unit by a channel: a leg opens',
  forwarded: 'A unit passed the dossier on to another, keeping or releasing its own leg',
  transferred: 'Reorganisation: the open leg goes on at another unit',
  'due-changed': 'The leg has another due from that day on',
  'supplement-requested': 'The applicant must add something: the leg is suspended',
  supplemented: 'The applicant added it: the suspension ends',
  'deadline-passed': 'Warns that the due has passed; rules only where there is no due',
  resolved: 'The result was given: the leg closes',
  withdrawn: 'The applicant withdrew, or processing stopped: the leg closes',
  voided: 'Another event of the dossier never happened',
};

/** AsyncAPI 3.0 document of the log: the topic of events, the topic of refused records, and every message. */
export function asyncApi(version: string): Json {
  const names = eventTypes.map((type) => `${type}`);
  const messages = Object.fromEntries(names.map((name, index) => [name, message(name, index)]));
  const references = Object.fromEntries(
    names.map((name) => [name, { $ref: `#/components/messages/${name}` }]),
  );
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Sổ Hồ Sơ: dossier lifecycle events',
      version,
      description:
        'CloudEvents 1.0, structured mode. The record key is the dossier id; the topic uses append time.',
    },
    defaultContentType: 'application/cloudevents+json',
    channels: {
      events: { address: 'dossier.events.v1', description: 'Every event, for ever', messages: references },
      dead: {
        address: 'dossier.events.v1.dead',
        description:
          'Refused records: the original key and value; headers reason, detail, topic, partition, offset, recorded-at',
        messages: { refused: { $ref: '#/components/messages/refused' } },
      },
    },
    operations: {
      send: { action: 'send', channel: { $ref: '#/channels/events' } },
      readRefused: { action: 'receive', channel: { $ref: '#/channels/dead' } },
    },
    components: {
      messages: {
        ...messages,
        refused: { name: 'refused', summary: 'A record that was refused', payload: {} },
      },
    },
  };
}

function message(name: string, index: number): Json {
  const { $schema: _, ...payload } = z.toJSONSchema(wireEvent.options[index] ?? z.never(), {
    io: 'input',
  }) as Json;
  return {
    name: `${TYPE_PREFIX}${name}${TYPE_VERSION}`,
    summary: summaries[name as keyof typeof summaries],
    contentType: 'application/cloudevents+json',
    payload,
  };
}
