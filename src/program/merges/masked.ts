import type { Branch, RouteNode } from "../../graph/ir";
import { isRouting } from "../../graph/walk";
import { orderOfFeed, selectedFeed, sizeFeed } from "../feeds";
import type { Register } from "../instruction";
import type { Demand, Lowerer } from "../lower/demand";
import { branchesRun } from "../route-choices";
import type { MergeLowering } from "./merge";
import { giving, needsOf, resultOf } from "./parts";
import { sum } from "./sum";

/**
 * Every branch for every row; what was not chosen counts as zero, and classes that were not chosen as impossible: by
 * selection and not by a product, for 0 times infinity is no number. Where branches run for their own rows alone, the same
 * value of these.
 */
export const masked: MergeLowering = {
  needs(node, scope, lowering) {
    if (!node.answer && !runsAll(node, lowering)) return sum.needs(node, scope, lowering);
    if (!lowering.known.routeState(node.path)) return [lowering.rowsOf(node)];
    return ran(node, lowering).map((branch) => maskedPart(node, branch));
  },
  lower(node, scope, lowering) {
    const { path, answer, branches } = node;
    if (!answer && !runsAll(node, lowering)) return sum.lower(node, scope, lowering);
    const given = new Set(ran(node, lowering));
    const parts = branches.map((branch) =>
      given.has(branch)
        ? lowering.register(maskedPart(node, branch).key)
        : zerosFor(node, widthOf(branch, lowering), lowering),
    );
    if (!answer) return lowering.write({ op: "sum", node: path, parts });
    return lowering.write({
      op: "maskedAnswer",
      node: path,
      parts,
      members: branches.map(({ members }) => members ?? []),
      classes: answer.classes.length,
      selected: selectedFeed(path),
    });
  },
};

const runsAll = (node: RouteNode, { index, request }: Lowerer): boolean =>
  branchesRun(index, node, request) === "all";

/** The branches that give a value, for every row or for their own. */
const ran = (node: RouteNode, lowering: Lowerer): readonly Branch[] =>
  runsAll(node, lowering) ? node.branches : giving(node, lowering);

/** A branch's value for every row, zero where it is not chosen; of an answer its logits, which are masked later. */
function maskedPart(node: RouteNode, branch: Branch): Demand {
  return {
    key: `part\n\n${branch.path}`,
    needs: (lowering) => needsOf(node, branch, lowering),
    make: (lowering) => {
      if (node.answer) return logitsOf(node, branch, lowering);
      const from = lowering.value(branch.path, branch.output!);
      const selected = selectedFeed(node.path);
      return lowering.write({ op: "keepSelected", from, selected, column: branch.index });
    },
  };
}

/** Logits of a branch's own classes, for every row: of another route's answer the logarithms of its probabilities. */
function logitsOf(node: RouteNode, branch: Branch, lowering: Lowerer): Register {
  const { path, output, members } = branch;
  if (output === undefined) return zerosFor(node, 1, lowering);
  const from = lowering.register(resultOf(node, path, output, lowering).key);
  const isAnswer = isRouting(lowering.index.node(output));
  const own = isAnswer ? lowering.write({ op: "logarithms", from, members: members ?? [] }) : from;
  if (runsAll(node, lowering) || lowering.known.routeState(node.path)!.branches[branch.index] === "all")
    return own;
  return lowering.write({
    op: "putBack",
    parts: [own],
    order: orderOfFeed(node.path, branch),
    rest: true,
    shape: [widthOf(branch, lowering)],
    dtype: "float32",
  });
}

/** How many logits a branch's own classes have. */
function widthOf({ output, members }: Branch, { index }: Lowerer): number {
  if (output === undefined) return 1;
  return isRouting(index.node(output)) ? members!.length : index.shapeOf(output)[0]!;
}

const zerosFor = (node: RouteNode, width: number, lowering: Lowerer): Register =>
  lowering.write({ op: "zeros", rows: sizeFeed(lowering.index.around(node.path)), shape: [width] });
