/* What the schema cannot say about an experiment, for one that has the right form. */
import type {
  ApproachSpec,
  DataSpec,
  ExperimentSpec,
  HeadsByTarget,
  RepeatsSpec,
  TaskSpec,
} from "../language";
import * as messages from "../messages/experiment";
import { approachType } from "../normalise/approach";
import { filled } from "../normalise/defaults";
import { nameProblems } from "./names";
import { pointerTo } from "../pointer";
import { error, warning, type Problem } from "../problem";
import { approachSchemas, definition } from "../schema";
import { nearest } from "../../text/suggest";

export function checkExperimentMeaning(spec: ExperimentSpec): Problem[] {
  const { data, task, blocks, training, heads, approaches, repeats } = spec;
  return [
    ...checkLabels(data),
    ...checkGroups(task),
    ...checkTaskNames(task),
    ...(blocks.trunk.length === 0 ? [error("/blocks/trunk", messages.trunkEmpty())] : []),
    ...checkAlternate(training, "/training"),
    ...checkHeads(heads, "/heads", task),
    ...Object.entries(approaches).flatMap(([name, approach]) => checkApproach(name, approach, task)),
    ...checkRepeats(repeats ?? {}),
  ];
}

/** Of the classes of a task a sample has one. */
function checkLabels(data: DataSpec): Problem[] {
  if ("separator" in data) return [error("/data/separator", messages.severalLabels())];
  const several = "label" in data && typeof data.label !== "string";
  return several ? [error("/data/label", messages.severalLabels())] : [];
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

/** Its type, what that type needs, and that nothing is said that only others know. */
function checkApproach(name: string, approach: ApproachSpec, task: TaskSpec): Problem[] {
  const pointer = pointerTo("/approaches", name);
  const type = approachType(name, approach);
  if (type === undefined) {
    const types = [...approachSchemas.keys()];
    const wording = messages.approachWithoutType(name, types, nearest(name, types));
    return [{ ...error(pointer, wording), key: true }];
  }
  const { properties = {}, required = [] } = approachSchemas.get(type)!;
  const missing = required.filter((key) => !Object.hasOwn(approach, key));
  const odd = Object.keys(approach).filter((key) => !Object.hasOwn(properties, key));
  const training = "training" in approach && !odd.includes("training") ? approach.training : undefined;
  const heads = "heads" in approach && !odd.includes("heads") ? approach.heads : undefined;
  return [
    ...missing.map((key) =>
      error(pointer, messages.optionNeeded(type, key, properties[key]?.description ?? "")),
    ),
    ...odd.map((key) => {
      const wording = messages.optionOfOther(key, type, typesWith(key));
      return { ...error(pointerTo(pointer, key), wording), key: true };
    }),
    ...checkAlternate(training, pointerTo(pointer, "training")),
    ...checkHeads(heads, pointerTo(pointer, "heads"), task),
  ];
}

/** Heads are named by the task's targets. */
function checkHeads(heads: HeadsByTarget | undefined, pointer: string, task: TaskSpec): Problem[] {
  const targets = [task.target, filled("TaskSpec", task, "gate").gate];
  const unknown = Object.keys(heads ?? {}).filter((name) => !targets.includes(name));
  return unknown.map((name) => ({
    ...error(pointerTo(pointer, name), messages.noTarget(name, targets)),
    key: true,
  }));
}

/** The types of approaches that know an option. */
function typesWith(option: string): string[] {
  return [...approachSchemas]
    .filter(([, { properties = {} }]) => Object.hasOwn(properties, option))
    .map(([type]) => type);
}

/** Turns are an approach's own; what all share has none. */
function checkAlternate(training: { readonly alternate?: unknown } | undefined, pointer: string): Problem[] {
  if (training?.alternate === undefined) return [];
  return [error(pointerTo(pointer, "alternate"), messages.alternateOutside())];
}

function checkRepeats({ folds = 1, testShare }: RepeatsSpec): Problem[] {
  if (testShare === 0) return [error("/repeats/testShare", messages.testShareZero())];
  if (testShare === undefined || folds === 1) return [];
  return [warning("/repeats/testShare", messages.testShareUnused())];
}
