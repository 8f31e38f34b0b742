/* The ways of a batch's samples through its routes, and how likely each class is at their ends. */
import type { HeadNode, RoutingNode } from "../graph/ir";
import { isRouting } from "../graph/walk";
import type { BatchPlan, GraphIndex, RunResult } from "../program";
import { hostProbabilities } from "./host-probabilities";

/** What was worked out of one batch. */
export interface BatchFacts {
  readonly index: GraphIndex;
  readonly plan: BatchPlan;
  readonly result: RunResult;
  /** The way to a branch that is less likely is not followed. */
  readonly atLeast: number;
}

/** How likely a class is, and the branches of the likeliest way to it. */
export interface Way {
  readonly probability: number;
  readonly keys: readonly string[];
  /** The part of that way. */
  readonly most: number;
}

/** Position in the batch -> class -> how likely it is by all ways to it. */
export function collectClasses(facts: BatchFacts, node: HeadNode | RoutingNode): Map<number, Way>[] {
  const { size } = facts.plan.batch;
  const found = Array.from({ length: size }, () => new Map<number, Way>());
  collect(facts, node, new Float64Array(size).fill(1), [], undefined, found);
  return found;
}

/**
 * @param reached position -> how likely the way to the node is
 * @param members the classes that the outputs of a head stand for, where they are not its own
 */
function collect(
  facts: BatchFacts,
  node: HeadNode | RoutingNode,
  reached: Float64Array,
  keys: readonly string[],
  members: readonly number[] | undefined,
  found: Map<number, Way>[],
): void {
  if (!isRouting(node)) {
    addHead(facts, node, reached, keys, members ?? node.members ?? [], found);
    return;
  }
  node.branches.forEach((branch) => {
    const inside = reachedIn(facts, node, branch.index, reached);
    if (!inside.some((p) => p > 0)) return;
    const way = [...keys, branch.key];
    const end = branch.output === undefined ? undefined : facts.index.node(branch.output);
    if (end?.kind === "head" || isRouting(end)) collect(facts, end, inside, way, branch.members, found);
    // A group of one class: the gate's answer is the answer.
    else for (const label of branch.members ?? []) addClass(found, label, inside, way);
  });
}

/** Position -> how likely the way into a branch is; 0 where it is not likely enough. */
function reachedIn(
  { plan, atLeast }: BatchFacts,
  { path, by, branches }: RoutingNode,
  branch: number,
  reached: Float64Array,
): Float64Array {
  const inside = new Float64Array(reached.length);
  const scope = plan.scopeOf(path);
  if (!scope || scope.size === 0) return inside;
  const weights: ArrayLike<number> = "head" in by ? plan.likelihoods(path) : plan.selected(path);
  const width = branches.length;
  scope.positions.forEach((position, row) => {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += weights[row * width + i]!;
    // A gate's probabilities sum to 1; what nobody weighs counts alike.
    const likely = sum > 0 ? (reached[position]! * weights[row * width + branch]!) / sum : 0;
    if (likely > 0 && likely >= atLeast) inside[position] = likely;
  });
  return inside;
}

function addHead(
  { plan, result }: BatchFacts,
  head: HeadNode,
  reached: Float64Array,
  keys: readonly string[],
  members: readonly number[],
  found: Map<number, Way>[],
): void {
  const logits = result.calibrated(head.path)?.dataSync<"float32">();
  if (!logits) return;
  const values = hostProbabilities(logits, head.shape[0]!);
  const width = members.length;
  plan.scopeOf(head.path)!.positions.forEach((position, row) => {
    if (reached[position] === 0) return;
    members.forEach((label, i) => {
      add(found[position]!, label, reached[position]! * values[row * width + i]!, keys);
    });
  });
}

function addClass(
  found: readonly Map<number, Way>[],
  label: number,
  reached: Float64Array,
  keys: readonly string[],
): void {
  reached.forEach((p, position) => {
    if (p > 0) add(found[position]!, label, p, keys);
  });
}

function add(ways: Map<number, Way>, label: number, part: number, keys: readonly string[]): void {
  // A head that says nothing has no candidates.
  if (Number.isNaN(part)) return;
  const before = ways.get(label);
  const isLikelier = !before || part > before.most;
  ways.set(label, {
    probability: (before?.probability ?? 0) + part,
    keys: isLikelier ? keys : before.keys,
    most: isLikelier ? part : before.most,
  });
}
