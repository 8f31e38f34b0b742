import type * as tf from "@tensorflow/tfjs-core";
import type { LossKind } from "./loss";
import { softmaxCrossEntropy } from "./softmax-kernel";

/**
 * -log softmax(z)[label] = logsumexp(z) - z[label], from logits `[batch, classes]`; its gradient is
 * softmax(z) - onehot(label).
 */
export const categoricalCrossentropy: LossKind = (logits, labels) =>
  softmaxCrossEntropy(logits as tf.Tensor2D, labels as tf.Tensor1D);
