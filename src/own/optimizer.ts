/* Optimisers of one's own. */
import * as tf from "@tensorflow/tfjs-core";
import { EspalierError } from "../errors";
import { allOptimizerKinds } from "../graph/optimizers";
import type { OwnName } from "../open-table";
import { allOptimizers, type OptimizerStep } from "../optimizers";
import type { OwnOptimizerSettings } from "../spec/language";
import type { JsonSchema } from "../spec/json-schema";
import { ownType } from "../spec/own-forms";
import { definition as typeNamed } from "../spec/schema";
import { enter } from "./definition";
import { useOf, type NoOptions, type OptionForms, type OptionValues, type OwnUse } from "./options";

/** An optimiser of one's own: one step for one variable, as a pure function. */
export interface OptimizerDefinition<Forms extends OptionForms, Slots extends string, Scalar extends string> {
  /** What a spec may say beside `type`, the learning rate, clipping and `by`, in the words of JSON Schema. */
  readonly options?: Forms;
  /** The learning rate where a spec says none. Default 0.001. */
  readonly learningRate?: number;
  /** Names of the tensors to remember for each variable, each of its shape and at first 0. Without it, none. */
  readonly slots?: readonly Slots[];
  /**
   * Numbers that are others at another step, worked out on the host: whatever follows from the learning rate or the clock.
   * Without it, `{ rate }`.
   *
   * @param clock 1 for this variable's first update: each variable has its own
   * @param rate the learning rate of this step
   */
  readonly scalars?: (
    clock: number,
    rate: number,
    options: OptionValues<Forms>,
  ) => Readonly<Record<Scalar, number>>;
  /** New value and new slots, all of the value's shape. Called for variables that received a gradient, and for no others. */
  readonly update: (
    value: tf.Tensor,
    gradient: tf.Tensor,
    slots: Readonly<Record<Slots, tf.Tensor>>,
    scalars: Readonly<Record<Scalar, number>>,
    options: OptionValues<Forms>,
  ) => { readonly value: tf.Tensor; readonly slots?: Readonly<Record<Slots, tf.Tensor>> };
}

/** What a spec may say of any optimiser of one's own. */
type Common = Pick<OwnOptimizerSettings, "learningRate" | "clipValue" | "clipNorm"> & {
  globalClipNorm?: number;
  by?: { [pattern: string]: OwnOptimizerSettings };
};

/**
 * Defines an optimiser of one's own, which every training may then name: `"optimizer": "mine:signed"`. Schedules of the
 * learning rate, clipping, settings by path, a clock for each variable, averages and checkpoints are seen to around it.
 * Defined again, the last definition counts from the next training on.
 *
 * ```ts
 * const signed = defineOptimizer("mine:signed", {
 *   options: { beta: { type: "number", minimum: 0, maximum: 1, default: 0.9 } },
 *   slots: ["mean"],
 *   update(value, gradient, { mean }, { rate }, { beta }) {
 *     const next = tf.add(tf.mul(mean, beta), tf.mul(gradient, 1 - beta));
 *     return { value: tf.sub(value, tf.mul(tf.sign(next), rate)), slots: { mean: next } };
 *   },
 * });
 * // { training: { optimizer: signed({ beta: 0.5, learningRate: 1e-4 }) } }
 * ```
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineOptimizer<
  const Forms extends OptionForms = NoOptions,
  const Slots extends string = never,
  Scalar extends string = "rate",
>(name: OwnName, definition: OptimizerDefinition<Forms, Slots, Scalar>): OwnUse<Forms, Common> {
  const kinds = {
    options: "object",
    learningRate: "number",
    slots: "object",
    scalars: "function",
    update: "function",
  } as const;
  enter("optimizer", name, definition, kinds, ["update"], (options) =>
    formOf(options, definition.learningRate),
  );
  const { slots = [], scalars, update } = definition;
  allOptimizerKinds.set(name, { slots: [...slots] });
  allOptimizers.set(name, (given): OptimizerStep => {
    // The definition ties its functions to its options, slots and scalars; a table of all optimisers loses that.
    const options = given as unknown as OptionValues<Forms>;
    return {
      scalars: (clock, rate) => scalars?.(clock, rate, options) ?? { rate },
      update: (value, gradient, old, numbers) =>
        tf.tidy(() => {
          const named = Object.fromEntries(slots.map((slot, i) => [slot, old[i]!])) as Record<
            Slots,
            tf.Tensor
          >;
          const next = update(value, gradient, named, numbers, options);
          return {
            value: fitting(name, "value", next.value, value),
            slots: slots.map((slot) => fitting(name, `slot ${slot}`, next.slots?.[slot], value)),
          };
        }),
    };
  });
  return useOf(name);
}

/** What a spec may say: its options, for all variables and by path, and its own learning rate where that is left out. */
function formOf({ properties = {}, required }: JsonSchema, learningRate: number | undefined): JsonSchema {
  const { properties: common = {} } = ownType("optimizer");
  const rate = { ...common["learningRate"], ...(learningRate !== undefined && { default: learningRate }) };
  const settings: JsonSchema = {
    type: "object",
    properties: { ...typeNamed("OwnOptimizerSettings").properties, ...properties },
    additionalProperties: false,
  };
  const by: JsonSchema = { ...common["by"], additionalProperties: settings };
  return {
    type: "object",
    properties: { ...properties, learningRate: rate, by },
    ...(required && { required }),
  };
}

function fitting(name: string, what: string, tensor: tf.Tensor | undefined, like: tf.Tensor): tf.Tensor {
  if (tensor && tensor.dtype === like.dtype && String(tensor.shape) === String(like.shape)) return tensor;
  const given = tensor ? `${tensor.dtype} [${tensor.shape.join(", ")}]` : "nothing";
  throw new EspalierError(`update gave back ${given} as its ${what}`, {
    where: name,
    hint: `give back a tensor of the variable's shape, ${like.dtype} [${like.shape.join(", ")}]`,
  });
}
