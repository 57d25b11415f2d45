/**
 * A rate with a burst: so many tokens a second come in, up to `burst` of them are kept. Takers are served in the order in which
 * they come, each told how long to wait; so the bucket is a number, however many wait.
 */
export class TokenBucket {
  readonly perSecond: number;
  readonly burst: number;
  readonly #now: () => number;
  /** Below zero where tokens were taken that are still to come. */
  #tokens: number;
  #filledAtMs: number;

  /** `now` is in ms and must not go back. */
  constructor(perSecond: number, burst: number, now: () => number = () => performance.now()) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.#now = now;
    this.#tokens = burst;
    this.#filledAtMs = now();
  }

  /** Takes a token; gives how many ms the taker must wait for it, 0 where it was there. */
  take(): number {
    this.#fill();
    this.#tokens--;
    return this.#tokens >= 0 ? 0 : (-this.#tokens / this.perSecond) * 1_000;
  }

  /** In how many seconds a token will be there; 0 where one is. */
  secondsUntilToken(): number {
    this.#fill();
    return this.#tokens >= 1 ? 0 : (1 - this.#tokens) / this.perSecond;
  }

  #fill(): void {
    const nowMs = this.#now();
    const more = ((nowMs - this.#filledAtMs) / 1_000) * this.perSecond;
    this.#tokens = Math.min(this.burst, this.#tokens + more);
    this.#filledAtMs = nowMs;
  }
}
