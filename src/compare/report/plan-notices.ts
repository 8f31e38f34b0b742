import type { Graph } from "../../graph";
import type { Notice } from "../../notice";
import type { NormalPhase, NormalRegularization, NormalTraining } from "../../spec";
import { normalTraining } from "../../spec/normalise/training";
import type { PlacedNotice } from "./notices";
import type { UnderstoodExperiment } from "../experiment/understand";

/** Approaches that are not trained as the experiment says for all: then more than the approach differs. */
export function planNotices({
  normalised: { approaches, training },
  compiled,
  opened,
}: Pick<UnderstoodExperiment, "normalised" | "compiled" | "opened">): PlacedNotice[] {
  const planned = normalTraining(training);
  return approaches.flatMap(({ name }) => {
    const differences = differencesOf(compiled[name]!, planned);
    if (differences.length === 0) return [];
    const notice: Notice = {
      code: "trainsOtherwise",
      message: `it trains otherwise than the experiment says: ${differences.join("; ")}`,
      hint:
        opened[name] !== undefined
          ? "a graph file keeps its own training: change it there, unless the difference is meant"
          : "it has a training of its own in the experiment, so that more differs than the approach",
    };
    return [{ notice, approach: name }];
  });
}

function differencesOf({ phases, validationSplit, spec }: Graph, planned: NormalTraining): string[] {
  const said = planned.phases[0]!;
  const lists = phases.map((phase, i) => {
    const options: [string, string, string][] = [
      ["epochs", String(phase.epochs), String(said.epochs)],
      ["batch size", String(phase.batchSize), String(said.batchSize)],
      ["optimizer", optimizerText(phase.optimizer), optimizerText(said.optimizer)],
      ["early stopping", stoppingText(phase.earlyStopping), stoppingText(said.earlyStopping)],
      ["reduce on plateau", ruleText(phase.reduceOnPlateau), ruleText(said.reduceOnPlateau)],
      ["average", ruleText(phase.average), ruleText(said.average)],
      ["weighting", phase.weighting, said.weighting],
      [
        "regularization",
        regularizationText(spec.training.phases[i]?.regularization),
        regularizationText(said.regularization),
      ],
    ];
    return options
      .filter(([, own, wanted]) => own !== wanted)
      .map(([option, own, wanted]) => `${option} ${own} in place of ${wanted}`);
  });
  const alike = lists.every((list) => String(list) === String(lists[0]));
  const trained = alike
    ? (lists[0] ?? [])
    : phases.flatMap(({ name }, i) => lists[i]!.map((difference) => `${difference} in phase ${name}`));
  return validationSplit === planned.validationSplit
    ? trained
    : [...trained, `validation split ${validationSplit} in place of ${planned.validationSplit}`];
}

function optimizerText({ type, ...options }: NormalPhase["optimizer"]): string {
  const values = Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1));
  return `${type} (${values.map(([name, value]) => `${name} ${typeof value === "object" ? JSON.stringify(value) : String(value)}`).join(", ")})`;
}

/** Its options without the place where it was written. */
function ruleText(rule: object | undefined): string {
  if (!rule) return "none";
  const values = Object.entries(rule).filter(([option]) => option !== "pointer");
  return values.map(([option, value]) => `${option} ${String(value)}`).join(", ");
}

function stoppingText(rule: Omit<NonNullable<NormalPhase["earlyStopping"]>, "pointer"> | undefined): string {
  if (!rule) return "none";
  const { monitor, patience, minDelta, restoreBest } = rule;
  return `${monitor} (patience ${patience}, minDelta ${minDelta}, restoreBest ${restoreBest})`;
}

function regularizationText(regularization: NormalRegularization | undefined): string {
  const rules = regularization?.rules.map(({ pattern, l1, l2 }) => `${pattern} (l1 ${l1}, l2 ${l2})`);
  return rules?.join(" then ") ?? "none";
}
