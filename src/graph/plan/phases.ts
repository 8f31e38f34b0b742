/* The plan of the training: for each phase the variables that move and the heads whose losses move them. */
import type { ReduceOnPlateauSpec } from "../../spec/language";
import type { NormalEarlyStopping, NormalGraph, NormalPhase, NormalReduceOnPlateau } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import { resolveAlternation } from "./alternate";
import { hasBalancedGates } from "./balanced-gates";
import { HeadIndex } from "../declare";
import type { Graph, HeadNode, Phase } from "../ir";
import * as messages from "../messages";
import { checkMonitor } from "./monitor";
import { PathChoice, type VariableChoices } from "./patterns";
import { resolveRegularization } from "./regularization";
import { headsOver, reached } from "../reach";
import type { ProblemReport } from "../report";
import { checkSettings, settingsByPath } from "./settings";

/** What phases are resolved against: the graph without its plan. */
export type Unplanned = Pick<Graph, "nodes" | "variables" | "heads" | "inputs" | "tags" | "loaded" | "body">;

/** All phases that have no problem. A network without heads or without trainable variables has none. */
export function resolvePhases(graph: Unplanned, spec: NormalGraph, report: ProblemReport): Phase[] {
  const trainable = [...graph.variables.values()].filter((v) => v.trainable).map((v) => v.path);
  if (graph.heads.length === 0) {
    report.warn("/nodes", messages.noHeads());
    return [];
  }
  if (trainable.length === 0) {
    report.warn("/nodes", messages.nothingTrainable());
    return [];
  }
  const choices = { trainable: new PathChoice(trainable), all: new PathChoice([...graph.variables.keys()]) };
  const before = report.errors();
  const planned = spec.training.phases.flatMap((said) => {
    const phase = resolvePhase(graph, said, choices, spec, report);
    return phase ? [{ said, phase }] : [];
  });
  if (report.errors() === before) checkSettings(planned, choices.all, report);
  return planned.map(({ phase }) => phase);
}

function resolvePhase(
  graph: Unplanned,
  phase: NormalPhase,
  choices: VariableChoices,
  spec: NormalGraph,
  report: ProblemReport,
): Phase | undefined {
  const matched = matchPatterns(phase, choices, report);
  const heads =
    matched && (phase.heads ? namedHeads(graph, phase, phase.heads, report) : headsOver(graph, matched));
  if (!matched || !heads) return undefined;
  if (heads.length === 0) {
    report.error(phase.pointer, messages.phaseWithoutHeads(phase.name, phase.train));
    return undefined;
  }
  const paths = heads.map((head) => head.path);
  const moved = reached(graph, paths);
  const train = matched.filter((path) => moved.has(path));
  if (train.length === 0) {
    const names = heads.map((head) => head.name);
    report.error(pointerTo(phase.pointer, "heads"), messages.phaseMovesNothing(phase.name, names));
    return undefined;
  }
  warnOfIdlePatterns(phase, train, choices.trainable, report);
  const regularization = resolveRegularization(phase, train, choices, report);
  const penalised = regularization.length > 0 || hasBalancedGates(graph, paths);
  checkMonitor(graph, phase, heads, spec, report, penalised);
  return {
    name: phase.name,
    train,
    heads: paths,
    optimizer: phase.optimizer,
    settings: settingsByPath(phase.optimizer, phase.settings?.by ?? {}, train),
    batchSize: phase.batchSize,
    epochs: phase.epochs,
    earlyStopping: phase.earlyStopping && withoutPointer(phase.earlyStopping),
    reduceOnPlateau: phase.reduceOnPlateau && withoutPlace(phase.reduceOnPlateau),
    average: phase.average,
    alternation:
      phase.alternate && resolveAlternation(graph, phase.alternate, phase.name, heads, train, report),
    weighting: phase.weighting,
    regularization,
  };
}

/** Paths of the variables that a phase names; `undefined` (and problems) if a pattern names none. */
function matchPatterns(
  phase: NormalPhase,
  { trainable, all }: VariableChoices,
  report: ProblemReport,
): string[] | undefined {
  const before = report.errors();
  const chosen = trainable.choose(phase.train, (pattern, i) => {
    const fixed = all.matching(pattern.replace(/^!/, "")).length > 0;
    report.error(pointerTo(phase.pointer, "train", i), () =>
      fixed ? messages.patternOfFixed(pattern) : messages.patternMatchesNothing(pattern, all.paths),
    );
  });
  return report.errors() === before ? trainable.pick(chosen) : undefined;
}

function namedHeads(
  graph: Unplanned,
  phase: NormalPhase,
  names: readonly string[],
  report: ProblemReport,
): HeadNode[] | undefined {
  const before = report.errors();
  const index = new HeadIndex(graph.heads);
  const heads = names.map((name, i) => {
    const head = index.find(name);
    if (!head) {
      report.error(pointerTo(phase.pointer, "heads", i), () =>
        messages.unknownHead(
          name,
          graph.heads.map((other) => other.name),
        ),
      );
    }
    return head;
  });
  const found = new Set(heads);
  return report.errors() === before ? graph.heads.filter((head) => found.has(head)) : undefined;
}

function warnOfIdlePatterns(
  phase: NormalPhase,
  train: readonly string[],
  trainable: PathChoice,
  report: ProblemReport,
): void {
  const moved = new Set(train);
  const chosen = trainable.choose(phase.train);
  phase.train.forEach((pattern, i) => {
    if (pattern.startsWith("!")) return;
    const matched = trainable.matching(pattern);
    if (matched.some((number) => moved.has(trainable.paths[number]!))) return;
    // What a later pattern takes away again was meant to stay.
    if (!matched.some((number) => chosen.has(number))) return;
    report.warn(pointerTo(phase.pointer, "train", i), messages.patternIsIdle(pattern));
  });
}

function withoutPointer({ monitor, patience, minDelta, restoreBest }: NormalEarlyStopping) {
  return { monitor, patience, minDelta, restoreBest };
}

function withoutPlace(rule: NormalReduceOnPlateau): Required<ReduceOnPlateauSpec> {
  const { monitor, factor, patience, minDelta, cooldown, minRate } = rule;
  return { monitor, factor, patience, minDelta, cooldown, minRate };
}
