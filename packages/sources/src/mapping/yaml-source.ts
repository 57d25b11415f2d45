import { readFile } from 'node:fs/promises';
import { type Document, isMap, isScalar, LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { FileFault } from '../read/table.ts';

/** Where something stands in a YAML file: keys and places in lists. */
export type YamlPath = readonly PropertyKey[];

/** A YAML file that can say on which line a key of it stands. */
export class YamlSource {
  readonly origin: string;
  readonly #document: Document;
  readonly #lines: LineCounter;

  private constructor(origin: string, document: Document, lines: LineCounter) {
    this.origin = origin;
    this.#document = document;
    this.#lines = lines;
  }

  /** Reads a file; a FileFault where it is not there, or not YAML. */
  static async read(origin: string, file: string | URL): Promise<YamlSource> {
    const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      throw new FileFault(`the mapping file ${origin} cannot be read: ${whyUnread(error)}`);
    });
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false });
    const error = document.errors[0];
    if (error !== undefined) {
      const { line } = lines.linePos(error.pos[0]);
      throw new FileFault(`the mapping file ${origin} is not YAML: line ${line}: ${error.message}`);
    }
    return new YamlSource(origin, document, lines);
  }

  /** Checks the content; a FileFault names the first fault with its path and line. */
  check<T extends z.ZodType>(schema: T): z.infer<T> {
    const result = schema.safeParse(this.#document.toJS());
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    if (issue === undefined) throw this.fault([], 'cannot be used');
    if (issue.code === 'unrecognized_keys') {
      const key = issue.keys[0] ?? '';
      throw this.fault([...issue.path, key], `is not known here; allowed: ${allowedAt(schema, issue.path)}`);
    }
    throw this.fault(issue.path, plainly(issue));
  }

  fault(path: YamlPath, what: string): FileFault {
    const line = this.#lineOf(path);
    const place = [
      ...(line === null ? [] : [`line ${line}`]),
      ...(path.length === 0 ? [] : [path.join('.')]),
    ];
    return new FileFault(`the mapping file ${this.origin}: ${[...place, what].join(': ')}`);
  }

  /** The line of a key, or of what of its path there is; null where nothing of it is in the file. */
  #lineOf(path: YamlPath): number | null {
    let node: unknown = this.#document.contents;
    let offset: number | null = null;
    for (const key of path) {
      if (!isMap(node)) {
        const item = this.#document.getIn(path, true);
        if (isScalar(item)) offset = item.range?.[0] ?? offset;
        break;
      }
      const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
      if (pair === undefined) break;
      offset = (isScalar(pair.key) ? pair.key.range?.[0] : undefined) ?? offset;
      node = pair.value;
    }
    return offset === null ? null : this.#lines.linePos(offset).line;
  }
}

function whyUnread(error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT') return 'there is no such file';
  return error.code === 'EISDIR' ? 'it is a folder' : error.message;
}

/** What zod says, in the words of the other sentences. */
function plainly(issue: { readonly code: string; readonly message: string }): string {
  return issue.message.replace(
    /^Invalid input: expected (\w+), received (\w+)$/,
    'is $2 where $1 is expected',
  );
}

/** The keys that an object of the schema may have at a path. */
function allowedAt(schema: z.ZodType, path: YamlPath): string {
  let at: unknown = schema;
  for (const key of path) at = shapeOf(at)?.[String(key)];
  return Object.keys(shapeOf(at) ?? {}).join(', ');
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> | undefined {
  let at = schema as { readonly def?: { readonly innerType?: unknown; readonly shape?: object } } | undefined;
  while (at?.def?.innerType !== undefined) at = at.def.innerType as typeof at;
  return at?.def?.shape as Readonly<Record<string, unknown>> | undefined;
}
