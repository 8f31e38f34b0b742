/* What a network itself says at each level, whatever its final answer says of it. */
import { largestEntries } from "../../choice";
import type { HeadNode } from "../../graph/ir";
import type { Prediction } from "../../model/prediction";
import type { GraphIndex } from "../../program";
import type { Level } from "./levels";

/**
 * Each sample's class at a level by the heads of that level: one that answers for every sample, else the one on the sample's
 * way (the branch that it took first at every route), or within the group that the next coarser level says. Where there is
 * none the class of a group of one is what the coarser level says; else -1.
 *
 * @param coarser the level that groups this one, and its answers
 */
export function answersAt(
  index: GraphIndex,
  prediction: Prediction,
  { target }: Level,
  coarser: { readonly level: Level; readonly answers: Int32Array } | undefined,
): Int32Array {
  const heads = index.graph.heads.filter((head) => head.target === target.name && head.members);
  const overall = heads.find(({ path, within }) => within === undefined && index.around(path) === undefined);
  if (overall) return saidBy(overall, prediction);
  const answers = new Int32Array(prediction.size).fill(-1);
  const members = coarser?.level.target.groups?.members;
  coarser?.answers.forEach((group, sample) => {
    const own = members?.[group];
    if (own?.length === 1) answers[sample] = own[0]!;
  });
  for (const head of heads) {
    const said = saidBy(head, prediction);
    const inBranch = index.around(head.path) !== undefined;
    for (let sample = 0; sample < prediction.size; sample++) {
      const speaks = inBranch
        ? isOnTheWay(index, prediction, head, sample)
        : members?.[coarser!.answers[sample]!]?.includes(head.members![0]!);
      if (speaks && said[sample]! >= 0) answers[sample] = said[sample]!;
    }
  }
  return answers;
}

/** Each sample's likeliest class by a head; -1 where it did not run. */
function saidBy({ name, members }: HeadNode, { heads }: Prediction): Int32Array {
  const { values, width } = heads[name]!;
  return largestEntries(values, width).map((place) => (place < 0 ? -1 : members![place]!));
}

/** Whether a sample first took every branch around a head. */
function isOnTheWay(index: GraphIndex, { routes }: Prediction, { path }: HeadNode, sample: number): boolean {
  for (let around = index.around(path); around !== undefined;) {
    const { branch, route, around: next } = index.branches.get(around)!;
    if (routes[route.path]!.taken[sample] !== branch.index) return false;
    around = next;
  }
  return true;
}
