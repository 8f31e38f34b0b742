/* A step of jax-js, compiled by its `jit`, Adam written out: its documentation's own way to train. */
import { defaultDevice, init, jit, lax, nn, numpy as np, valueAndGrad } from "@jax-js/jax";
import { classes, numbers, sizeOf, sizes, timeSteps, wanted } from "./harness.mjs";

const { argument, network, ...steps } = wanted();
const { input, batch } = sizes[network];
await init(argument);
defaultDevice(argument);

const array = (shape, scale, salt) =>
  np.array(numbers(sizeOf(shape), salt).map((x) => x * scale)).reshape(shape);
const oneHot = Float32Array.from({ length: batch * classes }, (_, i) =>
  i % classes === Math.floor(i / classes) % classes ? 1 : 0,
);
const crossEntropy = (logits, y) => nn.logSoftmax(logits, -1).mul(y).sum(-1).mean().mul(-1);

function pool(z) {
  const [b, c, h, w] = z.shape;
  const [rows, columns] = [h >> 1, w >> 1];
  const even = z.slice([], [], [0, rows * 2], [0, columns * 2]);
  return np.max(even.reshape([b, c, rows, 2, columns, 2]), [3, 5]);
}

const block = (z, w, b) => pool(nn.relu(lax.conv(z, w, [1, 1], "VALID").add(b)));

const networks = {
  mlp: {
    weights: [array([64, 128], 0.1, 1), np.zeros([128]), array([128, classes], 0.1, 2), np.zeros([classes])],
    input: [batch, 64],
    loss: (p, x, y) => crossEntropy(np.matmul(nn.relu(np.matmul(x, p[0]).add(p[1])), p[2]).add(p[3]), y),
  },
  cnn: {
    weights: [
      array([16, 1, 3, 3], 0.2, 1),
      np.zeros([1, 16, 1, 1]),
      array([32, 16, 3, 3], 0.1, 2),
      np.zeros([1, 32, 1, 1]),
      array([800, classes], 0.05, 3),
      np.zeros([classes]),
    ],
    input: [batch, 1, ...input.slice(0, 2)],
    loss: (p, x, y) => {
      const features = block(block(x, p[0], p[1]), p[2], p[3]);
      return crossEntropy(np.matmul(features.reshape([batch, -1]), p[4]).add(p[5]), y);
    },
  },
};

const { weights, loss, input: shape } = networks[network];
const lossAndGradient = valueAndGrad(loss);
const step = jit((p, m, v, x, y) => {
  const [value, gradients] = lossAndGradient(
    p.map((a) => a.ref),
    x,
    y,
  );
  const next = [[], [], []];
  for (let i = 0; i < p.length; i++) {
    const first = m[i].mul(0.9).add(gradients[i].ref.mul(0.1));
    const second = v[i].mul(0.999).add(np.square(gradients[i]).mul(0.001));
    next[0].push(p[i].sub(first.ref.div(np.sqrt(second.ref).add(1e-7)).mul(0.001)));
    next[1].push(first);
    next[2].push(second);
  }
  return [...next, value];
});

const x = array(shape, 1, 0);
const y = np.array(oneHot).reshape([batch, classes]);
let state = [weights, weights.map((a) => np.zeros(a.shape)), weights.map((a) => np.zeros(a.shape))];
await timeSteps(async () => {
  const [p, m, v, value] = step(...state, x.ref, y.ref);
  state = [p, m, v];
  const [number] = await value.data();
  return number;
}, steps);
