/* Messages about routes and their branches. */
import type { DataType, Shape, Target } from "../ir";
import type { Message } from "../message";
import { counted, list, quote, shapeText, suggestion } from "../../text/wording";

/** Who decides, as messages name it. */
interface Decider {
  readonly name: string;
  readonly describe: () => string;
  readonly source: string | undefined;
}

export const unknownHead = (name: string, known: readonly string[]): Message => ({
  message: `there is no head ${quote(name)}`,
  hint: suggestion(name, known, "name a head"),
});

export const tagAsHead = (name: string): Message => ({
  message: `${quote(name)} is a tag, not a head`,
  hint: `write { "tag": ${quote(name)} }`,
});

export const routeAsHead = (name: string): Message => ({
  message: `${quote(name)} is a route: it answers, but does not decide`,
  hint: 'name a head, or a tag: { "tag": … }',
});

export const gateInBranch = (name: string): Message => ({
  message: `the head ${quote(name)} runs for the samples of its branch only, and cannot decide for all`,
  hint: `name a head that stands outside branches`,
});

export const gateWithoutClasses = (name: string, target: string, has: Target["kind"]): Message => ({
  message: `the head ${quote(name)} predicts ${quote(target)}, which has ${has}: a route needs classes`,
  hint:
    has === "labels"
      ? `name a head whose target has classes, which exclude one another, or a gate`
      : `name a head whose target has classes`,
});

export const noBranches = (): Message => ({
  message: `the route has no branches`,
  hint: `give it one for each class of its gate, or each value of its tag`,
});

/** `near`: the missing key that it resembles; `renamed`: the only one that is missing. */
export const surplusBranch = (
  decider: Decider,
  key: string,
  meant: { near: string | undefined; renamed: string | undefined },
): Message => {
  const add = decider.source === undefined ? "" : ` or add it to ${decider.source}`;
  if (meant.near !== undefined)
    return { message: decider.describe(), hint: `did you mean ${quote(meant.near)}?` };
  return {
    message: decider.describe(),
    hint:
      meant.renamed === undefined
        ? `remove ${quote(key)}${add}`
        : `rename ${quote(key)} to ${quote(meant.renamed)}${add}`,
  };
};

export const missingBranch = (decider: Decider, key: string): Message => ({
  message: `${decider.describe()}, and there is no branch ${quote(key)}`,
  hint: decider.source === undefined ? "add it" : `add it, or remove ${quote(key)} from ${decider.source}`,
});

export const branchesDiffer = (
  first: { key: string; shape: Shape; dtype: DataType; target: string | undefined },
  other: { key: string; shape: Shape; dtype: DataType; target: string | undefined },
): Message => {
  const end = ({ key, shape, dtype, target }: typeof first) =>
    `${quote(key)} in ${shapeText(shape)}${first.dtype === other.dtype ? "" : ` (${dtype})`}` +
    (target === undefined ? "" : ` (a head of ${quote(target)})`);
  return {
    message: `the branches end in different shapes: ${end(first)}, ${end(other)}`,
    hint: `let all end in one shape, or all in heads of one target`,
  };
};

export const answersMixed = (
  answering: string,
  target: string,
  other: string,
  otherTarget: string | undefined,
): Message => ({
  message:
    `the branch ${quote(answering)} is a route's answer for ${quote(target)} (probabilities), and ${quote(other)} ` +
    (otherTarget === undefined ? `is no answer` : `answers for ${quote(otherTarget)}`),
  hint: `end every branch in a head of ${quote(target)} or in a route that answers for it`,
});

export const jointWithoutAnswer = (): Message => ({
  message: `"joint" weighs the classes of all branches against each other, but the branches do not end in heads over classes of one target`,
  hint: `end each in a head of that target, or merge them in another way ("weighted", say)`,
});

/** What somebody who decides does not say. */
export const noProbabilities = ({ name }: { name: string }, word: string): Message => ({
  message: `${quote(word)} needs the probabilities of a gate, and ${quote(name)} says none`,
  hint: `route by a head or a gate, or leave ${quote(word)} out`,
});

export const onlyOneBranch = ({ name }: { name: string }): Message => ({
  message: `${quote(name)} names one branch for each sample: there are no others to select`,
  hint: `leave "select" out, or route by a head or a gate`,
});

