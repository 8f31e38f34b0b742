/* Messages about layers and what enters them. */
import type { DataType, Shape } from "../ir";
import type { Message } from "../message";
import { list, quote, shapeText, sizeText } from "../../text/wording";

/** A value as messages name it. */
interface Named {
  readonly path: string;
  readonly shape: Shape;
  readonly dtype: DataType;
}

export const noInput = (type: string): Message => ({
  message: `nothing enters ${quote(type)}`,
  hint: `name a node or an input in "from"`,
});

export const takesOne = (type: string, inputs: readonly Named[]): Message => ({
  message: `${quote(type)} takes one value and gets ${inputs.length}: ${list(inputs.map((input) => input.path))}`,
  hint: `put "concatenate" or "add" before it`,
});

export const takesSeveral = (type: string, input: Named): Message => ({
  message: `${quote(type)} joins several values and gets only ${input.path}`,
  hint: `name two or more in the "from" of its node, or remove it`,
});

export const takesTwo = (type: string, inputs: readonly Named[]): Message => ({
  message: `${quote(type)} takes two values and gets ${inputs.length}: ${list(inputs.map((input) => input.path))}`,
  hint: `name the two in the "from" of its node, in their order`,
});

export const nothingMerges = (inputs: readonly Named[]): Message => ({
  message: `${inputs.length} values enter, and no layer joins them: ${list(inputs.map((input) => input.path))}`,
  hint: `begin with "concatenate" or "add", or name only one`,
});

export const integersEnter = (type: string, path: string): Message => ({
  message: `${quote(type)} computes with real numbers, but ${path} holds whole ones (int32)`,
  hint: `put "embedding" before it if they are ids; if they are quantities, make the input float32`,
});

export const idsAreWhole = (path: string): Message => ({
  message: `"embedding" looks up ids, but ${path} holds real numbers (float32)`,
  hint: `give its input "dtype": "int32"`,
});

export const notAnImage = (type: string, shape: Shape): Message => ({
  message: `${quote(type)} takes [height, width, channels] and gets ${shapeText(shape)}`,
  hint:
    shape.length === 2
      ? `put a "reshape" to ${shapeText([...shape, 1])} before it`
      : `put it before "flatten" or "dense", or "reshape" what enters`,
});

export const notASequence = (type: string, shape: Shape): Message => ({
  message: `${quote(type)} takes [steps, channels] and gets ${shapeText(shape)}`,
  hint:
    shape.length === 3 && type.endsWith("1d")
      ? `${quote(type.replace(/1d$/, "2d"))} is for images`
      : `put it after "embedding" or a recurrent layer with "returnSequences": true, or "reshape" what enters`,
});

export const windowTooLong = (noun: string, window: number, steps: number): Message => ({
  message: `the ${noun} covers ${window} steps and gets ${steps}`,
  hint: `make it shorter, use "padding": "same", or pool less before it`,
});

export const dilatedStrides = (dilationRate: number, strides: number): Message => ({
  message: `"conv1d" cannot have "dilationRate" ${dilationRate} and "strides" ${strides} together`,
  hint: `leave one of them at 1`,
});

export const groupsDoNotDivide = (groups: number, count: number, what: string): Message => ({
  message: `"groups" is ${groups}, which does not divide the ${count} ${what}`,
  hint: `use a number that divides both the channels and the filters`,
});

export const takesAtMost = (type: string, most: string, inputs: readonly Named[]): Message => ({
  message: `${quote(type)} takes ${most} and gets ${inputs.length} values: ${list(inputs.map((input) => input.path))}`,
  hint: `name them in this order in "from"`,
});

export const keysWithoutValues = (value: Named, key: Named): Message => ({
  message:
    `a value of "multiHeadAttention" belongs to each key, but ${value.path} is ${shapeText(value.shape)} ` +
    `and ${key.path} is ${shapeText(key.shape)}`,
  hint: `give both as many steps`,
});

export const maskEnds = (type: string, path: string): Message => ({
  message: `the mask of ${path}, which says what is padding, ends at ${quote(type)}: what follows takes padding for data`,
  hint: `put a layer before it that goes by the mask ("lstm", "globalAveragePooling1d", …), or leave the mask out if that is meant`,
});

export const maskEndsAtRoute = (path: string): Message => ({
  message: `masks of padding end at ${path}, whose branches have them over different axes: what follows takes padding for data`,
  hint: `end each branch in a layer that goes by the mask ("lstm", "globalAveragePooling1d", …)`,
});

