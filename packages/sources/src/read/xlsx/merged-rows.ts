import { columnLetters } from '../column-label.ts';
import type { Merge } from '../heading/head-row.ts';

/**
 * Finds the merged cells that reach into a row from a row above it: what stands in them belongs to the first row alone, so the
 * others lack it. To be asked with rising row numbers.
 */
export class MergedRows {
  readonly #merges: readonly Merge[];
  #next = 0;
  #open: readonly Merge[] = [];

  /** `after`: the last row of the heading, whose own merged cells do not count; `columns`: how many the table has. */
  constructor(merges: readonly Merge[], after: number, columns: number) {
    this.#merges = merges
      .filter(({ top, bottom, left }) => bottom > top && bottom > after && left < columns)
      .toSorted((a, b) => a.top - b.top);
  }

  /** The range that covers cells of the row from above, such as `C5:C9`; null where there is none. */
  covering(row: number): string | null {
    if (this.#next === this.#merges.length && this.#open.length === 0) return null;
    const open = this.#open.filter(({ bottom }) => bottom >= row);
    for (
      let merge = this.#merges[this.#next];
      merge !== undefined && merge.top < row;
      merge = this.#merges[this.#next]
    ) {
      this.#next++;
      if (merge.bottom >= row) open.push(merge);
    }
    this.#open = open;
    const [first] = open;
    if (first === undefined) return null;
    const { left, top, right, bottom } = first;
    return `${columnLetters(left)}${top}:${columnLetters(right)}${bottom}`;
  }
}
