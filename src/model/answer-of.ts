import type { ClassTarget, RoutingNode } from "../graph/ir";
import { largestEntries } from "../choice";
import type { AnswerPrediction, HeadPrediction } from "./prediction";

/** The answer of a head over its whole target. */
export function headAnswer(name: string, target: ClassTarget, head: HeadPrediction): AnswerPrediction {
  return {
    name,
    target: target.name,
    classes: target.classes,
    labels: largestEntries(head.values, head.width),
    probabilities: head.values,
  };
}

/**
 * The answer of gate and branches together.
 *
 * Greedy: the probabilities of the branch that the sample took, 0 for all other classes. Joint:
 * p(class) = p(group) * p(class | group) over all branches. A branch that is another route's answer gives that answer.
 *
 * @param answers those of the routes before this one, by name
 */
export function routeAnswer(
  route: RoutingNode,
  heads: ReadonlyMap<string, HeadPrediction>,
  answers: Readonly<Record<string, AnswerPrediction>>,
  gate: HeadPrediction | undefined,
  taken: Int32Array,
  size: number,
): AnswerPrediction {
  const { target, classes } = route.answer!;
  const probabilities = new Float32Array(size * classes.length).fill(NaN);
  for (let sample = 0; sample < size; sample++) {
    if (taken[sample] === -1) continue;
    const row = probabilities.subarray(sample * classes.length, (sample + 1) * classes.length).fill(0);
    for (const branch of route.branches) {
      const joint = route.merge === "joint" && gate !== undefined;
      if (!joint && branch.index !== taken[sample]) continue;
      const factor = joint ? gate.values[sample * gate.width + branch.index]! : 1;
      const inner = branch.output !== undefined && answers[branch.output];
      if (inner) {
        const own = inner.probabilities.subarray(sample * classes.length, (sample + 1) * classes.length);
        own.forEach((probability, member) => (row[member]! += factor * probability));
        continue;
      }
      const head = branch.output === undefined ? undefined : heads.get(branch.output)!;
      branch.members!.forEach((member, i) => {
        row[member]! += factor * (head ? head.values[sample * head.width + i]! : 1);
      });
    }
  }
  return {
    name: route.path,
    target,
    classes,
    labels: largestEntries(probabilities, classes.length),
    probabilities,
  };
}
