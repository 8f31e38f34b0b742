/* Penalties for weights: from patterns to the variables of a phase. */
import type { NormalPhase } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Regularized } from "../ir";
import type { Message } from "../message";
import * as messages from "../messages";
import type { ProblemReport } from "../report";
import type { VariableChoices } from "./patterns";

/**
 * The penalties of the variables that a phase trains, in their order. Of several patterns that match a variable the last one
 * counts, and one that leaves it free (both factors 0) takes the penalty away.
 *
 * A pattern that matches no variable is an error. One that matches only what this phase does not train is none: the rule of
 * a training holds for all of its phases.
 */
export function resolveRegularization(
  { regularization }: NormalPhase,
  train: readonly string[],
  { trainable, all }: VariableChoices,
  report: ProblemReport,
): Regularized[] {
  if (!regularization) return [];
  const byPath = new Map<string, Regularized>();
  for (const { pattern, l1, l2 } of regularization.rules) {
    const matched = trainable.matching(pattern);
    if (matched.length === 0) {
      const pointer = pointerTo(regularization.pointer, pattern);
      const fault = () => whyNothing(pattern, all);
      report.error(pointer, fault, "key");
    }
    for (const number of matched) {
      const path = trainable.paths[number]!;
      byPath.set(path, { path, l1, l2 });
    }
  }
  return train.flatMap((path) => {
    const penalty = byPath.get(path);
    return penalty && penalty.l1 + penalty.l2 > 0 ? penalty : [];
  });
}

function whyNothing(pattern: string, all: VariableChoices["all"]): Message {
  if (all.matching(pattern).length > 0) return messages.patternOfFixed(pattern);
  if (pattern.startsWith("!")) return messages.exceptionsByPenalty(pattern);
  return messages.patternMatchesNothing(pattern, all.paths);
}
