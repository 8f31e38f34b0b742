/* What a layer's config says, in the words of Keras and tfjs. */
import { EspalierError } from "../../errors";
import type { Activation, LayerSpec, Padding } from "../../spec/language";

/** A layer's config as Keras and tfjs write it, with snake_case keys. */
export type KerasConfig = Readonly<Record<string, unknown>>;

/** How a kind of Keras layer becomes one of ours. `values`: those of a weight that is an option here. */
export interface Conversion {
  readonly convert: (config: KerasConfig, values: (weight: string) => readonly number[]) => LayerSpec;
  /**
   * Names of its weights in our order. `*` before a name: in a part of the layer, such as its cell; `forward_*`: in one
   * whose name begins so. `a|b`: by either name.
   */
  readonly weights: (config: KerasConfig) => string[];
}

const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: "linear",
  relu: "relu",
  relu6: "relu6",
  elu: "elu",
  selu: "selu",
  gelu: "gelu",
  sigmoid: "sigmoid",
  hard_sigmoid: "hardSigmoid",
  hardSigmoid: "hardSigmoid",
  tanh: "tanh",
  softplus: "softplus",
  softsign: "softsign",
  swish: "swish",
  silu: "swish",
  softmax: "softmax",
};

/** A foreign value in a message: its beginning. */
export function briefly(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

export function activation(config: KerasConfig, key = "activation"): Activation {
  const name = config[key] ?? "linear";
  const known = typeof name === "string" && Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  if (!known) throw new EspalierError(`the activation ${briefly(name)} is not one that Espalier has`);
  return known;
}

export function padding(config: KerasConfig): Padding {
  const value = config["padding"] ?? "valid";
  if (value !== "valid" && value !== "same")
    throw new EspalierError(`the padding ${briefly(value)} is neither valid nor same`);
  return value;
}

export function only(config: KerasConfig, key: string, allowed: readonly unknown[]): void {
  const value = config[key];
  if (
    value !== undefined &&
    value !== null &&
    !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))
  ) {
    throw new EspalierError(`${key} = ${briefly(value)} is not one that Espalier has`);
  }
}

export const bias = (config: KerasConfig): boolean => config["use_bias"] !== false;
export const withBias = (names: string[], config: KerasConfig): string[] =>
  bias(config) ? [...names, "bias"] : names;
