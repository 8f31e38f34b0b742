/* A layer as a function of tensors: to try it on numbers, to draw what it does. */
import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";
import { applyLayer, initialValues } from "../layers";
import { checkOptionKinds } from "../options";
import { compiledLayer, weightName, type GivenFunction, type GivenLayer } from "./subject";

export interface FunctionOfOptions {
  /** Of weights and of random draws. Default 1. */
  readonly seed?: number;
  /** Whether it behaves as in training. Default false. */
  readonly training?: boolean;
  /** Weights by name, in place of how they start: all their numbers one after another, or a tensor. */
  readonly weights?: Readonly<Record<string, readonly number[] | tf.Tensor>>;
}

/**
 * A layer as a function of tensors, batch first. `tf.grad` of it is the layer's own gradient. What it makes on its way belongs to
 * whoever calls it: wrap calls in `tf.tidy`.
 *
 * ```ts
 * const f = functionOf({ type: "dense", units: 1 }, { weights: { kernel: [1, 2] } });
 * f(tf.tensor([[3, 4]])); // [[11]]
 * ```
 *
 * @throws EspalierError, SpecError when it is called, where the layer does not take such inputs or has no such weight
 */
export function functionOf(layer: GivenLayer, options: FunctionOfOptions = {}): GivenFunction {
  checkOptionKinds("functionOf", options, { seed: "number", training: "boolean", weights: "object" });
  const { seed = 1, training = false, weights = {} } = options;
  return (...inputs) => {
    const { node, variables } = compiledLayer(layer, inputs);
    const names = variables.map((variable) => weightName(node, variable));
    const unknown = Object.keys(weights).find((name) => !names.includes(name));
    if (unknown !== undefined) {
      throw new EspalierError(`${node.layer.type} has no weight "${unknown}"`, {
        hint: names.length > 0 ? `its weights are ${names.join(", ")}` : "it has none",
      });
    }
    const values = variables.map((variable, i) => {
      const given = weights[names[i]!];
      if (given instanceof tf.Tensor) return given;
      return tf.tensor([...(given ?? initialValues(variable, seed))], [...variable.shape]);
    });
    const random = () => randomStream(seed, "layer", node.path, 0);
    return applyLayer(node.layer, inputs, values, { training, random }).value;
  };
}
