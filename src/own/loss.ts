/* Losses of one's own. */
import * as tf from "@tensorflow/tfjs-core";
import { onOwnTape } from "../backend/own-tape";
import { EspalierError } from "../errors";
import { allLossForms, type LossForm } from "../graph/losses";
import { allLosses } from "../losses";
import type { OwnName } from "../open-table";
import { enter } from "./definition";

/** A loss of one's own. */
export interface LossDefinition {
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
  readonly forward: (prediction: tf.Tensor, labels: tf.Tensor) => tf.Tensor;
  /** d loss[i] / d prediction[i], of the prediction's shape. Without it TensorFlow works it out. */
  readonly gradient?: (prediction: tf.Tensor, labels: tf.Tensor) => tf.Tensor;
}

/**
 * Defines a loss of one's own, which every head may then name: `"loss": "mine:quantile"`. Samples without a label, the mean
 * and the head's weight are seen to around it. Defined again, the last definition counts from the next training on.
 *
 * @throws EspalierError where the definition lacks something
 */
export function defineLoss(name: OwnName, definition: LossDefinition): OwnName {
  enter(
    "loss",
    name,
    definition,
    { target: "string", classes: "number", logits: "number", forward: "function", gradient: "function" },
    ["target", "forward"],
  );
  const { classes, logits, forward, gradient } = definition;
  const form: LossForm =
    definition.target === "values"
      ? { target: "values" }
      : { target: "classes", ...(classes !== undefined && { classes }), logits: logits ?? "each class" };
  allLossForms.set(name, form);
  allLosses.set(name, (prediction, labels) => {
    const loss = forward(prediction, labels);
    if (loss.rank !== 1 || loss.shape[0] !== prediction.shape[0]) {
      throw new EspalierError(`forward gave back the shape [${loss.shape.join(", ")}]`, {
        where: name,
        hint: "give one loss for each sample: [batch]",
      });
    }
    return { loss, gradient: gradient?.(prediction, labels) ?? derived(forward, prediction, labels) };
  });
  return name;
}

/** Each loss follows from its own sample, so that the gradient of the sum holds that of each. */
function derived(forward: LossDefinition["forward"], prediction: tf.Tensor, labels: tf.Tensor): tf.Tensor {
  return onOwnTape(() => tf.grad((x) => tf.sum(forward(x, labels)))(prediction));
}
