/**
 * What the front does wrong on purpose. A fault meets the requests whose statement matches `match` (all, if absent; a ping's
 * statement is `ping`), `times` of them (if absent, until `fault` is set anew), then clears itself.
 *
 * - `refuse`: never applied. Without `match` and `times` the port is closed (ECONNREFUSED), like a server that is down;
 *   with either, the socket of the chosen requests is reset (ECONNRESET).
 * - `hang`: never applied, never answered; after `ms`, if given, the socket is reset.
 * - `drop-after-apply`: applied, then the socket is reset, so that the client cannot know.
 * - `delay`: applied after `ms` even if the client has given up meanwhile, then answered.
 */
export interface Fault {
  readonly kind: 'refuse' | 'hang' | 'drop-after-apply' | 'delay';
  readonly match?: RegExp;
  readonly times?: number;
  readonly ms?: number;
}

/** The fault in force and how often it may still strike. */
export class FaultPlan {
  #fault: Fault | undefined;
  #left = 0;

  get fault(): Fault | undefined {
    return this.#fault;
  }

  set fault(fault: Fault | undefined) {
    this.#fault = fault;
    this.#left = fault?.times ?? Number.POSITIVE_INFINITY;
  }

  get closesPort(): boolean {
    const fault = this.#fault;
    return fault?.kind === 'refuse' && fault.match === undefined && fault.times === undefined;
  }

  /** The fault that strikes this statement, counted. */
  strike(statement: string): Fault | undefined {
    const fault = this.#fault;
    if (fault === undefined || this.#left < 1) return undefined;
    // search() ignores the lastIndex that a /g expression would carry from request to request
    if (fault.match !== undefined && statement.search(fault.match) < 0) return undefined;
    this.#left -= 1;
    if (this.#left < 1) this.#fault = undefined;
    return fault;
  }
}
