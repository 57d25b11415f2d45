import type { RestatementAnswer } from '@sohoso/report';
import type { FastifyInstance } from 'fastify';

/** What is said of an issued report, as far as specs look at it. */
export interface IssuedAnswer {
  readonly id: string;
  readonly asKnownAt: string;
  readonly formats: Readonly<Record<string, { readonly sha256: string; readonly bytes: number }>>;
}

/** Issued reports over HTTP, in process. */
export function issuing(app: () => FastifyInstance) {
  const get = (url: string, headers: Record<string, string> = {}) => app().inject({ url, headers });
  const post = (payload: object, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') =>
    app().inject({ method: 'POST', url: '/v1/issued', payload, headers, remoteAddress });

  async function issued(body: object): Promise<IssuedAnswer> {
    const answer = await post(body);
    if (answer.statusCode !== 201) throw new Error(answer.body);
    return answer.json();
  }

  async function restated(id: string, rest = ''): Promise<RestatementAnswer> {
    const answer = await get(`/v1/issued/${id}/restatement?${rest}`);
    if (answer.statusCode !== 200) throw new Error(answer.body);
    return answer.json();
  }

  /** The answers of all pages, each but the first under the address that the one before it names. */
  async function pages(first: string) {
    const found = [];
    for (let url: string | undefined = first; url !== undefined; ) {
      const page = await get(url);
      found.push(page.json());
      url = /^<(.+)>; rel="next"$/.exec(String(page.headers['link']))?.[1];
    }
    return found;
  }

  return { get, post, issued, restated, pages };
}

type Head = { readonly code: string };
type Row = Readonly<Record<string, unknown>> & Readonly<Record<'unit' | 'field' | 'procedure', Head>>;

/** All figures of a table in JSON, by row and path: `so-y-te received.total`. */
export function figuresOf(table: {
  readonly by: 'unit' | 'field' | 'procedure';
  readonly rows: readonly Row[];
  readonly total: object;
}): ReadonlyMap<string, number | null> {
  const figures = new Map<string, number | null>();
  const walk = (row: string, path: string, value: unknown): void => {
    if (typeof value === 'number' || value === null) figures.set(`${row} ${path}`, value);
    else
      for (const [name, part] of Object.entries(value as object))
        walk(row, path === '' ? name : `${path}.${name}`, part);
  };
  for (const { [table.by]: head, ...figuresOfRow } of table.rows) walk(head.code, '', figuresOfRow);
  walk('total', '', table.total);
  return figures;
}
