/* Masks of padded sequences, each beside the value that it belongs to. */
import type { Node } from "../../graph/ir";
import { maskRuleOf } from "../../graph/layers";
import type { MaskSource } from "../../graph/mask";
import { positionsFeed, rowsFeed } from "../feeds";
import type { Register } from "../instruction";
import type { Demand, Lowerer, PartLowering, ScopeName } from "./demand";
import { valueIn } from "./values";

const maskKey = (scope: ScopeName, path: string): string => `mask\n${scope ?? ""}\n${path}`;

/** The mask of a node's value for the rows of a scope that has some: `[rows, steps]`, 1 where a step counts. */
export function maskIn(scope: ScopeName, path: string): Demand {
  return {
    key: maskKey(scope, path),
    needs(lowering) {
      const node = lowering.index.node(path);
      if (!node) return [batchMask(path)];
      const around = lowering.index.around(path);
      const undecided = lowering.undecided(around);
      if (undecided) return [undecided];
      if (scope !== around) return [maskIn(outerOf(lowering, scope!), path)];
      return node.mask ? rules[node.mask.from].needs(node, scope, lowering) : [];
    },
    make(lowering) {
      const node = lowering.index.node(path);
      if (!node) {
        const from = lowering.register(batchMask(path).key);
        return lowering.write({ op: "inputRows", name: path, from, positions: positionsFeed(scope) });
      }
      if (scope !== lowering.index.around(path)) {
        const outer = lowering.register(maskKey(outerOf(lowering, scope!), path));
        if (lowering.known.scopeState(scope) === "all") return outer;
        return lowering.write({ op: "rows", from: outer, rows: rowsFeed(scope!) });
      }
      return rules[node.mask!.from].make(node, scope, lowering);
    },
  };
}

/** The mask of a padded input for all of the batch, of which every scope takes its rows. */
const batchMask = (name: string): Demand => ({
  key: `inputMask\n\n${name}`,
  needs: () => [],
  make: (lowering) => lowering.write({ op: "inputMask", name }),
});

/** How a kind of node makes its mask of those of its branches. */
function branchesRule(node: Node, lowering: Lowerer): PartLowering<Node> {
  const { mask } = lowering.kindOf(node);
  if (!mask) throw new Error(`${node.kind} makes no mask of its branches`);
  return mask;
}

interface Rule {
  readonly needs: (node: Node, scope: ScopeName, lowering: Lowerer) => readonly Demand[];
  readonly make: (node: Node, scope: ScopeName, lowering: Lowerer) => Register;
}

/** What enters where some of its steps do not count already. */
function before({ inputs: [first], mask }: Node, { index }: Lowerer): readonly string[] {
  const axes = index.maskOf(first!)?.axes ?? Infinity;
  return axes <= mask!.axes ? [first!] : [];
}

const noRule = (): never => {
  throw new Error("only inputs have lengths");
};

const masksOfAll: Rule["needs"] = ({ inputs }, scope) => inputs.map((input) => maskIn(scope, input));

const rules: { readonly [F in MaskSource["from"]]: Rule } = {
  lengths: { needs: noRule, make: noRule },
  branches: {
    needs: (node, scope, lowering) => branchesRule(node, lowering).needs(node, scope, lowering),
    make: (node, scope, lowering) => branchesRule(node, lowering).lower(node, scope, lowering),
  },
  values: {
    needs: (node, scope, lowering) => [
      valueIn(scope, node.inputs[0]!),
      ...before(node, lowering).flatMap((path) => maskDemand(lowering, scope, path)),
    ],
    make(node, scope, lowering) {
      const { inputs, mask } = node;
      if (mask?.from !== "values") throw new Error("a mask of values without its padding");
      const { padding, alongLast } = mask;
      const own = lowering.write({ op: "mask", from: lowering.value(scope, inputs[0]!), padding, alongLast });
      const [masked] = before(node, lowering);
      if (masked === undefined) return own;
      const earlier = lowering.register(maskKey(scope, masked));
      return lowering.write({ op: "bothMasks", parts: [earlier, own] });
    },
  },
  first: {
    needs: ({ inputs }, scope) => [maskIn(scope, inputs[0]!)],
    make: ({ inputs }, scope, lowering) => lowering.register(maskKey(scope, inputs[0]!)),
  },
  either: {
    needs: masksOfAll,
    make({ inputs }, scope, lowering) {
      const parts = inputs.map((input) => lowering.register(maskKey(scope, input)));
      return lowering.write({ op: "eitherMask", parts });
    },
  },
  beside: {
    needs: ({ inputs }, scope, lowering) =>
      inputs.flatMap((input) => [valueIn(scope, input), ...maskDemand(lowering, scope, input)]),
    make({ inputs }, scope, lowering) {
      const parts = inputs.map((input) => lowering.value(scope, input));
      const masks = inputs.map((input) => maskRegister(lowering, scope, input) ?? -1);
      return lowering.write({ op: "besideMask", parts, masks });
    },
  },
};

/** The mask of a value, where it has one. */
export function maskDemand(lowering: Lowerer, scope: ScopeName, path: string): readonly Demand[] {
  return lowering.index.maskOf(path) ? [maskIn(scope, path)] : [];
}

/** Where it stands then. */
export function maskRegister(lowering: Lowerer, scope: ScopeName, path: string): Register | undefined {
  return lowering.index.maskOf(path) && lowering.register(maskKey(scope, path));
}

/** The masks that a layer goes by. */
export function masksUsed(node: Extract<Node, { kind: "layer" }>, lowering: Lowerer): readonly string[] {
  const { index } = lowering;
  const uses = maskRuleOf(node.layer, index.shapeOf(node.inputs[0]!))?.uses ?? false;
  return uses && node.inputs.some((path) => index.maskOf(path)) ? node.inputs : [];
}

const outerOf = ({ index }: Lowerer, branch: string): ScopeName => index.branches.get(branch)!.around;
