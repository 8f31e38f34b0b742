import type { Branch, RouteNode, Routing } from "../../graph/ir";
import { isRouting } from "../../graph/walk";
import { orderFeed, sizeFeed, takerCountFeed, takersFeed } from "../feeds";
import type { Register } from "../instruction";
import type { Demand, Lowerer, NodeLowering, ScopeName } from "../lower/demand";
import { calibratedLogits } from "../lower/calibrated";
import { valueIn } from "../lower/values";
import { gateOf, selectOf } from "../route-choices";

/** The values of its branches as one. */
export const route: NodeLowering<RouteNode> = {
  needs: (node, scope, lowering) => merges[node.merge].needs(node, scope, lowering),
  lower: (node, scope, lowering) => merges[node.merge].lower(node, scope, lowering),
};

/** Each branch's result in the order of the samples again. */
const putBack: NodeLowering<RouteNode> = {
  needs(node, _, lowering) {
    const state = lowering.known.routeState(node.path);
    return state ? taken(node, lowering).map((branch) => partOf(node, branch)) : [lowering.rowsOf(node)];
  },
  lower(node, _, lowering) {
    const { branches, rest } = lowering.known.routeState(node.path)!;
    const parts = taken(node, lowering).map((branch) => lowering.register(partOf(node, branch).key));
    if (parts.length === 1 && branches.includes("all")) return parts[0]!;
    const order = orderFeed(node.path);
    return lowering.write({ op: "putBack", node: node.path, parts, order, rest, shape: node.shape });
  },
};

/** p(class) = sum over the branches of p(group) * p(class | group). */
const joint: NodeLowering<RouteNode> = {
  needs: (node, scope, lowering) => [
    groups(node, scope, lowering),
    ...node.branches.map((branch) => weighedPart(node, branch, scope, lowering)),
  ],
  lower(node, scope, lowering) {
    const parts = node.branches.map((branch) =>
      lowering.register(weighedPart(node, branch, scope, lowering).key),
    );
    return lowering.write({ op: "sum", node: node.path, parts });
  },
};

const merges: { readonly [M in Routing["merge"]]: NodeLowering<RouteNode> } = { putBack, joint };

/** The branches that some row takes. */
function taken(node: RouteNode, { known }: Lowerer): Branch[] {
  const { branches } = known.routeState(node.path)!;
  return node.branches.filter(({ index }) => branches[index] !== "empty");
}

/** What a branch gives to its route. */
function partOf(node: RouteNode, branch: Branch): Demand {
  return {
    key: `part\n\n${branch.path}`,
    needs: (lowering) => {
      if (branch.output === undefined) return [];
      const undecided = lowering.undecided(branch.path);
      return [undecided ?? resultOf(node, branch.path, branch.output, lowering)];
    },
    make: (lowering) => branchResult(node, branch, lowering),
  };
}

function weighedPart(node: RouteNode, branch: Branch, scope: ScopeName, lowering: Lowerer): Demand {
  const by = groups(node, scope, lowering).key;
  const part = partOf(node, branch);
  return {
    ...part,
    make: (lowering) => {
      const from = part.make(lowering);
      return lowering.write({ op: "weigh", from, by: lowering.register(by), column: branch.index });
    },
  };
}

/** What a branch ends in, for the branch's rows: of a head whose probabilities become an answer its calibrated logits. */
function resultOf({ answer }: RouteNode, scope: string, output: string, { index }: Lowerer): Demand {
  const result = index.node(output);
  return answer && result?.kind === "head" ? calibratedLogits(scope, result) : valueIn(scope, output);
}

/** The probabilities of a joint route's gate. */
function groups(node: RouteNode, scope: ScopeName, { index }: Lowerer): Demand {
  const logits = calibratedLogits(scope, gateOf(index, node)!);
  return {
    key: `groups\n\n${node.path}`,
    needs: () => [logits],
    make: (lowering) => lowering.write({ op: "probabilities", from: lowering.register(logits.key) }),
  };
}

/** A branch's result for its rows of the route; over all classes where the route gives a merged answer. */
function branchResult(node: RouteNode, branch: Branch, lowering: Lowerer): Register {
  const classes = node.answer?.classes.length ?? 0;
  const members = branch.members ?? [];
  const everyRow = node.merge === "joint";
  if (branch.output === undefined) {
    const rows = everyRow ? sizeFeed(lowering.index.around(node.path)) : takerCountFeed(node.path, branch);
    return lowering.write({ op: "certain", members, classes, rows });
  }
  const value = lowering.register(resultOf(node, branch.path, branch.output, lowering).key);
  // Where each branch ran for every sample, its own rows are picked now.
  const own =
    !everyRow && selectOf(lowering.index, node, lowering.request) === "all"
      ? lowering.write({ op: "rows", from: value, rows: takersFeed(node.path, branch) })
      : value;
  // Another route's answer is probabilities over all classes already.
  const isAnswer = isRouting(lowering.index.node(branch.output));
  if (!node.answer || isAnswer) return own;
  const from = lowering.write({ op: "probabilities", from: own });
  return lowering.write({ op: "spread", from, members, classes });
}
