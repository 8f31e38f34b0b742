/* Settings by path: which variables an optimiser treats otherwise than the rest. */
import type { NormalOptimizer, NormalPhase, NormalSettings } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Phase } from "../ir";
import * as messages from "../messages";
import type { ProblemReport } from "../report";
import { PathChoice } from "./patterns";

/**
 * The optimiser of each variable that a phase trains and a pattern of `by` matches. The patterns that match come one after
 * another, in the order in which they are written: the later says over the earlier, option by option.
 */
export function settingsByPath(
  optimizer: NormalOptimizer,
  by: NormalSettings["by"],
  train: readonly string[],
): ReadonlyMap<string, NormalOptimizer> {
  const choice = new PathChoice(train);
  const settings = new Map<string, NormalOptimizer>();
  // Variables that the same patterns match share what they say.
  const made = new Map<string, NormalOptimizer>();
  const keys = new Map<number, string>();
  for (const [place, [pattern, own]] of Object.entries(by).entries()) {
    for (const number of choice.matching(pattern)) {
      const before = keys.get(number) ?? "";
      const key = `${before} ${place}`;
      const settled: NormalOptimizer = made.get(key) ?? { ...(made.get(before) ?? optimizer), ...own };
      made.set(key, settled);
      keys.set(number, key);
      settings.set(train[number]!, settled);
    }
  }
  return settings;
}

/** The optimiser of one variable, or of what a weighting learns beside them. */
export const optimizerOf = ({ optimizer, settings }: Phase, path: string): NormalOptimizer =>
  settings.get(path) ?? optimizer;

/** Reports patterns of `by` that match nothing that the phases with this optimiser train. */
export function checkSettings(
  planned: readonly { readonly said: NormalPhase; readonly phase: Phase }[],
  all: PathChoice,
  report: ProblemReport,
): void {
  const trained = new Map<string, string[]>();
  for (const { said, phase } of planned) {
    if (said.settings)
      trained.set(said.settings.pointer, [...(trained.get(said.settings.pointer) ?? []), ...phase.train]);
  }
  for (const { said } of planned) {
    if (!said.settings) continue;
    const { by, pointer } = said.settings;
    const choice = new PathChoice(trained.get(pointer) ?? []);
    for (const pattern of Object.keys(by)) {
      if (choice.matching(pattern).length > 0) continue;
      report.error(
        pointerTo(pointer, pattern),
        () =>
          all.matching(pattern).length > 0
            ? messages.settingsOfUntrained(pattern)
            : messages.patternMatchesNothing(pattern, all.paths),
        "key",
      );
    }
  }
}
