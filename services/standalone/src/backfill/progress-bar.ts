import { SingleBar } from 'cli-progress';
import { formatCount } from '../terminal/format.ts';

const LINE_EVERY_MS = 10_000;
const PARTS = 1_000;
const MS_PER_SECOND = 1_000;

/** Tells how far a file is read: a bar where a person watches, else a line now and then. */
export class ProgressBar {
  readonly #bar: SingleBar | null;
  readonly #startedAtMs = performance.now();
  readonly #rowsBefore: number;
  #toldAtMs = performance.now();

  constructor(what: string, rowsBefore: number) {
    this.#rowsBefore = rowsBefore;
    this.#bar = process.stderr.isTTY
      ? new SingleBar({
          format: `${what} {bar} {percentage} % | {rows} rows | {rate} rows/s | {eta_formatted} left{lane}`,
          stream: process.stderr,
        })
      : null;
    this.#bar?.start(PARTS, 0, { rows: formatCount(rowsBefore), rate: '–', lane: '' });
  }

  /** `share` of the file, 0 to 1, how many rows that is, and how many events the store has still to take in. */
  tell(share: number, rows: number, waiting?: number): void {
    const now = performance.now();
    const rate = formatCount(
      Math.round(((rows - this.#rowsBefore) * MS_PER_SECOND) / Math.max(1, now - this.#startedAtMs)),
    );
    const lane = waiting === undefined ? '' : ` | ${formatCount(waiting)} events wait to be folded`;
    this.#bar?.update(Math.floor(share * PARTS), { rows: formatCount(rows), rate, lane });
    if (this.#bar !== null || now - this.#toldAtMs < LINE_EVERY_MS) return;
    this.#toldAtMs = now;
    process.stderr.write(
      `${formatCount(rows)} rows, ${Math.floor(share * 100)} %, ${rate} rows/s${lane.replace(' |', ',')}\n`,
    );
  }

  stop(): void {
    this.#bar?.stop();
  }
}
