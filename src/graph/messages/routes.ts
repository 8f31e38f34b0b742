/* Messages about routes and their branches. */
import type { DataType, Shape } from "../ir";
import type { Message } from "../message";
import { counted, list, quote, shapeText, suggestion } from "../../text/wording";

/** A gate or a tag, as messages name it. */
interface Decider {
  readonly name: string;
  readonly keys: readonly string[];
  readonly source: string;
  readonly gate: object | undefined;
}

const decisions = (decider: Decider) =>
  decider.gate
    ? `the gate ${quote(decider.name)} has ${counted("the class", "the classes", decider.keys)}`
    : `the tag ${quote(decider.name)} has ${counted("the value", "the values", decider.keys)}`;

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

export const gateOfValues = (name: string, target: string): Message => ({
  message: `the head ${quote(name)} predicts ${quote(target)}, which has values: a route needs classes`,
  hint: `name a head whose target has classes`,
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
  const add = `add it to ${decider.source}`;
  if (meant.near !== undefined)
    return { message: decisions(decider), hint: `did you mean ${quote(meant.near)}?` };
  return {
    message: decisions(decider),
    hint:
      meant.renamed === undefined
        ? `remove ${quote(key)} or ${add}`
        : `rename ${quote(key)} to ${quote(meant.renamed)} or ${add}`,
  };
};

export const missingBranch = (decider: Decider, key: string): Message => ({
  message: `${decisions(decider)}, and there is no branch ${quote(key)}`,
  hint: `add it, or remove ${quote(key)} from ${decider.source}`,
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
  message: `"joint" weighs the classes of all branches against each other, but the branches do not end in heads of one target`,
  hint: `end each in a head of that target, or remove "decode"`,
});

export const jointByTag = (tag: string): Message => ({
  message: `"joint" needs the probabilities of a gate, and the tag ${quote(tag)} is known`,
  hint: `remove "decode", or route by a head`,
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
  message: `"*" stands for the branches that are not written, and all are: ${decisions(decider)}`,
  hint: `remove it`,
});

/** A class or a value that cannot be part of a path. */
export const keyNoName = (decider: Decider, key: string): Message => ({
  message: `${decisions(decider)}, and ${quote(key)} cannot be the name of a branch: / and * mean something in paths`,
  hint: `rename it in ${decider.source}`,
});
