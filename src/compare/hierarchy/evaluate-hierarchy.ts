/*
 * A hierarchy of classes level by level: what is right at each, whether the levels agree, and where routes lose accuracy.
 */
import type { Dataset } from "../../data/dataset";
import { EspalierError } from "../../errors";
import type { ClassTarget, Graph } from "../../graph/ir";
import { agreement, countCorrect, hierarchicalScores, type HierarchicalScores } from "../../metrics";
import { bindData } from "../../model/bind-data";
import type { Model } from "../../model/model";
import { checkOptionKinds } from "../../options";
import { list, quote } from "../../text/wording";
import { answersAt } from "./level-answers";
import { labelsAt, levelsOver, type Level } from "./levels";
import { routeLevels, type RouteLevel } from "./route-levels";

/** One level of a hierarchy. */
export interface HierarchyLevel {
  readonly target: string;
  /** Samples with a label at this level, their own or one that follows from a finer label. */
  readonly samples: number;
  /** The share of them for which the final answer's group at this level is the label; no answer is a wrong one. */
  readonly accuracy: number | undefined;
  /** The same of what the level's own heads say (those on the sample's way). */
  readonly ownAccuracy: number | undefined;
  /**
   * The share of samples whose class at the next finer level, by its own heads, lies in the group that this level says;
   * `undefined` for the finest.
   */
  readonly agreement: number | undefined;
}

export interface HierarchyReport {
  /** The node whose answer it is. */
  readonly answer: string;
  /** The coarsest first. */
  readonly levels: readonly HierarchyLevel[];
  /** The share of samples that say the same at all levels; `undefined` for a single level. */
  readonly consistency: number | undefined;
  /** Over each sample's classes at all levels. */
  readonly hierarchical: HierarchicalScores | undefined;
  /** Where routes within routes lose accuracy, the outermost first; none without gates. */
  readonly routes: readonly RouteLevel[];
}

/**
 * Takes a network's answers apart by the levels of its targets: accuracy at each level, the consistency rate, hierarchical
 * precision, recall and F1, and for nested routes what each level's gates cost. Predicts once, and once more for each level of
 * gates.
 *
 * @param options.answer the node that answers; without it the one outside of branches whose target groups no other
 * @throws EspalierError where nothing or several answer, or no sample has a label
 */
export function evaluateHierarchy(
  model: Model,
  data: Dataset,
  options: { answer?: string } = {},
): HierarchyReport {
  checkOptionKinds("evaluateHierarchy", options, { answer: "string" });
  const bound = bindData(model.graph, data);
  const prediction = model.predict(bound);
  const answer = options.answer ?? answerIn(model);
  const answered = prediction.answers[answer];
  if (!answered) {
    throw new EspalierError(`evaluateHierarchy: ${quote(answer)} is no answer`, {
      hint: `answers: ${list(Object.keys(prediction.answers))}`,
    });
  }
  const finestTarget = model.graph.targets.get(answered.target) as ClassTarget;
  const levels = levelsOver(model.graph, finestTarget);
  const labels = levels.map((level) => labelsAt(level, bound));
  if (!labels.some((level) => level.some((label) => label >= 0))) {
    throw new EspalierError(`evaluateHierarchy: no sample has a label for ${quote(answered.target)}`);
  }
  const implied = levels.map(({ groupOf }) =>
    answered.labels.map((label) => (label < 0 ? -1 : groupOf[label]!)),
  );
  const own: Int32Array[] = [];
  levels.forEach((level, i) => {
    const above = levels.findIndex(({ finer }) => finer === level);
    const coarser = above < 0 ? undefined : { level: levels[above]!, answers: own[above]! };
    const isFinest = level.target === finestTarget;
    own[i] = isFinest ? answered.labels : answersAt(model.index, prediction, level, coarser);
  });
  const finest = levels.at(-1)!;
  return {
    answer,
    levels: levels.map((level, i) => {
      const fine = level.finer && levels.indexOf(level.finer);
      return {
        target: level.target.name,
        samples: labels[i]!.reduce((count, label) => count + Number(label >= 0), 0),
        accuracy: share(implied[i]!, labels[i]!),
        ownAccuracy: share(own[i]!, labels[i]!),
        agreement: fine === undefined ? undefined : agreement(own[i]!, own[fine]!, level.groupOfFiner),
      };
    }),
    consistency: consistencyOf(levels, own),
    hierarchical: hierarchicalScores(implied, labels),
    routes: routeLevels(model, bound, answer, finest, labels.at(-1)!),
  };
}

function share(answers: Int32Array, labels: Int32Array): number | undefined {
  const mask = labels.map((label) => (label >= 0 ? 1 : 0));
  const { correct, labelled } = countCorrect(answers, labels, mask);
  return labelled === 0 ? undefined : correct / labelled;
}

/** Of the samples that have an answer at two levels or more, the share of those whose answers all agree. */
function consistencyOf(levels: readonly Level[], own: readonly Int32Array[]): number | undefined {
  let several = 0;
  let consistent = 0;
  const pairs = levels.flatMap(({ finer, groupOfFiner }, i) =>
    finer ? [{ coarse: own[i]!, fine: own[levels.indexOf(finer)]!, groupOfFiner }] : [],
  );
  for (let sample = 0; sample < own[0]!.length; sample++) {
    const said = pairs.filter(({ coarse, fine }) => coarse[sample]! >= 0 && fine[sample]! >= 0);
    if (said.length === 0) continue;
    several += 1;
    const agrees = said.every(
      ({ coarse, fine, groupOfFiner }) => groupOfFiner[fine[sample]!] === coarse[sample],
    );
    if (agrees) consistent += 1;
  }
  return several === 0 ? undefined : consistent / several;
}

/** The only node outside of branches that answers for a target that groups no other. */
function answerIn({ graph, index }: Model): string {
  const names = finestAnswers(graph).filter(({ path }) => index.around(path) === undefined);
  const routed = names.filter(({ isRoute }) => isRoute);
  const [only, ...others] = routed.length > 0 ? routed : names;
  if (only && others.length === 0) return only.name;
  throw new EspalierError(
    only ? "evaluateHierarchy: several nodes answer" : "evaluateHierarchy: no node answers for classes",
    {
      hint: only
        ? `name one as answer: ${list(names.map(({ name }) => name))}`
        : "it needs a head or a route over all classes of a target",
    },
  );
}

interface Answering {
  readonly name: string;
  readonly path: string;
  readonly isRoute: boolean;
}

function finestAnswers({ nodes, targets }: Graph): Answering[] {
  const isFinest = (name: string) => {
    const target = targets.get(name);
    return target?.kind === "classes" && !target.groups;
  };
  return [...nodes.values()].flatMap((node): Answering[] => {
    const { path } = node;
    if (node.kind === "head") {
      const answers = node.within === undefined && isFinest(node.target);
      return answers ? [{ name: node.name, path, isRoute: false }] : [];
    }
    if (node.kind !== "route" || !node.answer || !isFinest(node.answer.target)) return [];
    return [{ name: path, path, isRoute: true }];
  });
}
