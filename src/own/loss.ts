/* Losses of one's own. */
import * as tf from "@tensorflow/tfjs-core";
import { onOwnTape } from "../backend/own-tape";
import { EspalierError } from "../errors";
import { allLossForms, type LossForm } from "../graph/losses";
import { allLosses } from "../losses";
import type { OwnName } from "../open-table";
import { enter } from "./definition";
import { useOf, type NoOptions, type OptionForms, type OptionValues, type OwnUse } from "./options";

/** A loss of one's own. */
export interface LossDefinition<Forms extends OptionForms = NoOptions> {
  /** What a spec may say beside `type`, in the words of JSON Schema. */
  readonly options?: Forms;
  /** What the heads predict that it is for. */
  readonly target: "classes" | "values";
  /** For classes: how many it tells apart; any number from two without it. */
  readonly classes?: number;
  /** For classes: how many logits a sample has; one for each class without it. */
  readonly logits?: number;
  /**
   * The loss of each sample, `[batch]`. Runs off the tape where there is a `gradient`.
   *
   * @param prediction logits `[batch, width]`, or values `[batch, ...shape]`
   * @param labels class numbers (int32, `[batch]`), or values of the prediction's shape
   */
  readonly forward: (prediction: tf.Tensor, labels: tf.Tensor, options: OptionValues<Forms>) => tf.Tensor;
  /** d loss[i] / d prediction[i], of the prediction's shape. Without it TensorFlow works it out. */
  readonly gradient?: (prediction: tf.Tensor, labels: tf.Tensor, options: OptionValues<Forms>) => tf.Tensor;
}

/**
 * Defines a loss of one's own, which every head may then name: `"loss": { "type": "mine:quantile", "level": 0.9 }`. Samples without a label, the mean
 * and the head's weight are seen to around it. Defined again, the last definition counts from the next training on.
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineLoss<const Forms extends OptionForms = NoOptions>(
  name: OwnName,
  definition: LossDefinition<Forms>,
): OwnUse<Forms> {
  enter(
    "loss",
    name,
    definition,
    {
      options: "object",
      target: "string",
      classes: "number",
      logits: "number",
      forward: "function",
      gradient: "function",
    },
    ["target", "forward"],
  );
  const { classes, logits, forward, gradient } = definition;
  const form: LossForm =
    definition.target === "values"
      ? { target: "values" }
      : { target: "classes", ...(classes !== undefined && { classes }), logits: logits ?? "each class" };
  allLossForms.set(name, form);
  allLosses.set(name, (prediction, labels, given) => {
    // The definition ties its functions to its options; a table of all losses loses that.
    const options = given as unknown as OptionValues<Forms>;
    const loss = forward(prediction, labels, options);
    if (loss.rank !== 1 || loss.shape[0] !== prediction.shape[0]) {
      throw new EspalierError(`forward gave back the shape [${loss.shape.join(", ")}]`, {
        where: name,
        hint: "give one loss for each sample: [batch]",
      });
    }
    return {
      loss,
      gradient:
        gradient?.(prediction, labels, options) ?? derived((x) => forward(x, labels, options), prediction),
    };
  });
  return useOf(name);
}

/** Each loss follows from its own sample, so that the gradient of the sum holds that of each. */
function derived(losses: (prediction: tf.Tensor) => tf.Tensor, prediction: tf.Tensor): tf.Tensor {
  return onOwnTape(() => tf.grad((x) => tf.sum(losses(x)))(prediction));
}
