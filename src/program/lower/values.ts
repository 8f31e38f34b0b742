/* Values of nodes and inputs, in the scope that they stand in and in those inside of it. */
import { positionsFeed, rowsFeed } from "../feeds";
import type { Register } from "../instruction";
import type { Demand, Lowerer, ScopeName } from "./demand";

// No path has a line break in it.
export const valueKey = (scope: ScopeName, path: string): string => `${scope ?? ""}\n${path}`;

/** The value at a path for the rows of a scope: that which the node stands in, or one inside of it. */
export function valueIn(scope: ScopeName, path: string): Demand {
  return {
    key: valueKey(scope, path),
    needs: (lowering) => needsOfValue(lowering, scope, path),
    make: (lowering) => lowerValue(lowering, scope, path),
  };
}

function needsOfValue(lowering: Lowerer, scope: ScopeName, path: string): readonly Demand[] {
  const { index, known } = lowering;
  const node = index.node(path);
  if (!node) return [batchInput(path)];
  const around = index.around(path);
  const undecided = lowering.undecided(around);
  if (undecided) return [undecided];
  if (scope !== around) return [valueIn(outerOf(lowering, scope!), path)];
  if (known.scopeState(scope) === "empty") return [];
  return lowering.kindOf(node).needs(node, scope, lowering);
}

function lowerValue(lowering: Lowerer, scope: ScopeName, path: string): Register {
  const { index, known } = lowering;
  const node = index.node(path);
  if (!node) {
    const from = lowering.register(batchInput(path).key);
    return lowering.write({ op: "inputRows", name: path, from, positions: positionsFeed(scope) });
  }
  if (scope !== index.around(path)) {
    const outer = lowering.value(outerOf(lowering, scope!), path);
    if (known.scopeState(scope) === "all") return outer;
    return lowering.write({ op: "rows", from: outer, rows: rowsFeed(scope!) });
  }
  if (known.scopeState(scope) === "empty") {
    return lowering.write({ op: "empty", shape: node.shape, dtype: node.dtype });
  }
  return lowering.kindOf(node).lower(node, scope, lowering);
}

const outerOf = ({ index }: Lowerer, branch: string): ScopeName => index.branches.get(branch)!.around;

/** An input for all of the batch, of which every scope takes its rows. */
const batchInput = (name: string): Demand => ({
  key: `input\n\n${name}`,
  needs: () => [],
  make: (lowering) => {
    const [shift, divisor] = lowering.index.input(name)?.variables ?? [];
    const scale = shift === undefined || divisor === undefined ? undefined : ([shift, divisor] as const);
    return lowering.write({ op: "input", name, scale });
  },
});
