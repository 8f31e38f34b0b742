/* What can be wrong with layers over images and sequences: one slip, one problem, at its place and with what to do. */
import { expect, test } from "vitest";
import type { GraphSpec, InputSpec } from "../../../src/spec";
import { problemsOf } from "../compile-spec";
import { conv, joining, over } from "./slips";

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
];

test.each(cases)("%s", (_, spec, problem) => {
  expect(problemsOf(spec)).toEqual([problem]);
});
