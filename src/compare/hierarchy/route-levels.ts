/* Where routes within routes lose accuracy: the gates of one level after another replaced by the labels. */
import { largestEntries } from "../../choice";
import { countCorrect } from "../../metrics";
import type { Dataset } from "../../data/dataset";
import { headLabels, type GraphIndex, type HeadLabels } from "../../program";
import type { HeadNode, RoutingNode } from "../../graph/ir";
import { membersIn } from "../../graph/targets";
import { isRouting } from "../../graph/walk";
import type { Model } from "../../model/model";
import type { Prediction } from "../../model/prediction";
import type { Level } from "./levels";

/** The routes at one depth of an answer, the outermost first. */
export interface RouteLevel {
  /** Paths of those that a head decides. */
  readonly routes: readonly string[];
  /** The share of the samples that belong there for which the gates' first choice is their label; `undefined` for none. */
  readonly gate: number | undefined;
  /** The share of correct answers where labels decide above, and the gates here and below. */
  readonly routed: number;
  /** The same where labels decide here too. */
  readonly oracle: number;
  /** What the gates of this level cost: oracle - routed. */
  readonly regret: number;
}

/** A route that a head decides, with what labels say of the head's classes. */
interface Gated {
  readonly route: RoutingNode;
  readonly head: HeadNode;
  readonly labels: HeadLabels | undefined;
}

/**
 * Accuracy by level of nesting. The oracle of a level answers with the likeliest class that is left once the labels have said
 * which way to go, at this level and above; the regrets of all levels sum up to what perfect gates would gain.
 *
 * @param truth sample -> its true class, -1 without a label
 */
export function routeLevels(
  model: Model,
  data: Dataset,
  answer: string,
  finest: Level,
  truth: Int32Array,
): RouteLevel[] {
  const depths = gatedByDepth(model, data, answer);
  const levels: RouteLevel[] = [];
  const decided: Gated[] = [];
  let before = model.predict(data);
  let routed = accuracyWithin(before, answer, [], finest, model.index, truth);
  for (const gated of depths) {
    const gate = gateAccuracy(gated, before);
    decided.push(...gated);
    const routing = decided.map(({ route }) => route.path);
    before = model.predict(data, { routing });
    const oracle = accuracyWithin(before, answer, decided, finest, model.index, truth);
    const routes = gated.map(({ route }) => route.path);
    levels.push({ routes, gate, routed, oracle, regret: oracle - routed });
    routed = oracle;
  }
  return levels;
}

/** The routes of an answer that heads decide, by how many such routes stand around them. */
function gatedByDepth({ graph, index }: Model, data: Dataset, answer: string): Gated[][] {
  const depths: Gated[][] = [];
  const seen = new Set<RoutingNode>();
  function visit(node: RoutingNode, depth: number): void {
    if (seen.has(node)) return;
    seen.add(node);
    const decider = "head" in node.by ? index.node(node.by.head) : undefined;
    const head = decider?.kind === "head" ? decider : undefined;
    if (head) (depths[depth] ??= []).push({ route: node, head, labels: headLabels(graph, head, data) });
    for (const { output } of node.branches) {
      const end = output === undefined ? undefined : index.node(output);
      if (isRouting(end)) visit(end, head ? depth + 1 : depth);
    }
  }
  const top = index.node(answer);
  if (isRouting(top)) visit(top, 0);
  return depths;
}

/** Of the samples that belong to these gates and came to them. */
function gateAccuracy(gated: readonly Gated[], prediction: Prediction): number | undefined {
  let correct = 0;
  let labelled = 0;
  for (const { route, head, labels } of gated) {
    const gate = prediction.routes[route.path]!.gate;
    if (labels?.kind !== "classes" || !gate) continue;
    const width = head.classes!.length;
    labels.labels.forEach((label, sample) => {
      if (label < 0 || Number.isNaN(gate[sample * width]!)) return;
      const own = gate.subarray(sample * width, (sample + 1) * width);
      labelled += 1;
      if (largestEntries(own, width)[0] === label) correct += 1;
    });
  }
  return labelled === 0 ? undefined : correct / labelled;
}

/** The share of correct answers where labels have said which classes are left. */
function accuracyWithin(
  prediction: Prediction,
  answer: string,
  decided: readonly Gated[],
  finest: Level,
  index: GraphIndex,
  truth: Int32Array,
): number {
  const { probabilities, classes } = prediction.answers[answer]!;
  const rules = decided.map((gated) => ruleOf(gated, finest, index));
  const answers = truth.map((_, sample) => {
    let best = -1;
    let most = 0;
    for (let label = 0; label < classes.length; label++) {
      const p = probabilities[sample * classes.length + label]!;
      if (p > most && rules.every((leaves) => leaves(sample, label))) {
        best = label;
        most = p;
      }
    }
    return best;
  });
  const mask = truth.map((label) => (label >= 0 ? 1 : 0));
  const { correct, labelled } = countCorrect(answers, truth, mask);
  return labelled === 0 ? NaN : correct / labelled;
}

/** Whether a class is left for a sample whose way at one route its label says. */
function ruleOf(
  { head, labels }: Gated,
  { target }: Level,
  { graph }: GraphIndex,
): (sample: number, label: number) => boolean {
  const coarse = graph.targets.get(head.target);
  if (labels?.kind !== "classes" || coarse?.kind !== "classes") return () => true;
  const allowed = head.members!.map((member) => {
    const members = membersIn(coarse, member, target.name, graph.targets);
    return members && new Set(members);
  });
  return (sample, label) => {
    const own = labels.labels[sample]!;
    return own < 0 || (allowed[own]?.has(label) ?? true);
  };
}
