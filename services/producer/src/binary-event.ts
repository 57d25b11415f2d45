import type { IncomingHttpHeaders } from 'node:http';

/** The attributes that an event of ours has; others would be dropped anyway. */
const ATTRIBUTES = ['specversion', 'id', 'source', 'type', 'subject', 'time', 'dataschema'] as const;

/**
 * An event in binary mode (CloudEvents HTTP binding 1.0.2, section 3.1) as the JSON object that says the same: attributes from
 * the `ce-` headers, percent-decoded, the data from the body. Null where the body is not JSON.
 */
export function binaryEvent(headers: IncomingHttpHeaders, body: Buffer): object | null {
  const event: Record<string, unknown> = {};
  for (const name of ATTRIBUTES) {
    const value = headers[`ce-${name}`];
    if (typeof value === 'string') event[name] = decoded(value);
  }
  event['datacontenttype'] = headers['content-type'];
  try {
    event['data'] = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return null;
  }
  return event;
}

/** Header values are ASCII, with everything else and `%` itself as %XX; one that is not well encoded stays as it is. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
