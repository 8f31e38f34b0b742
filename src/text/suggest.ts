import { distance } from "fastest-levenshtein";

/** What people write who know the thing by another name, as `normal` writes it. */
const otherNames: Readonly<Record<string, string>> = {
  lr: "learningRate",
  fc: "dense",
  linear: "dense",
  mse: "meanSquaredError",
  mae: "meanAbsoluteError",
  bce: "binaryCrossentropy",
  csv: "table",
  json: "table",
  crossentropy: "categoricalCrossentropy",
  softmaxcrossentropy: "categoricalCrossentropy",
  silu: "swish",
  concat: "concatenate",
  inputs: "from",
  input: "from",
};

/** Longer names are only compared as wholes: nobody misspells one, and the distance costs the product of the lengths. */
const longest = 100;
/** Of more names than these only the first are looked at, so that a thousand slips in a large spec stay small work. */
const most = 2_000;

/**
 * The name among `known` that somebody who wrote `name` may have meant: the same but for case and `_` or `-`, another
 * name for it, the beginning of it, or the nearest by Levenshtein's distance where at most a third of it differs.
 */
export function nearest(name: string, all: readonly string[]): string | undefined {
  if (name.length > longest) return undefined;
  const known = all.length > most ? all.slice(0, most) : all;
  const wanted = normal(name);
  const same = known.find((candidate) => normal(candidate) === wanted);
  if (same !== undefined) return same;
  const other = Object.hasOwn(otherNames, wanted) ? otherNames[wanted] : undefined;
  if (other !== undefined && known.includes(other)) return other;
  return closest(wanted, known) ?? beginning(wanted, known);
}

function closest(wanted: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of known) {
    const far = difference(wanted, normal(candidate));
    if (far < least) [best, least] = [candidate, far];
  }
  return best;
}

function difference(wanted: string, candidate: string): number {
  if (candidate.length > longest) return Infinity;
  // A name of one or two letters is near to every other such name.
  if (Math.max(wanted.length, candidate.length) < 3) return Infinity;
  // Letters in the wrong order (`rleu`) are one slip, not two.
  const letters = (word: string) => Array.from(word).sort().join("");
  // Letters are sorted only where they can be the same: a file may have a million unknown names.
  if (wanted.length === candidate.length && letters(wanted) === letters(candidate)) return 1;
  return distance(wanted, candidate);
}

/** `batchNorm` for `batchNormalization`; only where one name alone begins so. */
function beginning(wanted: string, known: readonly string[]): string | undefined {
  if (wanted.length < 3) return undefined;
  const found = known.filter((candidate) => normal(candidate).startsWith(wanted));
  return found.length === 1 ? found[0] : undefined;
}

function normal(name: string): string {
  return name.toLowerCase().replace(/[_\-\s]/g, "");
}