export const moreThanBranches = (count: number, branches: number): Message => ({
  message: `the likeliest ${count} are asked for, and there are ${branches} branches`,
  hint: `give a number from 1 to ${branches}, or "all"`,
});

export const unknownWayOut = (name: string, known: readonly string[]): Message => ({
  message: `"otherwise" is ${quote(name)}, and there is no such branch`,
  hint: suggestion(name, ["all", ...known], `write "all", { "top": 2 } or the key of a branch`),
});

export const severalPutBack = (): Message => ({
  message: `several branches may run for a sample, and "putBack" takes the value of one`,
  hint: `merge them: "joint", "weighted", "sum" or "concatenate", say`,
});

export const integersMerged = (key: string): Message => ({
  message: `the branch ${quote(key)} ends in whole numbers (int32), which cannot be added up`,
  hint: `end it in a layer that makes real numbers, or let one branch run for a sample`,
});

export const branchesNotSideBySide = (
  first: { key: string; shape: Shape },
  other: { key: string; shape: Shape },
): Message => ({
  message: `the branches do not fit side by side: ${quote(first.key)} ends in ${shapeText(first.shape)}, ${quote(other.key)} in ${shapeText(other.shape)}`,
  hint: `let all axes but the last be alike`,
});

export const maskedTwice = (name: string): Message => ({
  message: `the class ${quote(name)} stands in several branches, and "masked" needs one place for each`,
  hint: `let each class stand in one branch, or use "joint"`,
});

export const gateIsNeverSure = (name: string): Message => ({
  message: `${quote(name)} is a gate without labels: it is never sure of an answer`,
  hint: `name a head over classes`,
});

export const unknownMask = (name: string, known: readonly string[]): Message => ({
  message: `there is no input ${quote(name)}`,
  hint: suggestion(name, known, "name an input with a number for each branch"),
});

export const maskOfOtherShape = (name: string, shape: Shape, branches: number): Message => ({
  message: `the input ${quote(name)} has the shape ${shapeText(shape)}, and there are ${branches} branches`,
  hint: `give it the shape [${branches}]: a number for each branch, in their order`,
});

export const maskNotForAll = (name: string): Message => ({
  message: `only some samples have the input ${quote(name)}, and it is to decide for all`,
  hint: `take "when" away from it`,
});

export const constantOfOtherLength = (numbers: number, branches: number): Message => ({
  message: `there are ${numbers} numbers for ${branches} branches`,
  hint: `give one for each branch, in their order`,
});

export const shareAbove1 = (value: number): Message => ({
  message: `the share of the samples comes to ${value}`,
  hint: `give numbers from 0 to 1`,
});

export const constantRulesAllOut = (): Message => ({
  message: `every branch is ruled out`,
  hint: `give at least one a number above 0`,
});

export const answersForOthers = (
  key: string,
  answered: readonly string[],
  own: readonly string[],
): Message => ({
  message: `the branch ${quote(key)} gets ${list(own)}, but its head only knows ${list(answered)}`,
  hint: `let its head be "within" the group ${quote(key)}`,
});

export const nobodyAnswers = (classes: readonly string[], target: string): Message => ({
  message: `no branch can answer ${counted("the class", "the classes", classes)} of ${quote(target)}`,
  hint: `let the heads of the branches cover all classes`,
});

export const unknownRoute = (path: string, known: readonly string[]): Message => ({
  message: `there is no route ${quote(path)}`,
  hint: suggestion(path, known, "name a route"),
});

export const badShares = (route: string, shares: readonly number[], keys: readonly string[]): Message => ({
  message: `[${shares.join(", ")}] are no shares of the branches ${list(keys)} of ${quote(route)}`,
  hint: `give one number from 0 to 1 for each branch, together at most 1`,
});

export const tooManyRepeated = (most: number, hint: string): Message => ({
  message: `with "*" written out, the branches have more than ${most.toLocaleString("en")} nodes`,
  hint,
});

export const noOtherBranches = (decider: Decider): Message => ({
  message: `"*" stands for the branches that are not written, and all are: ${decider.describe()}`,
  hint: `remove it`,
});

/** A class or a value that cannot be part of a path. */
export const keyNoName = (decider: Decider, key: string): Message => ({
  message: `${decider.describe()}, and ${quote(key)} cannot be the name of a branch: / and * mean something in paths`,
  hint: decider.source === undefined ? "rename it" : `rename it in ${decider.source}`,
});
