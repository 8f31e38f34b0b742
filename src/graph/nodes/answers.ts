/* The answer of a route whose branches end in heads of one target: which class each output stands for. */
import type { NormalRoute } from "../../spec/normal";
import type { Build } from "../build";
import { pathOf } from "../build";
import { isBranchElsewhere } from "./branches";
import type { Decider } from "../deciders";
import type { ClassTarget, Branch, HeadNode, RoutingNode } from "../ir";
import * as messages from "../messages";
import { membersIn } from "../targets";
import { isRouting } from "../walk";

/** What can end a branch with an answer. */
export type End = HeadNode | RoutingNode;

/** The target that it answers for. */
export const targetOf = (end: End | undefined) => (isRouting(end) ? end.answer?.target : end?.target);

/** The class target that all these heads and routes answer for; `undefined` if one branch ends otherwise. */
export function commonTarget(build: Build, ends: readonly (End | undefined)[]): ClassTarget | undefined {
  const names = ends.map(targetOf);
  const [first] = names;
  if (first === undefined || names.some((name) => name !== first)) return undefined;
  const target = build.targets.get(first);
  return target?.kind === "classes" ? target : undefined;
}

/** The finer classes that a decision of the gate stands for; `undefined` for tags and for unrelated targets. */
export function meant(
  build: Build,
  decider: Decider,
  index: number,
  answer: Pick<ClassTarget, "name">,
): readonly number[] | undefined {
  const member = decider.gate?.members[index];
  return decider.gate && member !== undefined
    ? membersIn(decider.gate.target, member, answer.name, build.targets)
    : undefined;
}

/** The branch that need not be written: its class is a group of one, so that the gate's answer is the answer. */
export function branchOfOne(
  build: Build,
  route: NormalRoute,
  decider: Decider,
  index: number,
  answer: ClassTarget,
): Branch | undefined {
  const members = meant(build, decider, index, answer);
  const key = decider.keys[index];
  if (members?.length !== 1 || key === undefined) return undefined;
  return {
    key,
    index,
    path: `${pathOf(build, route.name)}/${key}`,
    body: [],
    output: undefined,
    members,
    when: {},
  };
}

/** Warns of a branch that answers for another group than its own, or else of classes that no branch answers. */
export function checkAnswers(
  build: Build,
  route: NormalRoute,
  decider: Decider,
  branches: readonly Branch[],
  answer: ClassTarget,
): void {
  let crossed = false;
  const pointers = new Map(route.branches.map((branch) => [branch.key, branch.pointer]));
  for (const { key, index, members } of branches) {
    const own = meant(build, decider, index, answer);
    if (!own || !members) continue;
    const theirs = new Set(own);
    if (members.some((member) => theirs.has(member))) continue;
    crossed = true;
    const pointer = pointers.get(key) ?? route.pointer;
    build.report.warn(
      pointer,
      messages.answersForOthers(key, namesOf(members, answer), namesOf(own, answer)),
    );
  }
  const answered = new Set(branches.flatMap((branch) => branch.members ?? []));
  const left = answer.classes.filter((_, i) => !answered.has(i));
  // What a branch of another route does not answer, the other branches may.
  const isBranch = build.branches.length > 0 || isBranchElsewhere(build.names, route.name);
  if (!crossed && left.length > 0 && !isBranch) {
    build.report.warn(route.pointer, messages.nobodyAnswers(left, answer.name));
  }
}

function namesOf(members: readonly number[], target: ClassTarget): string[] {
  return members.map((member) => target.classes[member] ?? String(member));
}
