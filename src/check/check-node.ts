/* One call that checks everything that a kind of layer promises. */
import { useBackend } from "../backend";
import { checkOptionKinds } from "../options";
import { ask, CheckTable } from "./check-table";
import * as promises from "./layer-promises";
import { LayerRun } from "./layer-run";
import { survivesSaving, trainsNested } from "./network-promises";
import { compiledLayer, type GivenLayer } from "./subject";

/** An input of one sample, without the batch axis: its shape, float32 unless it says otherwise. */
export type CheckedInput =
  readonly number[] | { readonly shape: readonly number[]; readonly dtype?: "float32" | "int32" };

/** How a layer is checked. */
export interface CheckNodeOptions {
  /** Of weights, inputs and directions. Default 1. */
  readonly seed?: number;
}

/**
 * Checks what every layer promises, on values that are drawn: that it computes the shape that it declares; that its FLOPs
 * are a number; that the same seed and step give the same numbers; that both backends give the same; that its gradients are
 * those of finite differences; that a batch of one works, and no row depends on another; that it is saved and opened,
 * nested, left empty and trained without a trace.
 *
 * ```ts
 * await checkNode({ type: "dense", units: 3 }, [[5]]);
 * await checkNode("mine:spline", [[4, 2]]);
 * ```
 *
 * @param shapes of one sample of each input
 * @returns a table that shows itself; `kept` says whether all is kept that could be asked
 * @throws SpecError where the layer does not take such inputs
 */
export async function checkNode(
  layer: GivenLayer,
  shapes: readonly CheckedInput[],
  options: CheckNodeOptions = {},
): Promise<CheckTable> {
  checkOptionKinds("checkNode", options, { seed: "number" });
  await useBackend();
  const { seed = 1 } = options;
  const inputs = shapes.map((given) =>
    "shape" in given
      ? { shape: given.shape, dtype: given.dtype ?? "float32" }
      : { shape: given, dtype: "float32" as const },
  );
  const { node, variables } = compiledLayer(
    layer,
    inputs.map(({ shape, dtype }) => ({ shape: [1, ...shape], dtype })),
  );
  const run = new LayerRun(node, variables, inputs, seed);
  return new CheckTable(node.layer.type, [
    await ask("shape", () => promises.shapeHolds(run)),
    await ask("FLOPs", () => promises.flopsScale(run)),
    await ask("determinism", () => promises.isDeterministic(run)),
    await ask("batch of one", () => promises.takesOneRow(run)),
    await ask("rows apart", () => promises.rowsAreApart(run)),
    await ask("gradients", () => promises.gradientsAgree(layer, run.inputs, seed)),
    await ask("backends", () => promises.backendsAgree(run)),
    await ask("saved and opened", () => survivesSaving(run)),
    await ask("nested, empty, trained", () => trainsNested(run)),
  ]);
}
