/* What approaches ask of an experiment: what is wrong, and what to do. The language asks first (src/spec/messages/experiment.ts). */
import type { Target } from "../../graph/ir";
import type { Message } from "../../graph/message";
import { list, quote } from "../../text/wording";
import { formatProblem, type Problem } from "../../spec/problem";

export const nothingToBranch = (type: string): Message => ({
  message: `${type} has no branch here: every group is one class`,
  hint: "put classes together into groups, or compare only flat",
});

export const nameTaken = (name: string, type: string): Message => ({
  message: `the approach ${type} has another node called ${quote(name)}`,
  hint: "choose another name",
});

export const fileFaulty = (file: string, why: string): Message => ({
  message: `the graph file ${quote(file)} cannot be used: ${why}`,
  hint: "correct that file",
});

export const fileWarning = (file: string, problem: Problem): Message => ({
  message: `in the graph file ${quote(file)}: ${formatProblem({ ...problem, hint: undefined })}`,
  hint: problem.hint ?? "look at that file",
});

export const fileLacksInput = (file: string, input: string, shape: string): Message => ({
  message: `the graph file ${quote(file)} has no input ${quote(input)} of shape ${shape}`,
  hint: "give it the input of /task, which the data has",
});

export const fileNeedsInput = (file: string, other: string): Message => ({
  message: `the graph file ${quote(file)} needs the input ${quote(other)}, which this data does not have`,
  hint: "remove that input from the file",
});

export const fileClassesDiffer = (
  file: string,
  target: string,
  own: readonly string[],
  wanted: readonly string[],
): Message => ({
  message: `the target ${quote(target)} of the graph file ${quote(file)} has other classes than the task: ${few(own)} there, ${few(wanted)} here`,
  hint: "give it the classes of /task, in any order",
});

export const fileGroupsDiffer = (
  file: string,
  gate: string,
  target: string,
  groups: readonly { readonly name: string; readonly members: readonly string[] }[],
): Message => {
  const classes = Object.fromEntries(groups.map(({ name, members }) => [name, members]));
  const text = JSON.stringify({ groups: target, classes });
  return {
    message: `the target ${quote(gate)} of the graph file ${quote(file)} does not group the classes as the task does`,
    hint: `write ${quote(gate)}: ${text.length <= 400 ? text : `{"groups": ${quote(target)}, "classes": {…}} with the groups of /task`}`,
  };
};

/** The first names of a list, and how many are left. */
function few(names: readonly string[]): string {
  const most = 20;
  return list(names.length <= most + 1 ? names : [...names.slice(0, most), `${names.length - most} more`]);
}

export const fileTargetWithoutClasses = (file: string, target: string, has: Target["kind"]): Message => ({
  message: `in the graph file ${quote(file)} the target ${quote(target)} has ${has}, and the experiment compares answers for classes`,
  hint:
    has === "labels"
      ? "train such graphs by themselves, and compare what evaluateLabels says of them"
      : "give it the classes of /task",
});

export const fileLacksAnswer = (file: string, target: string): Message => ({
  message: `nothing in the graph file ${quote(file)} answers for all classes of ${quote(target)}`,
  hint: "end it in a head over that target, or in a route whose branches end in heads of it",
});

export const fileAnswersTwice = (file: string, target: string, nodes: readonly string[]): Message => ({
  message: `in the graph file ${quote(file)} the nodes ${list(nodes)} all answer for ${quote(target)}`,
  hint: `call the one that counts ${quote(target)}`,
});

export const noResolver = (file: string): Message => ({
  message: `the graph file ${quote(file)} cannot be read here`,
  hint: "give understandExperiment a way to read files",
});

export const noHeadOf = (target: string, type: string): Message => ({
  message: `${type} has no head over ${quote(target)}`,
  hint: "remove it, or say it in an approach that has one",
});

export const noExpertLayers = (): Message => ({
  message: "the experts of a mixture are the layers of branch, and there are none",
  hint: 'write the layers of an expert in "branch" of /blocks',
});

export const moreThanExperts = (top: number, experts: number): Message => ({
  message: `${top} experts cannot be chosen of ${experts}`,
  hint: `choose at most ${experts}, or raise "experts"`,
});

export const exitPlace = (place: number, layers: number): Message => ({
  message: `no exit can stand after layer ${place} here: the trunk has ${layers}, and each exit stands behind the one before`,
  hint: `write rising numbers up to ${layers}`,
});

export const nothingAfterExit = (): Message => ({
  message: "nothing follows the exit at the end of the trunk: the last head would stand where it stands",
  hint: 'write layers in "branch" of /blocks, or put the exit further up: "after": [1]',
});
