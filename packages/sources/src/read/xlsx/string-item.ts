/** A text as a workbook keeps it: one run or several, whose texts belong together; phonetic runs do not count. */
export class StringItem {
  #text = '';
  #inText = false;
  #inPhonetic = false;

  begin(): void {
    this.#text = '';
    this.#inText = false;
    this.#inPhonetic = false;
  }

  open(element: string): void {
    if (element === 't') this.#inText = !this.#inPhonetic;
    else if (element === 'rPh') this.#inPhonetic = true;
  }

  close(element: string): void {
    if (element === 't') this.#inText = false;
    else if (element === 'rPh') this.#inPhonetic = false;
  }

  add(text: string): void {
    if (this.#inText) this.#text += text;
  }

  text(): string {
    return unescaped(this.#text);
  }
}

/** Characters that XML cannot hold are written as _xHHHH_ (ECMA-376 part 1, 22.9.2.19). */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}
