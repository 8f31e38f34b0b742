/* What the branches of a route give to it: each for its own rows, or for all. */
import type { Branch, RouteNode } from "../../graph/ir";
import { isRouting } from "../../graph/walk";
import { sizeFeed, takerCountFeed, takersFeed } from "../feeds";
import type { Register } from "../instruction";
import { calibratedLogits } from "../lower/calibrated";
import type { Demand, Lowerer } from "../lower/demand";
import { valueIn } from "../lower/values";
import { branchesRun, takesAll } from "../route-choices";

/** What a branch gives. `make` may make more of it. */
export interface Part extends Demand {
  readonly branch: Branch;
}

/** Whether every branch gives a value for every row of the route. */
export function givesAll(node: RouteNode, { index, request }: Lowerer): boolean {
  return takesAll(index, node, request) && branchesRun(index, node, request) === "all";
}

/**
 * The parts of a route: of all branches where each gives a value for every row, else of those that some row takes. What it
 * is made of by `made`; by itself, the branch's result for its rows, over all classes where the route gives an answer.
 */
export function partsOf(
  node: RouteNode,
  lowering: Lowerer,
  made: (result: Register, branch: Branch, lowering: Lowerer) => Register = (result) => result,
  needs: readonly Demand[] = [],
): Part[] {
  return giving(node, lowering).map((branch) => ({
    branch,
    key: `part\n\n${branch.path}`,
    needs: (lowering) => [...needs, ...needsOf(node, branch, lowering)],
    make: (lowering) => made(branchResult(node, branch, lowering), branch, lowering),
  }));
}

/** The branches that have rows. */
export function giving(node: RouteNode, lowering: Lowerer): readonly Branch[] {
  if (givesAll(node, lowering)) return node.branches;
  const { branches } = lowering.known.routeState(node.path)!;
  return node.branches.filter(({ index }) => branches[index] !== "empty");
}

/** What a branch's value needs: nothing, for a group of one class. */
export function needsOf(node: RouteNode, { path, output }: Branch, lowering: Lowerer): readonly Demand[] {
  if (output === undefined) return [];
  return [lowering.undecided(path) ?? resultOf(node, path, output, lowering)];
}

/** What a branch ends in, for the branch's rows: of a head whose probabilities become an answer its calibrated logits. */
export function resultOf({ answer }: RouteNode, scope: string, output: string, { index }: Lowerer): Demand {
  const result = index.node(output);
  return answer && result?.kind === "head" ? calibratedLogits(scope, result) : valueIn(scope, output);
}

/** A branch's result for its rows of the route; over all classes where the route gives a merged answer. */
function branchResult(node: RouteNode, branch: Branch, lowering: Lowerer): Register {
  const classes = node.answer?.classes.length ?? 0;
  const members = branch.members ?? [];
  const all = givesAll(node, lowering);
  if (branch.output === undefined) {
    const rows = all ? sizeFeed(lowering.index.around(node.path)) : takerCountFeed(node.path, branch);
    return lowering.write({ op: "certain", members, classes, rows });
  }
  const value = lowering.register(resultOf(node, branch.path, branch.output, lowering).key);
  // Where each branch ran for every sample, its own rows are picked now.
  const own =
    !all && branchesRun(lowering.index, node, lowering.request) === "all"
      ? lowering.write({ op: "rows", from: value, rows: takersFeed(node.path, branch) })
      : value;
  // Another route's answer is probabilities over all classes already.
  const isAnswer = isRouting(lowering.index.node(branch.output));
  if (!node.answer || isAnswer) return own;
  const from = lowering.write({ op: "probabilities", from: own });
  return lowering.write({ op: "spread", from, members, classes });
}
