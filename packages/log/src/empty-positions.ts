/**
 * Positions that are known to hold no records, by partition. A transaction leaves a marker behind its records, and one that
 * was aborted leaves the records themselves; readers are given neither, so nothing is ever committed behind them. Only
 * the run that was seen last is kept: it is the one that a reader which has caught up stands before.
 */
export class EmptyPositions {
  readonly #runs = new Map<number, { from: number; next: number }>();

  /** Notes that `first` to `last`, both included, hold no records. */
  add(partition: number, first: number, last: number): void {
    const run = this.#runs.get(partition);
    if (run !== undefined && first >= run.from && first <= run.next) run.next = Math.max(run.next, last + 1);
    else this.#runs.set(partition, { from: first, next: last + 1 });
  }

  /** The first position from `position` on that may hold a record. */
  skip(partition: number, position: number): number {
    const run = this.#runs.get(partition);
    return run !== undefined && position >= run.from ? Math.max(position, run.next) : position;
  }
}
