/*
 * The labels of a two-level task, from one label and the hierarchy. A network derives the same from its graph;
 * this is for statistics, figures and tests.
 */
import { EspalierError } from "../errors";
import { suggestion } from "../text/wording";

/** For each group, its classes: `{ cat: ["persian", "siamese"], dog: ["beagle", "pug"] }`. */
export type Groups = Readonly<Record<string, readonly string[]>>;

export interface HierarchyLabels {
  /** Names of the groups, in the order of their numbers. */
  readonly groups: readonly string[];
  /** Group number of each sample, -1 where it has no label. */
  readonly group: Int32Array;
  /** For each group: each sample's place among the group's classes, -1 where it belongs to another group. */
  readonly within: Readonly<Record<string, Int32Array>>;
}

/**
 * The number of the group of each class.
 *
 * @throws EspalierError where a class is in no group or in two, a group is empty, or names a class that is not there.
 */
export function groupOfEachClass(classes: readonly string[], groups: Groups): Int32Array {
  const group = new Int32Array(classes.length).fill(-1);
  const names = Object.keys(groups);
  for (const [number, name] of names.entries()) {
    const members = groups[name]!;
    if (members.length === 0)
      throw new EspalierError(`the group "${name}" has no classes`, { hint: "give it some, or take it out" });
    for (const member of members) {
      const index = classes.indexOf(member);
      if (index < 0)
        throw new EspalierError(`the group "${name}" names "${member}", which is no class`, {
          hint: suggestion(member, classes, "write one of the classes"),
        });
      if (group[index] !== -1)
        throw new EspalierError(
          group[index] === number
            ? `the group "${name}" names the class "${member}" twice`
            : `the class "${member}" is in the groups "${names[group[index]!]!}" and "${name}"`,
          { hint: "name each class once" },
        );
      group[index] = number;
    }
  }
  const left = group.indexOf(-1);
  if (left >= 0)
    throw new EspalierError(`the class "${classes[left]!}" is in no group`, { hint: "add it to a group" });
  return group;
}

/**
 * Group labels and labels within each group.
 *
 * @param labels Class number of each sample, -1 where it has none.
 * @throws EspalierError as `groupOfEachClass`, and naming a sample whose label is no class.
 */
export function hierarchyLabels(
  labels: Int32Array,
  classes: readonly string[],
  groups: Groups,
): HierarchyLabels {
  const groupOf = groupOfEachClass(classes, groups);
  const wrong = labels.findIndex((label) => label < -1 || label >= classes.length);
  if (wrong >= 0)
    throw new EspalierError(`sample ${wrong} has the label ${labels[wrong]!}`, {
      hint: `the ${classes.length} classes are numbered 0 to ${classes.length - 1}, and -1 is no label`,
    });
  const within = Object.fromEntries(
    Object.entries(groups).map(([name, members]) => {
      const place = classes.map((fine) => members.indexOf(fine));
      return [name, labels.map((label) => place[label] ?? -1)];
    }),
  );
  return { groups: Object.keys(groups), group: labels.map((label) => groupOf[label] ?? -1), within };
}
