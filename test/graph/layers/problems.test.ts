/* What can be wrong with a layer: one slip, one problem, at its place and with what to do. */
import { expect, test } from "vitest";
import type { GraphSpec, InputSpec, NodeSpec, StackItem } from "../../../src/spec";
import { problemsOf } from "../compile-spec";

/** A network whose trunk is these layers over an input of this shape. */
function over(shape: number[], ...layers: StackItem[]): GraphSpec {
  return {
    inputs: { x: { shape } },
    targets: { y: { classes: 3 } },
    nodes: { trunk: { layers }, y: { from: "trunk", layers: ["flatten", { type: "head", target: "y" }] } },
  };
}

/** A network with a node that joins these inputs. */
function joining(join: NodeSpec, ...inputs: InputSpec[]): GraphSpec {
  const named = Object.fromEntries(inputs.map((input, i) => [`x${i}`, input]));
  return {
    inputs: named,
    targets: { y: { classes: 3 } },
    nodes: {
      join: { ...join, from: Object.keys(named) },
      y: { from: "join", layers: ["flatten", { type: "head", target: "y" }] },
    },
  };
}

const conv = { type: "conv2d", filters: 4, kernelSize: 5 } as const;

const cases: readonly (readonly [string, GraphSpec, string])[] = [
  [
    "a kernel larger than its image",
    over([3, 3, 1], conv),
    '/nodes/trunk/layers/0: the 5 x 5 kernel does not fit into 3 x 3; make it smaller, use "padding": "same", or pool less before it',
  ],
  [
    "a kernel too high only",
    over([4, 9, 1], { ...conv, kernelSize: [5, 2] }),
    '/nodes/trunk/layers/0: the 5 x 2 kernel does not fit into 4 x 9; make it smaller, use "padding": "same", or pool less before it',
  ],
  [
    "a window larger than its image",
    over([1, 1, 2], "maxPooling2d"),
    '/nodes/trunk/layers/0: the 2 x 2 window does not fit into 1 x 1; make it smaller, use "padding": "same", or pool less before it',
  ],
  [
    "a window that does not fit any more",
    over([8, 8, 1], conv, { type: "averagePooling2d", poolSize: 6 }),
    '/nodes/trunk/layers/1: the 6 x 6 window does not fit into 4 x 4; make it smaller, use "padding": "same", or pool less before it',
  ],
  [
    "a depthwise kernel larger than its image",
    over([3, 9, 1], { type: "depthwiseConv2d", kernelSize: 4 }),
    '/nodes/trunk/layers/0: the 4 x 4 kernel does not fit into 3 x 9; make it smaller, use "padding": "same", or pool less before it',
  ],
  [
    "a separable kernel larger than its image",
    over([9, 3, 1], { type: "separableConv2d", filters: 2, kernelSize: 4 }),
    '/nodes/trunk/layers/0: the 4 x 4 kernel does not fit into 9 x 3; make it smaller, use "padding": "same", or pool less before it',
  ],
  [
    "a convolution over a vector",
    over([8], conv),
    '/nodes/trunk/layers/0: "conv2d" takes [height, width, channels] and gets [8]; put it before "flatten" or "dense", or "reshape" what enters',
  ],
  [
    "a convolution over a grey image without channels",
    over([8, 8], conv),
    '/nodes/trunk/layers/0: "conv2d" takes [height, width, channels] and gets [8, 8]; put a "reshape" to [8, 8, 1] before it',
  ],
  [
    "global pooling over a vector",
    over([8], "globalMaxPooling2d"),
    '/nodes/trunk/layers/0: "globalMaxPooling2d" takes [height, width, channels] and gets [8]; put it before "flatten" or "dense", or "reshape" what enters',
  ],
  [
    "a kernel longer than its sequence",
    over([4, 2], { type: "conv1d", filters: 3, kernelSize: 3, dilationRate: 2 }),
    '/nodes/trunk/layers/0: the kernel covers 5 steps and gets 4; make it shorter, use "padding": "same", or pool less before it',
  ],
  [
    "a window longer than its sequence",
    over([4, 2], { type: "averagePooling1d", poolSize: 5 }),
    '/nodes/trunk/layers/0: the window covers 5 steps and gets 4; make it shorter, use "padding": "same", or pool less before it',
  ],
  [
    "strides of a dilated kernel",
    over([9, 2], { type: "conv1d", filters: 3, kernelSize: 2, dilationRate: 2, strides: 2 }),
    '/nodes/trunk/layers/0: "conv1d" cannot have "dilationRate" 2 and "strides" 2 together; leave one of them at 1',
  ],
  [
    "groups that do not divide the channels",
    over([9, 3], { type: "conv1d", filters: 4, kernelSize: 2, groups: 2 }),
    '/nodes/trunk/layers/0: "groups" is 2, which does not divide the 3 channels that enter; use a number that divides both the channels and the filters',
  ],
  [
    "groups that do not divide the filters",
    over([9, 4], { type: "conv1d", filters: 3, kernelSize: 2, groups: 2 }),
    '/nodes/trunk/layers/0: "groups" is 2, which does not divide the 3 filters; use a number that divides both the channels and the filters',
  ],
  [
    "a recurrent layer over an image",
    over([8, 8, 3], { type: "lstm", units: 4 }),
    '/nodes/trunk/layers/0: "lstm" takes [steps, channels] and gets [8, 8, 3]; put it after "embedding" or a recurrent layer with "returnSequences": true, or "reshape" what enters',
  ],
  [
    "a recurrent layer over what was a sequence",
    over([8, 3], { type: "gru", units: 4 }, { type: "gru", units: 4 }),
    '/nodes/trunk/layers/1: "gru" takes [steps, channels] and gets [4]; put it after "embedding" or a recurrent layer with "returnSequences": true, or "reshape" what enters',
  ],
  [
    "attention of too many",
    joining(
      { type: "multiHeadAttention", numHeads: 2, keyDim: 3 },
      ...Array<InputSpec>(4).fill({ shape: [4, 3] }),
    ),
    '/nodes/join: "multiHeadAttention" takes query, value and key and gets 4 values: x0, x1, x2 and x3; name them in this order in "from"',
  ],
  [
    "keys without values",
    joining(
      { type: "multiHeadAttention", numHeads: 2, keyDim: 3 },
      { shape: [4, 3] },
      { shape: [5, 3] },
      { shape: [6, 3] },
    ),
    '/nodes/join: a value of "multiHeadAttention" belongs to each key, but x1 is [5, 3] and x2 is [6, 3]; give both as many steps',
  ],
  [
    "attention to a vector",
    joining({ type: "multiHeadAttention", numHeads: 2, keyDim: 3 }, { shape: [4, 3] }, { shape: [5] }),
    '/nodes/join: "multiHeadAttention" takes [steps, channels] and gets [5]; put it after "embedding" or a recurrent layer with "returnSequences": true, or "reshape" what enters',
  ],
  [
    "positions of ids",
    { ...over([8, 3], "positionEmbedding"), inputs: { x: { shape: [8, 3], dtype: "int32" } } },
    '/nodes/trunk/layers/0: "positionEmbedding" computes with real numbers, but x holds whole ones (int32); put "embedding" before it if they are ids; if they are quantities, make the input float32',
  ],
  [
    "unequal strides of a depthwise kernel",
    over([8, 8, 1], { type: "depthwiseConv2d", kernelSize: 2, strides: [1, 2] }),
    '/nodes/trunk/layers/0: the strides of "depthwiseConv2d" are 1 x 2, but TensorFlow moves its kernel equally far both ways; give one number',
  ],
  [
    "unequal strides of a separable kernel",
    over([8, 8, 1], { type: "separableConv2d", filters: 2, kernelSize: 2, strides: [2, 1] }),
    '/nodes/trunk/layers/0: the strides of "separableConv2d" are 2 x 1, but TensorFlow moves its kernel equally far both ways; give one number',
  ],
  [
    "a dense layer over one number",
    over([], { type: "dense", units: 2 }),
    '/nodes/trunk/layers/0: "dense" works along the last axis and gets a single number, of shape []; put "flatten" before it, which makes it [1]',
  ],
  [
    "batch normalisation of one number",
    over([], "batchNormalization"),
    '/nodes/trunk/layers/0: "batchNormalization" works along the last axis and gets a single number, of shape []; put "flatten" before it, which makes it [1]',
  ],
  [
    "layer normalisation of one number",
    over([], "layerNormalization"),
    '/nodes/trunk/layers/0: "layerNormalization" works along the last axis and gets a single number, of shape []; put "flatten" before it, which makes it [1]',
  ],
  [
    "softmax of one number",
    over([], { type: "activation", activation: "softmax" }),
    '/nodes/trunk/layers/0: "softmax" works along the last axis and gets a single number, of shape []; put "flatten" before it, which makes it [1]',
  ],
  [
    "a shape that the values do not fill",
    over([10], { type: "reshape", targetShape: [3, 4] }),
    "/nodes/trunk/layers/0: the values of [10] do not fill [3, 4]; the products of the lengths must agree; -1 stands for one length to be computed",
  ],
  [
    "a shape that no length completes",
    over([10], { type: "reshape", targetShape: [3, -1] }),
    "/nodes/trunk/layers/0: the values of [10] do not fill [3, -1]; the products of the lengths must agree; -1 stands for one length to be computed",
  ],
  [
    "a shape with two open lengths",
    over([12], { type: "reshape", targetShape: [-1, -1] }),
    "/nodes/trunk/layers/0: [-1, -1] is no shape; use lengths of at least 1, and -1 once at most",
  ],
  [
    "a shape with an axis of no length",
    over([10], { type: "reshape", targetShape: [0, 5] }),
    "/nodes/trunk/layers/0: [0, 5] is no shape; use lengths of at least 1, and -1 once at most",
  ],
  [
    "an embedding of real numbers",
    over([5], { type: "embedding", inputDim: 9, outputDim: 2 }),
    '/nodes/trunk/layers/0: "embedding" looks up ids, but x holds real numbers (float32); give its input "dtype": "int32"',
  ],
  [
    "a layer that joins, within a stack",
    over([5], "flatten", "add"),
    '/nodes/trunk/layers/1: "add" joins several values and gets only trunk/flatten; name two or more in the "from" of its node, or remove it',
  ],
  [
    "a sum of different shapes",
    joining({ type: "add" }, { shape: [4] }, { shape: [5] }),
    '/nodes/join: "add" takes values of one shape, but x0 is [4] and x1 is [5]; bring both to one shape, such as with "dense" or "conv2d"',
  ],
  [
    "a product of different shapes",
    joining({ type: "multiply" }, { shape: [4] }, { shape: [1] }),
    '/nodes/join: "multiply" takes values of one shape, but x0 is [4] and x1 is [1]; bring both to one shape, such as with "dense" or "conv2d"',
  ],
  [
    "a sum of numbers and ids",
    joining({ type: "add" }, { shape: [4] }, { shape: [4], dtype: "int32" }),
    '/nodes/join: "add" cannot join x0 (float32) and x1 (int32); give both inputs one dtype, or put "embedding" after the ids',
  ],
  [
    "numbers and ids side by side",
    joining({ type: "concatenate" }, { shape: [4] }, { shape: [4], dtype: "int32" }),
    '/nodes/join: "concatenate" cannot join x0 (float32) and x1 (int32); give both inputs one dtype, or put "embedding" after the ids',
  ],
  [
    "other axes that differ",
    joining({ type: "concatenate" }, { shape: [4, 2] }, { shape: [5, 2] }),
    '/nodes/join: "concatenate" joins along axis 1, but x0 is [4, 2] and x1 is [5, 2]; all other axes must agree; "flatten" or "reshape" can help',
  ],
  [
    "other numbers of axes",
    joining({ type: "concatenate" }, { shape: [4, 2] }, { shape: [4] }),
    '/nodes/join: "concatenate" joins along axis 1, but x0 is [4, 2] and x1 is [4]; all other axes must agree; "flatten" or "reshape" can help',
  ],
  [
    "an axis that is not there",
    joining({ type: "concatenate", axis: 2 }, { shape: [4, 2] }, { shape: [4, 2] }),
    "/nodes/join: a sample of shape [4, 2] has no axis 2; use 0 to 1, or -1 for the last",
  ],
  [
    "an axis of a vector that is not there",
    joining({ type: "concatenate", axis: 1 }, { shape: [4] }, { shape: [4] }),
    "/nodes/join: a sample of shape [4] has no axis 1; use 0, or -1 for the last",
  ],
  [
    "an axis of one number",
    joining({ type: "concatenate" }, { shape: [] }, { shape: [] }),
    '/nodes/join: a sample of shape [] has no axis -1; put "flatten" before "concatenate", which makes it [1]',
  ],
  [
    "a sum of one",
    joining({ type: "add" }, { shape: [4] }),
    '/nodes/join: "add" joins several values and gets only x0; name two or more in the "from" of its node, or remove it',
  ],
  [
    "a layer that takes one of several",
    joining({ type: "dense", units: 3 }, { shape: [4] }, { shape: [4] }),
    '/nodes/join: "dense" takes one value and gets 2: x0 and x1; put "concatenate" or "add" before it',
  ],
  [
    "ids in a dense layer",
    { ...over([], "flatten", { type: "dense", units: 3 }), inputs: { x: { shape: [], dtype: "int32" } } },
    '/nodes/trunk/layers/1: "dense" computes with real numbers, but trunk/flatten holds whole ones (int32); put "embedding" before it if they are ids; if they are quantities, make the input float32',
  ],
  [
    "ids in a convolution",
    { ...over([8, 8, 3], conv), inputs: { x: { shape: [8, 8, 3], dtype: "int32" } } },
    '/nodes/trunk/layers/0: "conv2d" computes with real numbers, but x holds whole ones (int32); put "embedding" before it if they are ids; if they are quantities, make the input float32',
  ],
  [
    "ids in dropout",
    { ...over([8], { type: "dropout", rate: 0.5 }), inputs: { x: { shape: [8], dtype: "int32" } } },
    '/nodes/trunk/layers/0: "dropout" computes with real numbers, but x holds whole ones (int32); put "embedding" before it if they are ids; if they are quantities, make the input float32',
  ],
  [
    "ids in an activation",
    {
      ...over([8], { type: "activation", activation: "relu" }),
      inputs: { x: { shape: [8], dtype: "int32" } },
    },
    '/nodes/trunk/layers/0: "activation" computes with real numbers, but x holds whole ones (int32); put "embedding" before it if they are ids; if they are quantities, make the input float32',
  ],
  [
    "a module that does not fit one of its uses",
    {
      ...over([9, 9, 1], "eye", { type: "module", module: "eye", name: "again" }),
      modules: { eye: ["flatten", { type: "reshape", targetShape: [3, 3, 9] }, conv] },
    },
    '/modules/eye/2: the 5 x 5 kernel does not fit into 3 x 3 (as trunk/eye/conv2d); make it smaller, use "padding": "same", or pool less before it',
  ],
  [
    "a layer of a module that fits none of its uses",
    {
      ...over([9, 9, 1], "eye"),
      modules: { eye: ["flatten", conv] },
      nodes: {
        a: { layers: ["eye", { type: "head", target: "y" }] },
        b: { layers: ["eye", { type: "head", target: "y" }] },
      },
    },
    '/modules/eye/1: "conv2d" takes [height, width, channels] and gets [81] (as a/eye/conv2d); put it before "flatten" or "dense", or "reshape" what enters',
  ],
  [
    "a shared module over different shapes",
    {
      inputs: { short: { shape: [4] }, long: { shape: [6] } },
      targets: { y: { classes: 3 } },
      modules: { body: [{ type: "dense", units: 2 }] },
      nodes: {
        a: {
          from: "short",
          layers: [
            { type: "module", module: "body", share: true },
            { type: "head", target: "y" },
          ],
        },
        b: {
          from: "long",
          layers: [
            { type: "module", module: "body", share: true },
            { type: "head", target: "y" },
          ],
        },
      },
    },
    '/modules/body/0: the module "body" is shared, but its kernel is [4, 2] at a/body/dense and [6, 2] at b/body/dense; give all uses inputs of one shape, or remove "share" from one',
  ],
];

test.each(cases)("%s", (_, spec, problem) => {
  expect(problemsOf(spec)).toEqual([problem]);
});
