/* What a layer promises inside of networks: that it is saved and opened, nested, left empty, trained. */
import * as tf from "@tensorflow/tfjs-core";
import { fromArrays } from "../data";
import type { Dataset } from "../data";
import { build } from "../model";
import type { GraphSpec, NodeSpec, OwnLayer, StackItem } from "../spec";
import { train } from "../train";
import { notAsked, type Finding } from "./check-table";
import type { LayerRun } from "./layer-run";
import { survivesSaving } from "./standing";

/** A head, over values of any shape. */
const ending: StackItem[] = ["flatten", { type: "dense", units: 2 }];

/** A network of the layer and a head; in modules and in two branches of a route by a tag, where it takes one value. */
export function networkOf(run: LayerRun): GraphSpec {
  const layer = run.node.layer as OwnLayer;
  const names = run.inputs.map((_, i) => `input${i}`);
  const several = names.length > 1;
  const nodes: Record<string, NodeSpec> = several
    ? { layer: { ...layer, from: names }, values: { from: "layer", layers: ending } }
    : {
        values: {
          type: "route",
          by: { tag: "side" },
          branches: { a: ["outer", ...ending], b: [layer, ...ending] },
        },
      };
  return {
    tags: { side: ["a", "b"] },
    inputs: Object.fromEntries(
      run.inputs.map(({ shape, dtype }, i) => [`input${i}`, { shape: shape.slice(1), dtype }]),
    ),
    targets: { target: { shape: [2] } },
    ...(!several && { modules: { inner: [layer], outer: ["inner"] } }),
    nodes: { ...nodes, head: { type: "head", from: "values", target: "target" } },
    training: { epochs: 1, batchSize: 2, seed: run.seed },
  };
}

/** Samples for it, all on the side of branch a. */
function samplesOf(run: LayerRun): Dataset {
  const size = run.inputs[0]!.shape[0]!;
  return fromArrays({
    inputs: Object.fromEntries(
      run.inputs.map(({ shape, data }, i) => [`input${i}`, { shape: shape.slice(1), data }]),
    ),
    labels: { target: Float32Array.from({ length: 2 * size }, (_, i) => i / size) },
    tags: { side: new Int32Array(size) },
    tagValues: { side: ["a", "b"] },
  });
}

/** Saved in a network and opened, it gives the same answers. */
export function opensAgain(run: LayerRun): Finding | Promise<Finding> {
  if (run.node.dtype === "int32") return notAsked("no head stands on whole numbers");
  return survivesSaving(networkOf(run), samplesOf(run));
}

/**
 * In a module in a module in a branch it learns, beside a branch that no sample takes: there nothing runs and nothing
 * moves. No tensor stays.
 */
export async function trainsNested(run: LayerRun): Promise<Finding> {
  if (run.node.dtype === "int32") return notAsked("no head stands on whole numbers");
  const model = await build(networkOf(run));
  try {
    const [samples, before, weights] = [samplesOf(run), tf.memory().numTensors, model.hostWeights()];
    const { history } = await train(model, samples);
    const answers = model.predict(samples).heads["head"]!.values;
    if (tf.memory().numTensors !== before)
      throw new Error(`${tf.memory().numTensors - before} tensors stay behind`);
    if (![...answers, ...Object.values(history[0]!.figures)].every(Number.isFinite))
      throw new Error("a number is not finite after training");
    for (const [path, { data }] of model.hostWeights()) {
      if (!path.startsWith("values/b/")) continue;
      if (String(data) !== String(weights.get(path)!.data))
        throw new Error(`${path} moved, and no sample was there`);
    }
    return {
      detail:
        run.inputs.length > 1
          ? "as a node of several inputs"
          : "in a module in a module in a branch, beside an empty one",
    };
  } finally {
    model.dispose();
  }
}
