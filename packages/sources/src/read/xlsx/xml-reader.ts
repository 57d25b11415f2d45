import { SaxesParser } from 'saxes';

/** What is wrong with an XML part, without its name. */
export class XmlFault extends Error {
  override readonly name = 'XmlFault';
}

/** Element and attribute names come without namespace prefix for elements, with it for attributes. */
export interface XmlEvents {
  open(element: string, attributes: Readonly<Record<string, string>>): void;
  close(element: string): void;
  text(text: string): void;
}

/** No text, tag or comment may be longer: the parser holds it in memory until it ends. */
const maxSilence = 2 ** 20;

/** Reads XML piece by piece. Document types, and so entities, are refused. */
export class XmlReader {
  readonly #parser: SaxesParser<{ position: false; xmlns: false }>;
  #silent = 0;

  constructor(events: XmlEvents) {
    const parser = new SaxesParser({ position: false, xmlns: false } as const);
    parser.on('doctype', () => {
      throw new XmlFault('has a document type, which no workbook has');
    });
    parser.on('opentag', (tag) => {
      this.#silent = 0;
      events.open(localName(tag.name), tag.attributes);
    });
    parser.on('closetag', (tag) => {
      this.#silent = 0;
      events.close(localName(tag.name));
    });
    parser.on('text', (text) => events.text(text));
    parser.on('cdata', (text) => events.text(text));
    this.#parser = parser;
  }

  write(piece: string): void {
    this.#silent += piece.length;
    this.#attempt(() => this.#parser.write(piece));
    if (this.#silent > maxSilence) throw new XmlFault('has a text or tag of more than a million characters');
  }

  end(): void {
    this.#attempt(() => this.#parser.close());
  }

  #attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (error instanceof XmlFault) throw error;
      throw new XmlFault(`is not well-formed XML (${(error as Error).message})`, { cause: error });
    }
  }
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The value of an attribute whose prefix may differ between writers, such as `r:id`. */
export function prefixed(attributes: Readonly<Record<string, string>>, local: string): string | undefined {
  const key = Object.keys(attributes).find((name) => name.endsWith(`:${local}`));
  return key === undefined ? undefined : attributes[key];
}
