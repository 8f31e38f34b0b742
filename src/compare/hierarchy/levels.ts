/* The levels of a hierarchy: a finest target and those that group it, directly or through others. */
import type { Dataset } from "../../data/dataset";
import type { ClassTarget, Graph } from "../../graph/ir";

export interface Level {
  readonly target: ClassTarget;
  /** The level that it groups; `undefined` for the finest. */
  readonly finer: Level | undefined;
  /** Class of the finest target -> its class here, -1 for none. */
  readonly groupOf: Int32Array;
  /** Class of the next finer level -> its class here, -1 for none. */
  readonly groupOfFiner: Int32Array;
}

/** The levels over a target, the coarsest first and the target itself last. */
export function levelsOver({ targets }: Pick<Graph, "targets">, finest: ClassTarget): Level[] {
  const own = Int32Array.from(finest.classes, (_, label) => label);
  const levels: Level[] = [{ target: finest, finer: undefined, groupOf: own, groupOfFiner: own }];
  // Grows while it is walked: each level is followed by those that group it.
  for (const finer of levels) {
    for (const target of targets.values()) {
      if (target.kind !== "classes" || target.groups?.of !== finer.target.name) continue;
      const groupOfFiner = new Int32Array(finer.target.classes.length).fill(-1);
      target.groups.members.forEach((members, group) => {
        for (const member of members) groupOfFiner[member] = group;
      });
      const groupOf = finer.groupOf.map((label) => (label < 0 ? -1 : groupOfFiner[label]!));
      levels.push({ target, finer, groupOf, groupOfFiner });
    }
  }
  return levels.toReversed();
}

/** Each sample's true class at a level: its own label, else what follows from that of a finer level; -1 without. */
export function labelsAt(level: Level, data: Dataset): Int32Array {
  const { target, finer, groupOfFiner } = level;
  const own = data.labels[target.name];
  const below = finer && labelsAt(finer, data);
  return Int32Array.from({ length: data.size }, (_, sample) => {
    const label = own?.[sample] ?? -1;
    if (label >= 0) return label;
    const fine = below?.[sample] ?? -1;
    return fine >= 0 ? groupOfFiner[fine]! : -1;
  });
}
