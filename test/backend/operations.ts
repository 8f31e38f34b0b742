/*
 * Every operation that a layer or a loss of the language uses, with the shapes of its inputs for a batch of `rows`:
 * what a backend must compute, and must be able to go back through.
 */
import * as tf from "@tensorflow/tfjs-core";

/** A function of float tensors. */
export interface Operation {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly run: (...inputs: never[]) => tf.Tensor;
}

type Unary = (x: tf.Tensor2D) => tf.Tensor;

/** Of rows of five values. */
const ofRows: Readonly<Record<string, Unary>> = {
  relu: tf.relu,
  relu6: tf.relu6,
  elu: tf.elu,
  selu: tf.selu,
  gelu: (x) => tf.mul(x, tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  sigmoid: tf.sigmoid,
  hardSigmoid: (x) => tf.div(tf.relu6(tf.add(x, 3)), 6),
  tanh: tf.tanh,
  softplus: tf.softplus,
  softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  swish: (x) => tf.mul(x, tf.sigmoid(x)),
  softmax: (x) => tf.softmax(x),
  logSoftmax: (x) => tf.logSoftmax(x),
  logSumExp: (x) => tf.logSumExp(x, 1),
  "exp, log, sqrt": (x) => tf.sqrt(tf.log(tf.add(tf.exp(x), 2))),
  rsqrt: (x) => tf.rsqrt(tf.add(tf.square(x), 1)),
  maximum: (x) => tf.maximum(x, 0.1),
  minimum: (x) => tf.minimum(x, 0.1),
  "sum of all": (x) => tf.sum(x),
  "sum of rows": (x) => tf.sum(x, 0),
  "sum of columns": (x) => tf.sum(x, 1, true),
  "mean of columns": (x) => tf.mean(x, 1),
  "largest of a row": (x) => tf.max(x, 1),
  transpose: (x) => tf.transpose(x),
  tile: (x) => tf.tile(x, [1, 2]),
  pad: (x) =>
    tf.pad(x, [
      [0, 0],
      [1, 2],
    ]),
  slice: (x) => tf.slice(x, [0, 1], [-1, 2]),
  split: (x) => {
    const [left, right] = tf.split(x, [2, 3], 1);
    return tf.concat([right!, left!], 1);
  },
  stack: (x) => tf.stack([x, tf.square(x)], 1),
  reshape: (x) => tf.reshape(tf.expandDims(x, 1), [x.shape[0], 5]),
  dropout: (x) => tf.mul(x, tf.tensor1d([1.25, 0, 1.25, 1.25, 0])),
  "layer normalisation": (x) => {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 0.001)));
  },
};

