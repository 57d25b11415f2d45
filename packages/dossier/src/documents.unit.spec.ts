import { describe, expect, it } from 'vitest';
import { asyncApi, eventJsonSchema } from './documents.ts';

const docs = new URL('../../../docs/', import.meta.url);
const asFile = (document: object) => `${JSON.stringify(document, null, 2)}\n`;

describe('the documents made from the schemas', () => {
  // `npx vitest run --project unit -u packages/dossier` writes them anew.
  it('stand in docs/ as they are made', async () => {
    await expect(asFile(eventJsonSchema())).toMatchFileSnapshot(new URL('event.schema.json', docs).pathname);
    await expect(asFile(asyncApi('1.0.0'))).toMatchFileSnapshot(new URL('asyncapi.json', docs).pathname);
  });
  it('refuse what is not named in data', () => {
    const text = JSON.stringify(eventJsonSchema());
    expect(text.match(/"additionalProperties":false/g)?.length).toBeGreaterThanOrEqual(10);
  });
  it('have a message for each of the ten types', () => {
    const { components } = asyncApi('1.0.0') as {
      components: { messages: Record<string, { name: string; payload: object }> };
    };
    const names = Object.values(components.messages).map((message) => message.name);
    expect(names.filter((name) => name.startsWith('vn.tthc.dossier.'))).toHaveLength(10);
    for (const [type, { payload }] of Object.entries(components.messages)) {
      if (type !== 'refused') expect(JSON.stringify(payload)).toContain(`vn.tthc.dossier.${type}.v1`);
    }
  });
});
