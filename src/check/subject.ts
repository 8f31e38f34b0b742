/* What a gradient is checked of: a function of tensors, or a layer over inputs and weights. */
import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";
import { gradientSources, idsOf } from "../graph/layers";
import type { LayerNode, Variable } from "../graph/ir";
import { applyLayer, initialValues } from "../layers";
import { understandGraph } from "../model";
import type { GraphSpec, LayerSpec, OwnLayer } from "../spec";
import { sizeOf } from "../shape";
import { drawn, isList, tensorOf, type GivenValue } from "./point";

/** A layer as a spec writes it: `"flatten"`, `{ type: "dense", units: 3 }`, or one of one's own. */
export type GivenLayer = string | LayerSpec | OwnLayer;

/** A function of tensors. What it makes on its way is tidied up around it. */
export type GivenFunction = (...inputs: tf.Tensor[]) => tf.Tensor;

/** One argument of what is checked. */
export interface Argument {
  /** `input 0`, `weight kernel`. */
  readonly name: string;
  readonly value: tf.Tensor;
  /** Whether it has a gradient: a real number that training moves, or an input. */
  readonly moves: boolean;
}

export interface Subject {
  readonly name: string;
  /** The tensors belong to it: see `dispose`. */
  readonly args: readonly Argument[];
  /** Called inside of a tidy; the same numbers for the same arguments. */
  readonly compute: (args: readonly tf.Tensor[]) => tf.Tensor;
}

export interface SubjectOptions {
  readonly seed: number;
  readonly training: boolean;
}

/** @throws EspalierError, SpecError where it is no function and no layer, or does not take such inputs */
export function subjectOf(
  subject: GivenLayer | GivenFunction,
  given: readonly GivenValue[],
  options: SubjectOptions,
): Subject {
  if (!isList(given)) {
    throw new EspalierError("gradcheck needs a list of inputs", {
      hint: "write [x] for one: tensors, numbers, or { shape: [3, 4] } for drawn ones; the batch axis comes first",
    });
  }
  const { seed } = options;
  if (typeof subject === "function") {
    const args = given.map((value, i) => argument(`input ${i}`, tensorOf(value, seed, `input ${i}`)));
    return { name: subject.name || "the function", args, compute: (tensors) => subject(...tensors) };
  }
  return layerSubject(subject, given, options);
}

const argument = (name: string, value: tf.Tensor): Argument => ({
  name,
  value,
  moves: value.dtype === "float32",
});

function layerSubject(
  layer: GivenLayer,
  given: readonly GivenValue[],
  { seed, training }: SubjectOptions,
): Subject {
  const tensors = given.map((value, i) => tensorOf(value, seed, `input ${i}`));
  try {
    const { node, variables } = compiledLayer(layer, tensors);
    const ids = idsOf(
      node.layer,
      tensors.map(({ shape }) => shape.slice(1)),
    );
    const learning = gradientSources(node.layer, node.inputs);
    const inputs = tensors.map((tensor, i) => {
      const known = argument(`input ${i}`, ids?.input === i ? within(tensor, ids.count) : tensor);
      return { ...known, moves: known.moves && learning.includes(node.inputs[i]!) };
    });
    const weights = variables.map((variable) => ({
      name: `weight ${weightName(node, variable)}`,
      value: startOf(variable, seed),
      moves: variable.trainable,
    }));
    return {
      name: node.layer.type,
      args: [...inputs, ...weights],
      compute: (all) =>
        applyLayer(node.layer, all.slice(0, inputs.length), all.slice(inputs.length), {
          training,
          random: () => randomStream(seed, "layer", node.path, 0),
        }).value,
    };
  } catch (error) {
    tf.dispose(tensors);
    throw error;
  }
}

/** The name of a layer's weight, without the layer's path. */
export const weightName = (node: LayerNode, { path }: Variable): string => path.slice(node.path.length + 1);

/** A network of this one layer. */
export function compiledLayer(
  layer: GivenLayer,
  inputs: readonly { readonly shape: readonly number[]; readonly dtype: string }[],
): { readonly node: LayerNode; readonly variables: readonly Variable[] } {
  const written = typeof layer === "string" ? ({ type: layer } as OwnLayer) : layer;
  const names = inputs.map((_, i) => `input${i}`);
  const spec: GraphSpec = {
    inputs: Object.fromEntries(
      inputs.map(({ shape, dtype }, i) => [
        `input${i}`,
        { shape: shape.slice(1), dtype: dtype === "int32" ? "int32" : "float32" },
      ]),
    ),
    nodes: { layer: { ...written, from: names } },
  };
  const { graph } = understandGraph(spec);
  const node = graph.nodes.get("layer");
  if (node?.kind !== "layer")
    throw new EspalierError(`${written.type} is no layer`, { hint: "give the spec of one layer" });
  return { node, variables: node.variables.map((path) => graph.variables.get(path)!) };
}

/** Ids that the layer knows. */
function within(ids: tf.Tensor, known: number): tf.Tensor {
  const values = Int32Array.from(ids.dataSync<"int32">(), (id) => Math.min(Math.max(id, 0), known - 1));
  ids.dispose();
  return tf.tensor(values, ids.shape, "int32");
}

/** As the weight starts, and a little away from 0 and 1, where a mistake in an offset or a factor would not show. */
export function startOf(variable: Variable, seed: number): tf.Tensor {
  const nudge = drawn(sizeOf(variable.shape), seed, "nudge", variable.path);
  const values = initialValues(variable, seed).map((value, i) => value + 0.2 + 0.15 * nudge[i]!);
  return tf.tensor(values, [...variable.shape]);
}
