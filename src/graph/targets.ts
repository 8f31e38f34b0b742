/* Targets as class numbers: what the groups of a coarse target mean in the finer one. */
import { pointerTo } from "../spec/pointer";
import type { NormalTarget } from "../spec/normal";
import type { ClassTarget, LabelSource, Target } from "./ir";
import type { Message } from "./message";
import * as messages from "./messages";
import type { ProblemReport } from "./report";

type Groups = Extract<NormalTarget, { kind: "groups" }>;

/** All targets that have no problem, by name; a target that groups a faulty one is left out in silence. */
export function resolveTargets(specs: readonly NormalTarget[], report: ProblemReport): Map<string, Target> {
  const byName = new Map(specs.map((spec) => [spec.name, spec]));
  const resolved = new Map<string, Target | undefined>();

  function resolve(spec: NormalTarget, path: readonly string[]): Target | undefined {
    if (resolved.has(spec.name)) return resolved.get(spec.name);
    if (path.includes(spec.name)) {
      report.error(pointerTo(spec.pointer, "groups"), messages.targetsInCircle([...path, spec.name]));
      return undefined;
    }
    const target = build(spec, path);
    resolved.set(spec.name, target);
    return target;
  }

  function build(spec: NormalTarget, path: readonly string[]): Target | undefined {
    if (spec.kind === "values") return { kind: "values", name: spec.name, shape: spec.shape };
    if (spec.kind === "labels") return { kind: "labels", name: spec.name, labels: spec.labels };
    if (spec.kind === "classes") {
      return { kind: "classes", name: spec.name, classes: spec.classes, groups: undefined };
    }
    const fineSpec = byName.get(spec.of);
    if (!fineSpec) {
      const others = [...byName.keys()].filter((name) => name !== spec.name);
      report.error(pointerTo(spec.pointer, "groups"), messages.unknownTarget(spec.of, others));
      return undefined;
    }
    const fine = resolve(fineSpec, [...path, spec.name]);
    if (!fine) return undefined;
    if (fine.kind !== "classes") {
      report.error(pointerTo(spec.pointer, "groups"), messages.groupsOther(spec.name, spec.of, fine.kind));
      return undefined;
    }
    return groupTarget(spec, fine, report);
  }

  for (const spec of specs) resolve(spec, []);
  return new Map([...resolved].filter((entry): entry is [string, Target] => entry[1] !== undefined));
}

function groupTarget(spec: Groups, fine: ClassTarget, report: ProblemReport): ClassTarget | undefined {
  const classes = pointerTo(spec.pointer, "classes");
  const numberOf = new Map(fine.classes.map((name, number) => [name, number]));
  const groupOf = new Map<string, string>();
  const before = report.errors();
  for (const { name, members } of spec.groups) {
    members.forEach((member, i) => {
      const pointer = pointerTo(classes, name, i);
      const taken = groupOf.get(member);
      if (!numberOf.has(member)) report.error(pointer, () => messages.unknownClass(member, fine));
      else if (taken !== undefined) report.error(pointer, messages.classInTwoGroups(member, taken, name));
      else groupOf.set(member, name);
    });
  }
  const left = fine.classes.filter((name) => !groupOf.has(name));
  // A misspelt member would leave its class over as well: that is one slip.
  if (report.errors() === before && left.length > 0)
    report.error(classes, messages.classesInNoGroup(left, fine.name));
  if (report.errors() > before) return undefined;
  return {
    kind: "classes",
    name: spec.name,
    classes: spec.groups.map((group) => group.name),
    groups: {
      of: spec.of,
      members: spec.groups.map((group) => group.members.map((member) => numberOf.get(member) ?? -1)),
    },
  };
}

/** A group of a target's classes that a coarser target makes, directly or through targets between. */
interface Group {
  /** The coarser target. */
  readonly by: string;
  readonly name: string;
  /** Numbers of classes of the finer target, in the order of the group. */
  readonly members: readonly number[];
}

/** All groups of the classes of `fine`. */
function groupsOf(fine: string, targets: ReadonlyMap<string, Target>): Group[] {
  const groups: Group[] = [];
  for (const target of targets.values()) {
    if (target.kind !== "classes") continue;
    const members = target.classes.map((_, i) => membersIn(target, i, fine, targets));
    target.classes.forEach((name, i) => {
      const own = members[i];
      if (own) groups.push({ by: target.name, name, members: own });
    });
  }
  return groups;
}

/** Numbers of the classes of `fine` that one class of a coarser target stands for; `undefined` if it does not group it. */
export function membersIn(
  coarse: ClassTarget,
  index: number,
  fine: string,
  targets: ReadonlyMap<string, Target>,
): readonly number[] | undefined {
  if (!coarse.groups) return undefined;
  const direct = coarse.groups.members[index] ?? [];
  if (coarse.groups.of === fine) return direct;
  const between = targets.get(coarse.groups.of);
  if (between?.kind !== "classes") return undefined;
  const parts = direct.map((i) => membersIn(between, i, fine, targets));
  const known = parts.filter((part) => part !== undefined);
  return known.length < parts.length ? undefined : known.flat();
}

/** The members of the group `name` of a target's classes, or what is wrong. */
export function resolveWithin(
  name: string,
  target: ClassTarget,
  targets: ReadonlyMap<string, Target>,
): readonly number[] | Message {
  const groups = groupsOf(target.name, targets);
  const [first, ...others] = groups.filter((group) => group.name === name);
  if (!first)
    return messages.unknownGroup(name, target.name, [...new Set(groups.map((group) => group.name))]);
  const other = others.find((group) => String(group.members) !== String(first.members));
  return other ? messages.ambiguousGroup(name, first.by, other.by) : first.members;
}

/**
 * Where the labels of a head over `members` of a target may come from: the target itself, then each finer target
 * that it follows from. A map gives the head's class for each class of the source, -1 outside the head's classes.
 */
export function labelSources(
  target: ClassTarget,
  members: readonly number[],
  targets: ReadonlyMap<string, Target>,
): LabelSource[] {
  const places = new Map(members.map((member, place) => [member, place]));
  return sourcesFrom(
    target,
    target.classes.map((_, i) => places.get(i) ?? -1),
    targets,
  );
}

function sourcesFrom(
  source: ClassTarget,
  map: readonly number[],
  targets: ReadonlyMap<string, Target>,
): LabelSource[] {
  const own = { target: source.name, map };
  const { groups } = source;
  const fine = groups && targets.get(groups.of);
  if (fine?.kind !== "classes") return [own];
  const groupOf = new Map<number, number>();
  for (const [group, members] of (groups?.members ?? []).entries()) {
    for (const member of members) if (!groupOf.has(member)) groupOf.set(member, group);
  }
  const fineMap = fine.classes.map((_, i) => map[groupOf.get(i) ?? -1] ?? -1);
  return [own, ...sourcesFrom(fine, fineMap, targets)];
}

/** The members of a head without `within`: every class. */
export function allClasses(target: ClassTarget): readonly number[] {
  return target.classes.map((_, i) => i);
}
