/* What the schema cannot say about an experiment, for one that has the right form. */
import type { ApproachSpec, ApproachType, ExperimentSpec, TaskSpec } from "../language";
import * as messages from "../messages/experiment";
import { nameProblems } from "./names";
import { pointerTo } from "../pointer";
import { error, type Problem } from "../problem";
import { definition } from "../schema";
import { nearest } from "../../text/suggest";

const types = definition("ApproachType").enum as readonly ApproachType[];

/** Options of an approach that only some types know. */
const owners: Readonly<Partial<Record<keyof ApproachSpec, readonly ApproachType[]>>> = {
  file: ["graph"],
  schedule: ["alternating"],
  alpha: ["alternating"],
  inactiveShare: ["alternating"],
  decode: ["cascade", "sharedBackbone", "alternating"],
};

export function checkExperimentMeaning(spec: ExperimentSpec): Problem[] {
  return [
    ...checkGroups(spec.task),
    ...checkTaskNames(spec.task),
    ...Object.entries(spec.approaches).flatMap(([name, approach]) => checkApproach(name, approach)),
  ];
}

/** Each class is in exactly one group. */
function checkGroups({ classes, groups }: TaskSpec): Problem[] {
  const groupOf = new Map<string, string>();
  const there = new Set(classes);
  const problems: Problem[] = [];
  for (const [group, members] of Object.entries(groups)) {
    const place = pointerTo("/task/groups", group);
    problems.push(...nameProblems(group, place, true));
    for (const [index, name] of members.entries()) {
      const pointer = pointerTo(place, index);
      const earlier = groupOf.get(name);
      if (!there.has(name)) {
        problems.push(error(pointer, messages.unknownClass(name, nearest(name, classes))));
      } else if (earlier !== undefined) problems.push(error(pointer, messages.classTwice(name, earlier)));
      else groupOf.set(name, group);
    }
  }
  const left = classes.filter((name) => !groupOf.has(name));
  // Where a group has a misspelt class, that is the slip, not the class it leaves behind.
  if (left.length > 0 && problems.length === 0) {
    problems.push(error("/task/groups", messages.classesWithoutGroup(left)));
  }
  return problems;
}

/** The names of the input and of the targets become names of nodes and of labels. */
function checkTaskNames(task: TaskSpec): Problem[] {
  const named = (["input", "target", "gate"] as const).map((key) => ({
    key,
    name: task[key] ?? String(definition("TaskSpec").properties?.[key]?.default),
  }));
  return named.flatMap(({ key, name }, index) => {
    const twin = named.slice(0, index).find((other) => other.name === name);
    const pointer = task[key] === undefined ? "/task" : pointerTo("/task", key);
    if (twin) return [error(pointer, messages.sameName(twin.key, key, name))];
    return nameProblems(name, pointer, false);
  });
}

function checkApproach(name: string, approach: ApproachSpec): Problem[] {
  const pointer = pointerTo("/approaches", name);
  const type = approach.type ?? types.find((known) => known === name);
  if (type === undefined) {
    return [
      { ...error(pointer, messages.approachWithoutType(name, types, nearest(name, types))), key: true },
    ];
  }
  const problems: Problem[] = [];
  if (type === "graph" && approach.file === undefined) {
    problems.push(error(pointer, messages.graphWithoutFile()));
  }
  for (const [key, of] of Object.entries(owners)) {
    if (Object.hasOwn(approach, key) && !of.includes(type)) {
      const place = pointerTo(pointer, key);
      problems.push({ ...error(place, messages.optionOfOther(key, type, of)), key: true });
    }
  }
  return problems;
}
