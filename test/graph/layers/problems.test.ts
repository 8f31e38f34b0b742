/* What can be wrong with a layer: one slip, one problem, at its place and with what to do. */
import { expect, test } from "vitest";
import type { GraphSpec } from "../../../src/spec";
import { problemsOf } from "../compile-spec";
import { conv, joining, over } from "./slips";

const cases: readonly (readonly [string, GraphSpec, string])[] = [
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
    "a difference of three",
    joining({ type: "subtract" }, { shape: [4] }, { shape: [4] }, { shape: [4] }),
    '/nodes/join: "subtract" takes two values and gets 3: x0, x1 and x2; name the two in the "from" of its node, in their order',
  ],
  [
    "a difference of one",
    joining({ type: "subtract" }, { shape: [4] }),
    '/nodes/join: "subtract" takes two values and gets 1: x0; name the two in the "from" of its node, in their order',
  ],
  [
    "the axis of the batch",
    over([8], { type: "slice", axis: 0, at: 1 }),
    '/nodes/trunk/layers/0: axis 0 is the batch, and "slice" works inside of a sample; a sample\'s axes are 1, as in Keras; -1 is the last',
  ],
  [
    "an axis that is not there",
    over([8, 2], { type: "argmax", axis: 3 }, { type: "oneHot", classes: 8 }),
    '/nodes/trunk/layers/0: "argmax" gets [8, 2], which has no axis 3; a sample\'s axes are 1 to 2, as in Keras; -1 is the last',
  ],
  [
    "an axis of a single number",
    over([], { type: "thresholdedAverage" }),
    '/nodes/trunk/layers/0: "thresholdedAverage" works along the last axis and gets a single number, of shape []; put "flatten" before it, which makes it [1]',
  ],
  [
    "a slice of nothing said",
    over([8], "slice"),
    '/nodes/trunk/layers/0: "slice" does not say what to take; give "at" for one position (the axis is then gone), or "start", "end" or both for a range',
  ],
  [
    "a slice of one position and a range",
    over([8], { type: "slice", at: 0, end: 3 }),
    '/nodes/trunk/layers/0: "slice" has "at" and a range; give "at" for one position (the axis is then gone), or "start", "end" or both for a range',
  ],
  [
    "a position beyond the end",
    over([8], { type: "slice", at: -9 }),
    '/nodes/trunk/layers/0: axis -1 is 8 long and has no position -9; positions of "slice" run from 0 to 7, or from -8 to -1 counted from the end',
  ],
  [
    "a range of nothing",
    over([8], { type: "slice", start: 5, end: -3 }),
    '/nodes/trunk/layers/0: nothing lies from 5 to -3 on axis -1, which is 8 long; positions of "slice" run from 0 to 7, or from -8 to -1 counted from the end; "end" is the first that is left out',
  ],
  [
    "positions that are not there",
    over([8], { type: "gather", indices: [0, 8] }),
    '/nodes/trunk/layers/0: axis -1 is 8 long and has no position 8; positions of "gather" run from 0 to 7, or from -8 to -1 counted from the end',
  ],
  [
    "no positions",
    over([8], "gather"),
    '/nodes/trunk/layers/0: "gather" does not say which positions; give "indices" for the same positions in every sample, or a second input of integers for each sample\'s own',
  ],
  [
    "positions twice",
    joining({ type: "gather", indices: [1] }, { shape: [4] }, { shape: [1], dtype: "int32" }),
    '/nodes/join: "gather" has "indices" and takes x1 too; give "indices" for the same positions in every sample, or a second input of integers for each sample\'s own',
  ],
  [
    "positions that are real numbers",
    joining({ type: "gather" }, { shape: [4] }, { shape: [1] }),
    '/nodes/join: "gather" takes positions from x1, which holds real numbers (float32); give its input "dtype": "int32", or put "argmax" before it',
  ],
  [
    "ids of an unknown number",
    over([8], "argmax", "oneHot"),
    '/nodes/trunk/layers/1: "oneHot" gets the ids of trunk/argmax and does not know how many there are; give "classes"',
  ],
  [
    "classes of real numbers",
    over([8], { type: "oneHot", classes: 8 }),
    '/nodes/trunk/layers/0: "oneHot" has "classes", which is for ids, but x holds real numbers (float32); leave "classes" out: it marks the largest value of the last axis',
  ],
  [
    "a constant that does not fill its shape",
    over([8], { type: "constant", value: [1, 2, 3], shape: [2, 2] }),
    '/nodes/trunk/layers/0: "value" has 3 numbers, which do not fill [2, 2]; give one number for all, or one for each position',
  ],
  [
    "a constant of whole numbers that is none",
    over([8], { type: "constant", value: [1, 0.5], dtype: "int32" }),
    '/nodes/trunk/layers/0: "value" is of whole numbers (int32) and has 0.5; leave "dtype" out, or write a whole number',
  ],
  [
    "statistics of another axis",
    over([8, 3], { type: "normalization", mean: [1, 2], variance: 1 }),
    '/nodes/trunk/layers/0: "mean" has 2 numbers, but the last axis of [8, 3] is 3 long; give one number, or one for each position of the last axis',
  ],
  [
    "a variance below 0",
    over([3], { type: "normalization", mean: 0, variance: [1, 2, -1] }),
    '/nodes/trunk/layers/0: "variance" has -1, and no variance is below 0; give the square of the standard deviation',
  ],
  [
    "a sum along nothing",
    over([], "conditionalSum"),
    '/nodes/trunk/layers/0: "conditionalSum" takes [steps, …] and gets a single number, of shape []; give it a sequence',
  ],
  [
    "a first sum of another shape",
    joining({ type: "conditionalSum" }, { shape: [6, 2] }, { shape: [6] }),
    '/nodes/join: "conditionalSum" begins with x1, which is [6] and should be one step, [2]; bring it to [2], such as with "dense" or "reshape"',
  ],
  [
    "a range the wrong way round",
    over([8, 8, 1], { type: "randomRotation", factor: [0.2, -0.2] }),
    '/nodes/trunk/layers/0: "factor" is [0.2, -0.2]; write the smaller number first, both from -1 to 1; one number x stands for [-x, x]',
  ],
  [
    "a range of values the wrong way round",
    over([8, 8, 1], { type: "randomBrightness", factor: 0.1, valueRange: [1, 0] }),
    '/nodes/trunk/layers/0: "valueRange" is [1, 0]; write the smaller number first',
  ],
  [
    "a zoom that shows nothing",
    over([8, 8, 1], { type: "randomZoom", heightFactor: [-1, 0] }),
    '/nodes/trunk/layers/0: "heightFactor" is [-1, 0]; write the smaller number first, both from -0.99 to 10; one number x stands for [-x, x]',
  ],
  [
    "an image with nothing left of it",
    over([4, 8, 1], { type: "cropping2d", cropping: 2 }),
    '/nodes/trunk/layers/0: nothing is left of 4 x 8 without [2, 2] and [2, 2] at its borders; "cropping" is [[top, bottom], [left, right]]: take off less',
  ],
  [
    "a sum of different shapes",
    joining({ type: "add" }, { shape: [4] }, { shape: [5] }),
    '/nodes/join: "add" takes values of one shape, but x0 is [4] and x1 is [5]; bring both to one shape, such as with "dense" or "conv2d"; what lacks axes or has length 1 along one is repeated, matched from the last axis on ("reshape" adds axes of length 1)',
  ],
  [
    "a product of different shapes",
    joining({ type: "multiply" }, { shape: [2, 4] }, { shape: [4] }, { shape: [4, 2] }),
    '/nodes/join: "multiply" takes values of one shape, but x0 is [2, 4] and x2 is [4, 2]; bring both to one shape, such as with "dense" or "conv2d"; what lacks axes or has length 1 along one is repeated, matched from the last axis on ("reshape" adds axes of length 1)',
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