export const maskOfOneOnly = (type: string, path: string): Message => ({
  message: `${path} has a mask of padding and another input of ${quote(type)} has none: the result has none`,
  hint: `put "masking" or "maskZero" before the other too, or go by the mask before`,
});

export const paddingInStatistics = (path: string): Message => ({
  message: `"batchNormalization" counts the padding of ${path} in its statistics`,
  hint: `use "layerNormalization", which looks at each step by itself`,
});

export const noAxis = (type: string): Message => ({
  message: `${quote(type)} works along the last axis and gets a single number, of shape []`,
  hint: `put "flatten" before it, which makes it [1]`,
});

export const windowTooLarge = (
  noun: string,
  window: readonly number[],
  image: readonly number[],
): Message => ({
  message: `the ${sizeText(window)} ${noun} does not fit into ${sizeText(image)}`,
  hint: `make it smaller, use "padding": "same", or pool less before it`,
});

export const unequalStrides = (type: string, strides: readonly number[]): Message => ({
  message: `the strides of ${quote(type)} are ${sizeText(strides)}, but TensorFlow moves its kernel equally far both ways`,
  hint: `give one number`,
});

export const badTargetShape = (targetShape: readonly number[]): Message => ({
  message: `${shapeText(targetShape)} is no shape`,
  hint: `use lengths of at least 1, and -1 once at most`,
});

export const cannotReshape = (shape: Shape, targetShape: readonly number[]): Message => ({
  message: `the values of ${shapeText(shape)} do not fill ${shapeText(targetShape)}`,
  hint: `the products of the lengths must agree; -1 stands for one length to be computed`,
});

export const noSuchAxis = (axis: number, shape: Shape): Message => ({
  message: `a sample of shape ${shapeText(shape)} has no axis ${axis}`,
  hint:
    shape.length === 0
      ? `put "flatten" before "concatenate", which makes it [1]`
      : `use ${shape.length === 1 ? "0" : `0 to ${shape.length - 1}`}, or -1 for the last`,
});

export const differentShapes = (type: string, first: Named, other: Named): Message => ({
  message:
    `${quote(type)} takes values of one shape, but ${first.path} is ${shapeText(first.shape)} ` +
    `and ${other.path} is ${shapeText(other.shape)}`,
  hint:
    `bring both to one shape, such as with "dense" or "conv2d"; what lacks axes or has length 1 along one is repeated, ` +
    `matched from the last axis on ("reshape" adds axes of length 1)`,
});

export const differentShapesBeside = (axis: number, first: Named, other: Named): Message => ({
  message:
    `"concatenate" joins along axis ${axis}, but ${first.path} is ${shapeText(first.shape)} ` +
    `and ${other.path} is ${shapeText(other.shape)}`,
  hint: `all other axes must agree; "flatten" or "reshape" can help`,
});

export const mixedTypes = (type: string, first: Named, other: Named): Message => ({
  message: `${quote(type)} cannot join ${first.path} (${first.dtype}) and ${other.path} (${other.dtype})`,
  hint: `give both inputs one dtype, or put "embedding" after the ids`,
});

export const nothingLoads = (model: string): Message => ({
  message: `the saved model ${quote(model)} cannot be read here`,
  hint: `compile where files can be read, or write its layers in place of it`,
});

export const fileMissing = (model: string): Message => ({
  message: `there is no file ${quote(model)}, so that not all shapes are known`,
  hint: "check the path; without the file the network can be looked at, not built",
});

export const checkTheFile = (model: string): string => `check the file ${quote(model)}`;

export const nothingLeft = (model: string, layers: number, dropped: number): Message => ({
  message: `${quote(model)} has ${layers} layers, and "dropLast" leaves out ${dropped}`,
  hint: `leave out fewer`,
});

export const trainedOnOtherShape = (model: string, trained: Shape, given: Shape, layer: string): Message => ({
  message:
    `${quote(model)} was trained on ${shapeText(trained)} and gets ${shapeText(given)}, ` +
    `which the weights of its layer ${quote(layer)} do not fit`,
  hint: `bring the input to ${shapeText(trained)}, or leave out layers from there on with "dropLast"`,
});

export const weightsMissing = (model: string, layer: string, needed: number, found: number): Message => ({
  message: `the layer ${quote(layer)} of ${quote(model)} needs ${needed} weights, and the file has ${found}`,
  hint: `save the model again`,
});
