/*
 * Patterns over paths as small machines. All places in the pattern where the reading of a path may stand are advanced
 * together, character by character (Thompson 1968), so that no pattern takes longer than its length times the path's.
 */

/** What a pattern is made of. A `/` stands before every name, the first one too. */
type Part =
  | { readonly kind: "character"; readonly character: string }
  /** `?`: one character of a name. */
  | { readonly kind: "any" }
  /** `*`: any number of them. */
  | { readonly kind: "star" }
  /** `**` in place of a name: any number of names, each with the `/` before it. */
  | { readonly kind: "names" }
  | { readonly kind: "choice"; readonly options: readonly (readonly Part[])[] };

type Instruction =
  | { readonly do: "character"; readonly character: string }
  | { readonly do: "any" }
  /** Goes on at both. */
  | { readonly do: "split"; first: number; second: number }
  | { readonly do: "accept" };

/** Whether a text has a sign that means something in patterns. */
export const hasWildcard = (pattern: string): boolean =>
  pattern.includes("*") || pattern.includes("?") || (pattern.includes("{") && pattern.includes(","));

/**
 * Tells which paths a pattern matches: `*` stands for any letters of one name, `?` for one, `**` for any number of
 * names, `{a,b}` for either. Whatever lies under a path that it matches, it matches too. All else stands for itself.
 */
export function globMatcher(pattern: string): (path: string) => boolean {
  const trimmed = trimSlashes(pattern);
  const program = assemble(parse(trimmed));
  return (path) => run(program, path);
}

/** Without the slashes at its end. */
export function trimSlashes(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === "/") end -= 1;
  return text.slice(0, end);
}

/** The `{` that begin a choice, each with its `}`: those with a comma of their own. */
function choicesIn(signs: readonly string[]): Map<number, number> {
  const ends = new Map<number, number>();
  const open: { at: number; hasComma: boolean }[] = [];
  for (const [at, sign] of signs.entries()) {
    const innermost = open.at(-1);
    if (sign === "{") open.push({ at, hasComma: false });
    else if (sign === "," && innermost) innermost.hasComma = true;
    else if (sign === "}" && innermost) {
      open.pop();
      if (innermost.hasComma) ends.set(innermost.at, at);
    }
  }
  return ends;
}

function parse(pattern: string): Part[] {
  const signs = Array.from(pattern);
  const choices = choicesIn(signs);

  /** @param start what stands before these signs: whether a name begins with them; @param followed whether one ends */
  function sequence(from: number, to: number, start: boolean, followed: boolean): Part[] {
    const parts: Part[] = [];
    // The slash before a name is kept until it is known what follows: `**` and choices take it in.
    let slash = start;
    const settle = () => {
      if (slash) parts.push({ kind: "character", character: "/" });
      slash = false;
    };
    for (let at = from; at < to;) {
      const sign = signs[at]!;
      const end = choices.get(at);
      if (end !== undefined) {
        const next = end + 1 < to ? signs[end + 1] === "/" : followed;
        parts.push({ kind: "choice", options: options(at + 1, end, slash, next) });
        slash = false;
        at = end + 1;
      } else if (sign === "*") {
        let after = at;
        while (after < to && signs[after] === "*") after += 1;
        const complete = slash && (after < to ? signs[after] === "/" : followed);
        if (complete && after - at === 2) {
          parts.push({ kind: "names" });
          slash = false;
        } else {
          settle();
          parts.push({ kind: "star" });
        }
        at = after;
      } else {
        settle();
        if (sign === "/") slash = true;
        else parts.push(sign === "?" ? { kind: "any" } : { kind: "character", character: sign });
        at += 1;
      }
    }
    settle();
    return parts;
  }

  function options(from: number, to: number, start: boolean, followed: boolean): Part[][] {
    const found: Part[][] = [];
    let begin = from;
    for (let at = from; at <= to; at = (choices.get(at) ?? at) + 1) {
      if (at < to && signs[at] !== ",") continue;
      found.push(sequence(begin, at, start, followed));
      begin = at + 1;
    }
    return found;
  }

  return sequence(0, signs.length, true, true);
}

function assemble(parts: readonly Part[]): Instruction[] {
  const program: Instruction[] = [];
  const split = (first: number, second: number) => {
    const instruction = { do: "split" as const, first, second };
    program.push(instruction);
    return instruction;
  };

  function add(part: Part): void {
    const at = program.length;
    switch (part.kind) {
      case "character":
        program.push({ do: "character", character: part.character });
        return;
      case "any":
        program.push({ do: "any" });
        return;
      case "star":
        split(at + 1, at + 3);
        program.push({ do: "any" });
        split(at, at);
        return;
      case "names":
        split(at + 1, at + 4);
        program.push({ do: "character", character: "/" }, { do: "any" });
        split(at + 2, at);
        return;
      case "choice": {
        const ends = part.options.map((option, number) => {
          const fork = number < part.options.length - 1 ? split(program.length + 1, 0) : undefined;
          option.forEach(add);
          const end = split(0, 0);
          if (fork) fork.second = program.length;
          return end;
        });
        for (const end of ends) end.first = end.second = program.length;
      }
    }
  }

  parts.forEach(add);
  program.push({ do: "accept" });
  return program;
}

/** Whether the program accepts a path, or the beginning of one that ends where a name does. */
function run(program: readonly Instruction[], path: string): boolean {
  const seen = new Int32Array(program.length).fill(-1);
  const ahead: number[] = [];

  /** Enters a place and all that can be reached from it without a character; whether one of them accepts. */
  const enter = (place: number, step: number, places: number[]): boolean => {
    let accepts = false;
    ahead.push(place);
    for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
      if (seen[next] === step) continue;
      seen[next] = step;
      const instruction = program[next]!;
      if (instruction.do === "split") ahead.push(instruction.second, instruction.first);
      else if (instruction.do === "accept") accepts = true;
      else places.push(next);
    }
    return accepts;
  };

  let here: number[] = [];
  let accepted = enter(0, 0, here);
  let step = 0;
  for (const character of `/${path}`) {
    // What lies under a match is matched; the slash before the first name ends none.
    if (accepted && character === "/" && step > 0) return true;
    step += 1;
    const there: number[] = [];
    accepted = false;
    for (const place of here) {
      const instruction = program[place]!;
      const takes = instruction.do === "character" ? instruction.character === character : character !== "/";
      if (takes && enter(place + 1, step, there)) accepted = true;
    }
    if (there.length === 0 && !accepted) return false;
    here = there;
  }
  return accepted;
}
