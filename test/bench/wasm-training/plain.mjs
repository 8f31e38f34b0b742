/* A step of tfjs as its guide writes it (minimize with tf.train.adam), in plain JavaScript. */
import { useBackend } from "../../../dist/backend/index.js";
import * as tf from "@tensorflow/tfjs-core";
import { classes, numbers, sizeOf, sizes, timeSteps, wanted } from "./harness.mjs";

const { argument, network, ...steps } = wanted();
const { input, batch } = sizes[network];
await useBackend(argument);
const x = tf.tensor(numbers(batch * sizeOf(input)), [batch, ...input]);
const y = tf.oneHot(tf.tensor1d(Int32Array.from({ length: batch }, (_, i) => i % classes)), classes);
const weight = (shape, scale) =>
  tf.variable(tf.mul(tf.tensor(numbers(sizeOf(shape), sizeOf(shape)), shape), scale));
const zeros = (size) => tf.variable(tf.zeros([size]));

const networks = {
  mlp: () => {
    const [w1, b1, w2, b2] = [
      weight([64, 128], 0.1),
      zeros(128),
      weight([128, classes], 0.1),
      zeros(classes),
    ];
    return {
      weights: [w1, b1, w2, b2],
      logits: () => tf.add(tf.matMul(tf.relu(tf.add(tf.matMul(x, w1), b1)), w2), b2),
    };
  },
  cnn: () => {
    const [w1, b1, w2, b2] = [weight([3, 3, 1, 16], 0.2), zeros(16), weight([3, 3, 16, 32], 0.1), zeros(32)];
    const [w3, b3] = [weight([800, classes], 0.05), zeros(classes)];
    const block = (z, w, b) => tf.maxPool(tf.relu(tf.add(tf.conv2d(z, w, 1, "valid"), b)), 2, 2, "valid");
    return {
      weights: [w1, b1, w2, b2, w3, b3],
      logits: () => tf.add(tf.matMul(tf.reshape(block(block(x, w1, b1), w2, b2), [batch, -1]), w3), b3),
    };
  },
};

const { weights, logits } = networks[network]();
const optimizer = tf.train.adam(1e-3);
await timeSteps(() => {
  const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, logits()), true, weights);
  const [value] = loss.dataSync();
  loss.dispose();
  return value;
}, steps);
