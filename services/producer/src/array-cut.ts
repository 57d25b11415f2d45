const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes are no JSON array, or not all of one. The message says which, as the end of a sentence. */
export class NoArray extends Error {
  override readonly name = 'NoArray';
}

/**
 * Cuts a JSON array into the bytes of its elements, one after the other, and builds nothing: neither the array nor a value of it.
 * Only the frame is looked at, which is brackets, commas and strings; whether an element is JSON is for whoever reads it. Bytes of
 * UTF-8 beyond ASCII are never one of those signs.
 */
export class ArrayCut {
  readonly #bytes: Buffer;
  #at: number;
  #start = 0;
  #end = 0;
  #isOver = false;
  #count = 0;

  /** Throws NoArray where the bytes do not begin as an array. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    const start = bytes.indexOf(BYTE_ORDER_MARK) === 0 ? BYTE_ORDER_MARK.length : 0;
    this.#at = this.#afterBlanks(start);
    if (bytes[this.#at] !== OPEN_ARRAY) throw new NoArray('it is no JSON array of events');
    this.#at++;
  }

  /** The next element, without blanks around it; null after the last. Throws NoArray where the frame is broken. */
  next(): Buffer | null {
    return this.skip() ? this.#bytes.subarray(this.#start, this.#beforeBlanks(this.#end)) : null;
  }

  /** Passes over the next element; false after the last. Throws as `next` does. */
  skip(): boolean {
    if (this.#isOver) return false;
    this.#start = this.#afterBlanks(this.#at);
    this.#end = this.#endOfElement(this.#start);
    this.#at = this.#end + 1;
    if (this.#bytes[this.#end] === CLOSE_ARRAY) this.#close();
    if (this.#start === this.#end) {
      if (this.#isOver && this.#count === 0) return false;
      throw new NoArray(`an event is missing beside a comma, after ${this.#count} events`);
    }
    this.#count++;
    return true;
  }

  #close(): void {
    this.#isOver = true;
    if (this.#afterBlanks(this.#at) < this.#bytes.length) throw new NoArray('something follows after its ]');
  }

  /** Where the comma or bracket stands that ends the element. */
  #endOfElement(start: number): number {
    const bytes = this.#bytes;
    let depth = 0;
    for (let at = start; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) at = this.#endOfString(at);
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if (depth > 0) depth -= byte === CLOSE_OBJECT || byte === CLOSE_ARRAY ? 1 : 0;
      else if (byte === COMMA || byte === CLOSE_ARRAY) return at;
      else if (byte === CLOSE_OBJECT) throw new NoArray(`a } closes nothing, after ${this.#count} events`);
    }
    throw new NoArray(`it is cut off, after ${this.#count} events`);
  }

  /** Where the quote stands that ends a string. */
  #endOfString(start: number): number {
    const bytes = this.#bytes;
    for (let at = start + 1; at < bytes.length; at++) {
      const byte = bytes[at];
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) return at;
    }
    return bytes.length;
  }

  #afterBlanks(start: number): number {
    let at = start;
    while (isBlank(this.#bytes[at])) at++;
    return at;
  }

  #beforeBlanks(end: number): number {
    let at = end;
    while (isBlank(this.#bytes[at - 1])) at--;
    return at;
  }
}

/** What JSON has between its signs (RFC 8259, section 2). */
function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
