/* Messages about layers that take out, set, scale or sum values. */
import type { Shape } from "../ir";
import type { Message } from "../message";
import { quote, shapeText, sizeText } from "../../text/wording";

export const axisNotThere = (type: string, axis: number, shape: Shape): Message => ({
  message:
    axis === 0
      ? `axis 0 is the batch, and ${quote(type)} works inside of a sample`
      : `${quote(type)} gets ${shapeText(shape)}, which has no axis ${axis}`,
  hint: `a sample's axes are ${shape.length === 1 ? "1" : `1 to ${shape.length}`}, as in Keras; -1 is the last`,
});

export const sliceOfWhat = (both: boolean): Message => ({
  message: both ? `"slice" has "at" and a range` : `"slice" does not say what to take`,
  hint: `give "at" for one position (the axis is then gone), or "start", "end" or both for a range`,
});

/** A position, or a range, that an axis does not have. */
export const outsideOfAxis = (
  type: string,
  { at, start, end }: { readonly at?: number; readonly start?: number; readonly end?: number },
  axis: number,
  length: number,
): Message => ({
  message:
    at === undefined
      ? `nothing lies from ${start ?? 0} to ${end ?? length} on axis ${axis}, which is ${length} long`
      : `axis ${axis} is ${length} long and has no position ${at}`,
  hint:
    `positions of ${quote(type)} run from 0 to ${length - 1}, or from -${length} to -1 counted from the end` +
    (at === undefined ? `; "end" is the first that is left out` : ""),
});

export const gatherWhat = (indices: string | undefined): Message => ({
  message:
    indices === undefined
      ? `"gather" does not say which positions`
      : `"gather" has "indices" and takes ${indices} too`,
  hint: `give "indices" for the same positions in every sample, or a second input of integers for each sample's own`,
});

export const indicesAreWhole = (type: string, path: string): Message => ({
  message: `${quote(type)} takes positions from ${path}, which holds real numbers (float32)`,
  hint: `give its input "dtype": "int32", or put "argmax" before it`,
});

export const oneHotOfHowMany = (path: string): Message => ({
  message: `"oneHot" gets the ids of ${path} and does not know how many there are`,
  hint: `give "classes"`,
});

export const oneHotOfReals = (path: string): Message => ({
  message: `"oneHot" has "classes", which is for ids, but ${path} holds real numbers (float32)`,
  hint: `leave "classes" out: it marks the largest value of the last axis`,
});

export const constantOfShape = (count: number, shape: Shape): Message => ({
  message: `"value" has ${count} numbers, which do not fill ${shapeText(shape)}`,
  hint: `give one number for all, or one for each position`,
});

export const constantIsWhole = (value: number): Message => ({
  message: `"value" is of whole numbers (int32) and has ${value}`,
  hint: `leave "dtype" out, or write a whole number`,
});

export const statisticsForAxis = (option: string, count: number, shape: Shape): Message => ({
  message: `${quote(option)} has ${count} numbers, but the last axis of ${shapeText(shape)} is ${shape.at(-1) ?? 1} long`,
  hint: `give one number, or one for each position of the last axis`,
});

export const negativeVariance = (value: number): Message => ({
  message: `"variance" has ${value}, and no variance is below 0`,
  hint: `give the square of the standard deviation`,
});

export const noSteps = (type: string): Message => ({
  message: `${quote(type)} takes [steps, …] and gets a single number, of shape []`,
  hint: `give it a sequence`,
});

export const firstSumOfShape = (
  type: string,
  first: { readonly path: string; readonly shape: Shape },
  wanted: Shape,
): Message => ({
  message: `${quote(type)} begins with ${first.path}, which is ${shapeText(first.shape)} and should be one step, ${shapeText(wanted)}`,
  hint: `bring it to ${shapeText(wanted)}, such as with "dense" or "reshape"`,
});

export const badRange = (
  option: string,
  range: readonly number[],
  lowest: number,
  highest: number,
): Message => ({
  message: `${quote(option)} is ${shapeText(range)}`,
  hint:
    `write the smaller number first` +
    (lowest === -Infinity ? "" : `, both from ${lowest} to ${highest}; one number x stands for [-x, x]`),
});

export const nothingLeftOfImage = (
  cropping: readonly (readonly number[])[],
  image: readonly number[],
): Message => ({
  message: `nothing is left of ${sizeText(image)} without ${cropping.map(shapeText).join(" and ")} at its borders`,
  hint: `"cropping" is [[top, bottom], [left, right]]: take off less`,
});
