/*
 * Which parts of a network moved, step by step: weights that always moved together are one part.
 */
import { checkOptionKinds } from "../options";
import { EspalierError } from "../errors";
import type { StepRecord } from "../train";

/** A part of a network and the steps that moved it. */
export interface MovedPart {
  /** The path that its weights have in common: `trunk`, `features/float`. */
  readonly name: string;
  /** How many of its weights ever moved. */
  readonly weights: number;
  /** For each step, how many of them moved. */
  readonly moved: readonly number[];
}

export interface MovedPartsOptions {
  /**
   * Paths of the parts, in order. Without it, the shortest paths whose weights moved in the same steps, from the names of
   * nodes on down.
   */
  readonly parts?: readonly string[];
}

/**
 * The parts of a network with the steps that moved them, as `train`'s `onStep` told of the steps.
 *
 * @throws EspalierError where there are no steps
 */
export function movedParts(
  steps: readonly StepRecord[],
  options: MovedPartsOptions = {},
): readonly MovedPart[] {
  checkOptionKinds("movedParts", options, { parts: "object" });
  const given: unknown = steps;
  if (!Array.isArray(given) || given.length === 0) {
    throw new EspalierError("there are no steps", {
      hint: "keep what train says of each: train(model, data, { onStep: (step) => steps.push(step) })",
    });
  }
  const stepsOf = new Map<string, number[]>();
  steps.forEach(({ moved }, number) => {
    for (const path of moved) {
      const known = stepsOf.get(path);
      if (known) known.push(number);
      else stepsOf.set(path, [number]);
    }
  });
  const paths = [...stepsOf.keys()];
  const names = options.parts ?? together(stepsOf);
  return names.map((name) => {
    const within = paths.filter((path) => path === name || path.startsWith(`${name}/`));
    const moved = new Array<number>(steps.length).fill(0);
    for (const path of within) for (const number of stepsOf.get(path)!) moved[number]! += 1;
    return { name, weights: within.length, moved };
  });
}

/** The shortest paths below which everything moved in the same steps. */
function together(stepsOf: ReadonlyMap<string, readonly number[]>): string[] {
  const texts = new Map([...stepsOf].map(([path, numbers]) => [path, numbers.join()]));
  function split(paths: readonly string[], depth: number): string[] {
    const groups = new Map<string, string[]>();
    for (const path of paths) {
      const name = path.split("/").slice(0, depth).join("/");
      const group = groups.get(name);
      if (group) group.push(path);
      else groups.set(name, [path]);
    }
    return [...groups].flatMap(([name, group]) =>
      new Set(group.map((path) => texts.get(path))).size === 1 ? [name] : split(group, depth + 1),
    );
  }
  return split([...texts.keys()], 1);
}
