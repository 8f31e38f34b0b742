/* Messages about names that lead nowhere, or in a circle. */
import type { Shape } from "../ir";
import type { Message } from "../message";
import { circle, quote, shapeText, suggestion } from "../../text/wording";

export const unknownSource = (name: string, known: readonly string[]): Message => ({
  message: `there is no node or input ${quote(name)}`,
  hint: suggestion(name, known, "name one of those there are"),
});

export const unknownPath = (path: string, known: readonly string[]): Message => ({
  message: `there is no node or input with the path ${quote(path)}`,
  hint: suggestion(path, known, "use one of the paths there are"),
});

export const nodesInCircle = (names: readonly string[]): Message => ({
  message: `nodes feed each other in a circle: ${circle(names)}`,
  hint: `let one of them take another input`,
});

export const pathTaken = (path: string): Message => ({
  message: `two things have the path ${quote(path)}`,
  hint: `rename one of them`,
});

export const sharedShapesDiffer = (
  module: string,
  weight: string,
  first: { path: string; shape: Shape },
  other: { path: string; shape: Shape },
): Message => ({
  message:
    `the module ${quote(module)} is shared, but its ${weight} is ${shapeText(first.shape)} at ${first.path} ` +
    `and ${shapeText(other.shape)} at ${other.path}`,
  hint: `give all uses inputs of one shape, or remove "share" from one`,
});

export const unknownTag = (name: string, known: readonly string[]): Message => ({
  message: `there is no tag ${quote(name)}`,
  hint: suggestion(name, known, `define it in "tags"`),
});

export const unknownTagValue = (tag: string, value: string, known: readonly string[]): Message => ({
  message: `the tag ${quote(tag)} has no value ${quote(value)}`,
  hint: suggestion(value, known, "use one of its values"),
});

export const notEverySampleHas = (input: string, tag: string, value: string): Message => ({
  message: `only samples whose ${tag} is ${quote(value)} have the input ${quote(input)}`,
  hint: `use it in the branch ${quote(value)} of a route by { "tag": ${quote(tag)} }, or remove its "when"`,
});

export const scaleOfIntegers = (input: string): Message => ({
  message: `the input ${quote(input)} is int32: whole numbers that name things have no scale`,
  hint: `remove "scale", or make it float32`,
});

export const padsNoSteps = (input: string): Message => ({
  message: `the input ${quote(input)} is one number, which has no steps to pad`,
  hint: `remove "pad", or give it the shape [steps, …]`,
});

export const padsWithNoInteger = (input: string, value: number): Message => ({
  message: `the input ${quote(input)} is int32 and cannot be padded with ${value}`,
  hint: `write a whole number`,
});

export const unusedInput = (name: string): Message => ({
  message: `nothing uses the input ${quote(name)}`,
  hint: `name it in a "from", or remove it`,
});

export const unusedNode = (name: string): Message => ({
  message: `nothing uses the node ${quote(name)}, and it has no head`,
  hint: `name it in a "from", give it a head, or remove it`,
});

export const unknownOutput = (name: string, known: readonly string[]): Message => ({
  message: `there is no node ${quote(name)} in this network`,
  hint: suggestion(name, known, "name one of its nodes"),
});
