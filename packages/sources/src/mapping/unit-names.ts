import { normalize } from './normalize.ts';
import { quote } from './row-fault.ts';

/** A unit as the registry has it. */
export interface KnownUnit {
  readonly code: string;
  readonly name: string;
}

/** How the units of an export are named. */
export interface UnitRules {
  readonly by: 'name' | 'code';
  /** The mapping's own names or codes, with the unit's code in the registry. */
  readonly names: ReadonlyMap<string, string>;
  /** Short forms of words, by their normalised text. */
  readonly abbreviations: ReadonlyMap<string, string>;
}

/** The unit's code, or one sentence on why there is none. */
export type FoundUnit = { readonly code: string } | { readonly unknown: string };

const NEAREST = 3;
const MOST_REMEMBERED = 20_000;

/**
 * Finds the unit that a text names: by the mapping's own names, by the registry's names compared as `normalize` has them, and
 * where these do not have it, by the same names with short forms written out ("Sở TN&MT", "UBND H. Hải Lăng", "TP Đông Hà"). A
 * text that fits two units names none.
 */
export function unitFinder(units: readonly KnownUnit[], rules: UnitRules): (text: string) => FoundUnit {
  const own = new Map([...rules.names].map(([name, code]) => [normalize(name), code]));
  const written = new WrittenOut(rules.abbreviations);
  const codes = new Set(units.map(({ code }) => code));
  const exact = byKey(units, ({ name }) => normalize(name));
  const loose = byKey(units, ({ name }) => written.key(name));
  const find = (text: string): FoundUnit => {
    const told = own.get(normalize(text));
    if (told !== undefined) return { code: told };
    if (codes.has(text)) return { code: text };
    if (rules.by === 'code') return { unknown: unknownCode(text, units) };
    const found = exact.get(normalize(text)) ?? loose.get(written.key(text)) ?? [];
    const [only, another] = found;
    if (only !== undefined && another === undefined) return { code: only.code };
    if (only !== undefined) return { unknown: ambiguous(text, found) };
    return { unknown: unknownName(text, units, written) };
  };
  const remembered = new Map<string, FoundUnit>();
  return (text) => {
    const known = remembered.get(text);
    if (known !== undefined) return known;
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    const found = find(text);
    remembered.set(text, found);
    return found;
  };
}

function byKey(
  units: readonly KnownUnit[],
  keyOf: (unit: KnownUnit) => string,
): ReadonlyMap<string, readonly KnownUnit[]> {
  const found = new Map<string, KnownUnit[]>();
  for (const unit of units) {
    const key = keyOf(unit);
    const there = found.get(key);
    if (there === undefined) found.set(key, [unit]);
    else there.push(unit);
  }
  return found;
}

const listed = (units: readonly KnownUnit[]) => units.map(({ code, name }) => `${name} (${code})`).join(', ');

function ambiguous(text: string, found: readonly KnownUnit[]): string {
  return `${quote(text)} is the name of several units: ${listed(found)}; say which under units.names`;
}

function unknownCode(text: string, units: readonly KnownUnit[]): string {
  const nearest = closest(text.toLowerCase(), units, ({ code }) => code.toLowerCase());
  return `${quote(text)} is not a unit code of the registry; nearest: ${nearest.map(({ code }) => code).join(', ')}`;
}

function unknownName(text: string, units: readonly KnownUnit[], written: WrittenOut): string {
  const nearest = closest(written.key(text), units, ({ name }) => written.key(name));
  return `${quote(text)} is not a unit of the registry; nearest: ${listed(nearest)}`;
}

function closest(
  text: string,
  units: readonly KnownUnit[],
  keyOf: (unit: KnownUnit) => string,
): readonly KnownUnit[] {
  const pairs = pairsOf(text);
  return units
    .map((unit) => ({ unit, likeness: likeness(pairs, pairsOf(keyOf(unit))) }))
    .toSorted((a, b) => b.likeness - a.likeness)
    .slice(0, NEAREST)
    .map(({ unit }) => unit);
}

const pairsOf = (text: string): ReadonlySet<string> =>
  new Set(Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2)));

/** The share of neighbouring letters that two texts have in common (Dice), 0 to 1. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of a) if (b.has(pair)) common++;
  return a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size);
}

const LONGEST_ABBREVIATION = 4;
const PEOPLES_COMMITTEE = 'uy ban nhan dan ';

/** The words of a name, normalised, without "và". */
const words = (name: string): readonly string[] =>
  normalize(name)
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== 'va');

/** Names with their short forms written out, so that two ways of writing one name become one text. */
class WrittenOut {
  readonly #abbreviations: ReadonlyMap<string, string>;

  constructor(abbreviations: ReadonlyMap<string, string>) {
    this.#abbreviations = new Map(
      [...abbreviations].map(([short, long]) => [words(short).join(' '), words(long).join(' ')]),
    );
  }

  /** Without a leading "Ủy ban nhân dân", which some lists have and others have not. */
  key(name: string): string {
    const text = this.#expand(words(name)).join(' ');
    return text.startsWith(PEOPLES_COMMITTEE) ? text.slice(PEOPLES_COMMITTEE.length) : text;
  }

  #expand(short: readonly string[]): readonly string[] {
    const expanded: string[] = [];
    for (let at = 0; at < short.length; ) {
      const { text, length } = this.#longest(short, at);
      expanded.push(text);
      at += length;
    }
    return expanded;
  }

  #longest(short: readonly string[], at: number): { readonly text: string; readonly length: number } {
    for (let length = Math.min(LONGEST_ABBREVIATION, short.length - at); length > 0; length--) {
      const text = this.#abbreviations.get(short.slice(at, at + length).join(' '));
      if (text !== undefined) return { text, length };
    }
    return { text: short[at] ?? '', length: 1 };
  }
}
