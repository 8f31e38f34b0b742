/* Messages about targets and heads. */
import type { ClassTarget, Shape, Target } from "../ir";
import type { Message } from "../message";
import { circle, counted, list, quote, shapeText, suggestion } from "../../text/wording";

type TargetKind = Target["kind"];

export const unknownTarget = (name: string, known: readonly string[]): Message => ({
  message: `there is no target ${quote(name)}`,
  hint: suggestion(name, known, `define it in "targets"`),
});

export const targetsInCircle = (names: readonly string[]): Message => ({
  message: `targets group each other in a circle: ${circle(names)}`,
  hint: `one of them must have classes of its own`,
});

export const groupsOther = (name: string, of: string, has: TargetKind): Message => ({
  message: `${quote(name)} groups ${quote(of)}, which has ${has} and no classes`,
  hint: `group a target with classes`,
});

export const unknownClass = (name: string, target: ClassTarget): Message => ({
  message: `the target ${quote(target.name)} has no class ${quote(name)}`,
  hint: suggestion(name, target.classes, "use one of its classes"),
});

export const classInTwoGroups = (name: string, first: string, second: string): Message => ({
  message: `the class ${quote(name)} is in the groups ${quote(first)} and ${quote(second)}`,
  hint: `a class has one place: remove it here`,
});

export const classesInNoGroup = (names: readonly string[], of: string): Message => ({
  message: `${counted("the class", "the classes", names)} of ${quote(of)} ${names.length === 1 ? "is" : "are"} in no group`,
  hint: `add ${names.length === 1 ? "it" : "them"} to a group, or make a new one`,
});

export const unknownGroup = (name: string, target: string, known: readonly string[]): Message => ({
  message: `no target has a group ${quote(name)} of the classes of ${quote(target)}`,
  hint: suggestion(name, known, `define a target that "groups" ${quote(target)}`),
});

export const ambiguousGroup = (name: string, first: string, second: string): Message => ({
  message: `${quote(first)} and ${quote(second)} both have a group ${quote(name)}, with other classes`,
  hint: `rename one of the groups`,
});

export const oneClassOnly = (name: string, classes: readonly string[]): Message => ({
  message: `${quote(name)} has one class only, ${list(classes)}: a head has nothing to tell apart`,
  hint: `remove the head (a route needs no branch for a group of one)`,
});

export const lossOfOtherTarget = (
  loss: string,
  fits: TargetKind,
  target: Pick<Target, "name" | "kind">,
  known: readonly string[],
): Message => ({
  message: `the loss ${quote(loss)} is for ${fits}, and ${quote(target.name)} has ${target.kind}`,
  hint: `use ${list(known.map(quote), "or")}, or leave "loss" out`,
});

export const lossNeedsClasses = (
  loss: string,
  needed: number,
  classes: number,
  known: readonly string[],
): Message => ({
  message: `${quote(loss)} tells ${needed === 2 ? "two" : needed} classes apart, and there are ${classes}`,
  hint: `use ${list(known.map(quote), "or")}`,
});

export const metricOfOtherTarget = (
  metric: string,
  fits: TargetKind,
  target: Pick<Target, "name" | "kind">,
  known: readonly string[],
): Message => ({
  message: `the metric ${quote(metric)} is for ${fits}, and ${quote(target.name)} has ${target.kind}`,
  hint: known.length > 0 ? `use ${list(known.map(quote), "or")}, or remove it` : `remove it`,
});

export const metricTwice = (metric: string): Message => ({
  message: `the metric ${quote(metric)} stands twice in "metrics"`,
  hint: `a head counts each metric once: remove one`,
});

export const noGroups = (target: string, has: TargetKind): Message => ({
  message: `${quote(target)} has ${has}, and "within" names a group of classes`,
  hint: `remove "within"`,
});

export const noCalibration = (target: string, has: TargetKind): Message => ({
  message: `${quote(target)} has ${has}, and a calibration is of the probabilities of classes`,
  hint: `remove "calibration"`,
});

export const noThreshold = (target: string, has: TargetKind): Message => ({
  message: `${quote(target)} has ${has}, and a "threshold" says which labels of several a sample has`,
  hint:
    has === "classes"
      ? `remove "threshold" (a target with "labels" in place of "classes" has several)`
      : `remove "threshold"`,
});

export const classWeightsOfValues = (target: string): Message => ({
  message: `${quote(target)} has values, and "classWeights" are weights of classes`,
  hint: `remove "classWeights"`,
});

export const weightOfUnknownClass = (name: string, classes: readonly string[], has: TargetKind): Message => ({
  message: `the head has no ${has === "labels" ? "label" : "class"} ${quote(name)}`,
  hint: suggestion(name, classes, `name one of its ${has}`),
});

export const loadedClassesDiffer = (
  target: string,
  loaded: readonly string[],
  classes: readonly string[],
): Message => ({
  message: `the logits of the saved model stand for the classes ${list(loaded)}, and those of this head over ${quote(target)} for ${list(classes)}`,
  hint: "give the target the classes of the saved model in their order, or leave its last layer out (dropLast) and let the head project",
});

export const unprojectedShape = (shape: Shape, needed: Shape): Message => ({
  message: `a head without a projection takes ${shapeText(needed)} here and gets ${shapeText(shape)}`,
  hint: `bring what enters to that shape, or remove "project": false`,
});

export const headNeedsVector = (shape: Shape): Message => ({
  message: `a head takes a vector and gets ${shapeText(shape)}`,
  hint:
    shape.length === 3 ? `put "flatten" or "globalAveragePooling2d" before it` : `put "flatten" before it`,
});

export const gateNeedsVector = (shape: Shape): Message => ({
  message: `a gate takes a vector and gets ${shapeText(shape)}`,
  hint:
    shape.length === 3 ? `put "flatten" or "globalAveragePooling2d" before it` : `put "flatten" before it`,
});
