/* Small networks to make a slip in. */
import type { GraphSpec, InputSpec, NodeSpec, StackItem } from "../../../src/spec";

/** A network whose trunk is these layers over an input of this shape. */
export function over(shape: number[], ...layers: StackItem[]): GraphSpec {
  return {
    inputs: { x: { shape } },
    targets: { y: { classes: 3 } },
    nodes: { trunk: { layers }, y: { from: "trunk", layers: ["flatten", { type: "head", target: "y" }] } },
  };
}

/** A network with a node that joins these inputs. */
export function joining(join: NodeSpec, ...inputs: InputSpec[]): GraphSpec {
  const named = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
  return {
    inputs: named,
    targets: { y: { classes: 3 } },
    nodes: {
      join: { ...join, from: Object.keys(named) },
      y: { from: "join", layers: ["flatten", { type: "head", target: "y" }] },
    },
  };
}

export const conv = { type: "conv2d", filters: 4, kernelSize: 5 } as const;
