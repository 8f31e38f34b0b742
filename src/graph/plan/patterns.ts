/* Patterns over paths: `gate/**`, or `gate` for short. */
import { globMatcher, hasWildcard, trimSlashes } from "./glob";

/** Longer patterns with wildcards match nothing: nobody writes one, and each is read along with every path. */
export const longestPattern = 1_000;

/** Paths to choose from. Patterns are looked for only among the paths that begin with the name that they begin with. */
export class PathChoice {
  readonly #byFirst = new Map<string, number[]>();
  readonly #all: readonly number[];

  constructor(readonly paths: readonly string[]) {
    this.#all = paths.map((_, number) => number);
    for (const [number, path] of paths.entries()) {
      const first = firstName(path);
      const group = this.#byFirst.get(first);
      if (group) group.push(number);
      else this.#byFirst.set(first, [number]);
    }
  }

  /** Numbers of the paths that one pattern matches, without a `!` before it. */
  matching(pattern: string): readonly number[] {
    if (pattern === "") return [];
    const prefix = trimSlashes(pattern);
    const literal = this.#numbersUnder(firstName(prefix)).filter((number) =>
      isUnder(prefix, this.paths[number]!),
    );
    // A bare name or path stands for what it names, whatever its letters mean elsewhere.
    if (!hasWildcard(pattern) || pattern.length > longestPattern) return literal;
    const matches = globMatcher(pattern);
    const first = firstName(pattern);
    const candidates = hasWildcard(first) || first.includes("{") ? this.#all : this.#numbersUnder(first);
    const own = new Set(literal);
    return candidates.filter((number) => own.has(number) || matches(this.paths[number]!));
  }

  /** Numbers of the paths that patterns choose together: each adds to, or with `!` takes from, those before it. */
  choose(patterns: readonly string[], onNothing?: (pattern: string, place: number) => void): Set<number> {
    const chosen = new Set<number>();
    for (const [place, pattern] of patterns.entries()) {
      const exclude = pattern.startsWith("!");
      const matched = this.matching(exclude ? pattern.slice(1) : pattern);
      if (matched.length === 0) onNothing?.(pattern, place);
      for (const number of matched) {
        if (exclude) chosen.delete(number);
        else chosen.add(number);
      }
    }
    return chosen;
  }

  /** These paths, in their order. */
  pick(numbers: ReadonlySet<number>): string[] {
    return this.paths.filter((_, number) => numbers.has(number));
  }

  #numbersUnder(first: string): readonly number[] {
    return this.#byFirst.get(first) ?? [];
  }
}

/** Paths of variables, for patterns to choose from. */
export interface VariableChoices {
  readonly trainable: PathChoice;
  readonly all: PathChoice;
}

/**
 * The paths that one of the patterns matches, in the order of `paths`. `*` stands for any letters of one name, `?` for
 * one letter, `**` for any number of names, `{a,b}` for either; a bare prefix `gate` means `gate/**` too. A pattern with
 * `!` before it takes away what those before it matched.
 */
export function matchPaths(patterns: readonly string[], paths: readonly string[]): string[] {
  const choice = new PathChoice(paths);
  return choice.pick(choice.choose(patterns));
}

function firstName(path: string): string {
  const end = path.indexOf("/");
  return end < 0 ? path : path.slice(0, end);
}

function isUnder(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