const ofSeveral = (rows: number): Operation[] => [
  {
    name: "dense",
    shapes: [[rows, 4], [4, 3], [3]],
    run: (x: tf.Tensor2D, w: tf.Tensor2D, b: tf.Tensor1D) => tf.add(tf.matMul(x, w), b),
  },
  {
    name: "both matrices transposed",
    shapes: [
      [4, rows],
      [3, 4],
    ],
    run: (x: tf.Tensor2D, w: tf.Tensor2D) => tf.matMul(x, w, true, true),
  },
  {
    name: "products of several matrices",
    shapes: [
      [rows, 2, 4],
      [rows, 3, 4],
    ],
    run: (a: tf.Tensor3D, b: tf.Tensor3D) => tf.matMul(a, b, false, true),
  },
  {
    name: "bias of an image",
    shapes: [[rows, 3, 3, 4], [4]],
    run: (x: tf.Tensor, b: tf.Tensor) => tf.add(x, b),
  },
  {
    name: "weighted by a column",
    shapes: [
      [rows, 4],
      [rows, 1],
    ],
    run: (a: tf.Tensor, b: tf.Tensor) => tf.mul(a, b),
  },
  {
    name: "add",
    shapes: [
      [rows, 4],
      [rows, 4],
    ],
    run: (a: tf.Tensor, b: tf.Tensor) => tf.addN([a, b]),
  },
  {
    name: "concatenate",
    shapes: [
      [rows, 2, 3],
      [rows, 2, 1],
    ],
    run: (a: tf.Tensor, b: tf.Tensor) => tf.concat([a, b], 2),
  },
  {
    name: "rows of two branches",
    shapes: [
      [rows, 4],
      [2, 4],
    ],
    run: (a: tf.Tensor, b: tf.Tensor) => tf.concat([a, b], 0),
  },
  {
    name: "embedding",
    shapes: [[6, 4]],
    run: (w: tf.Tensor2D) =>
      tf.gather(
        w,
        tf.tensor(
          Int32Array.from({ length: rows * 2 }, (_, i) => (i * 5) % 4),
          [rows, 2],
        ),
      ),
  },
  {
    name: "gather images",
    shapes: [[rows + 1, 2, 2, 3]],
    run: (x: tf.Tensor4D) => tf.gather(x, tf.tensor1d([rows, 0], "int32")),
  },
  {
    name: "gather nothing",
    shapes: [[rows, 4]],
    run: (x: tf.Tensor2D) => tf.gather(x, tf.tensor1d([], "int32")),
  },
  {
    name: "sums of segments",
    shapes: [[rows, 2, 3]],
    run: (x: tf.Tensor3D) =>
      tf.unsortedSegmentSum(x, tf.tensor1d(Int32Array.from({ length: rows }, (_, i) => 2 - i)), 4),
  },
  {
    name: "batch normalisation",
    shapes: [[rows + 1, 3], [3], [3]],
    run: (x: tf.Tensor2D, gamma: tf.Tensor1D, beta: tf.Tensor1D) => {
      const { mean, variance } = tf.moments(x, 0);
      return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, 0.1))), gamma), beta);
    },
  },
  {
    name: "global average pooling",
    shapes: [[rows, 4, 5, 2]],
    run: (x: tf.Tensor4D) => tf.mean(x, [1, 2]),
  },
  {
    name: "global max pooling",
    shapes: [[rows, 4, 5, 2]],
    run: (x: tf.Tensor4D) => tf.max(x, [1, 2]),
  },
];

type Padding = "valid" | "same";

/** Stride, padding, width of the window, height of the image (it is one wider): overlapping, apart, rows left over. */
const windows: readonly (readonly [number, Padding, number, number])[] = [
  [1, "valid", 3, 7],
  [1, "same", 3, 7],
  [2, "valid", 3, 7],
  [2, "valid", 3, 8],
  [2, "same", 3, 7],
  [2, "same", 3, 8],
  [3, "valid", 2, 8],
  [1, "valid", 1, 5],
  [2, "same", 1, 5],
  [1, "same", 4, 6],
];

function ofWindows(rows: number): Operation[] {
  return windows.flatMap(([stride, padding, width, height]): Operation[] => {
    const image = [rows, height, height + 1, 2];
    const where = `stride ${stride}, ${padding}, ${width} of ${height}`;
    return [
      {
        name: `conv2d, ${where}`,
        shapes: [image, [width, width, 2, 3]],
        run: (x: tf.Tensor4D, w: tf.Tensor4D) => tf.conv2d(x, w, stride, padding),
      },
      ...[1, 2].map((multiplier) => ({
        name: `depthwise by ${multiplier}, ${where}`,
        shapes: [image, [width, width, 2, multiplier]],
        run: (x: tf.Tensor4D, w: tf.Tensor4D) => tf.depthwiseConv2d(x, w, stride, padding),
      })),
      {
        name: `separable, ${where}`,
        shapes: [image, [width, width, 2, 2], [1, 1, 4, 3]],
        run: (x: tf.Tensor4D, d: tf.Tensor4D, p: tf.Tensor4D) => tf.separableConv2d(x, d, p, stride, padding),
      },
      {
        name: `max pooling, ${where}`,
        shapes: [image],
        run: (x: tf.Tensor4D) => tf.maxPool(x, width, stride, padding),
      },
      {
        name: `average pooling, ${where}`,
        shapes: [image],
        run: (x: tf.Tensor4D) => tf.avgPool(x, width, stride, padding),
      },
    ];
  });
}

/** All of them for a batch of `rows`. */
export function operations(rows: number): Operation[] {
  const plain = Object.entries(ofRows).map(([name, run]) => ({ name, shapes: [[rows, 5]], run }));
  return [...plain, ...ofSeveral(rows), ...ofWindows(rows)];
}
