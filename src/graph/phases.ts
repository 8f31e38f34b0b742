/* The plan of the training: for each phase the variables that move and the heads whose losses move them. */
import type { NormalEarlyStopping, NormalGraph, NormalPhase } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import { resolveAlternation } from "./alternate";
import { findHead } from "./declare";
import type { Graph, HeadNode, Phase } from "./ir";
import * as messages from "./messages";
import { checkMonitor } from "./monitor";
import { matchPaths } from "./patterns";
import { reached } from "./reach";
import type { ProblemReport } from "./report";

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
  return spec.training.phases.flatMap((phase) => {
    const resolved = resolvePhase(graph, phase, trainable, spec, report);
    return resolved ? [resolved] : [];
  });
}

function resolvePhase(
  graph: Unplanned,
  phase: NormalPhase,
  trainable: readonly string[],
  spec: NormalGraph,
  report: ProblemReport,
): Phase | undefined {
  const matched = matchPatterns(graph, phase, trainable, report);
  const heads =
    matched && (phase.heads ? namedHeads(graph, phase, phase.heads, report) : depending(graph, matched));
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
  warnOfIdlePatterns(phase, train, trainable, report);
  checkMonitor(graph, phase, heads, spec, report);
  return {
    name: phase.name,
    train,
    heads: paths,
    optimizer: phase.optimizer,
    batchSize: phase.batchSize,
    epochs: phase.epochs,
    earlyStopping: phase.earlyStopping && withoutPointer(phase.earlyStopping),
    alternation:
      phase.alternate && resolveAlternation(graph, phase.alternate, phase.name, heads, train, report),
  };
}

/** Paths of the variables that a phase names; `undefined` (and problems) if a pattern names none. */
function matchPatterns(
  graph: Unplanned,
  phase: NormalPhase,
  trainable: readonly string[],
  report: ProblemReport,
): string[] | undefined {
  const before = report.errors();
  const all = [...graph.variables.keys()];
  phase.train.forEach((pattern, i) => {
    const bare = pattern.replace(/^!/, "");
    if (matchPaths([bare], trainable).length > 0) return;
    const fixed = matchPaths([bare], all).length > 0;
    const message = fixed ? messages.patternOfFixed(pattern) : messages.patternMatchesNothing(pattern, all);
    report.error(pointerTo(phase.pointer, "train", i), message);
  });
  return report.errors() === before ? matchPaths(phase.train, trainable) : undefined;
}

function namedHeads(
  graph: Unplanned,
  phase: NormalPhase,
  names: readonly string[],
  report: ProblemReport,
): HeadNode[] | undefined {
  const before = report.errors();
  const heads = names.map((name, i) => {
    const head = findHead(name, graph.heads);
    if (!head) {
      const known = graph.heads.map((other) => other.name);
      report.error(pointerTo(phase.pointer, "heads", i), messages.unknownHead(name, known));
    }
    return head;
  });
  const found = new Set(heads);
  return report.errors() === before ? graph.heads.filter((head) => found.has(head)) : undefined;
}

/** The heads whose loss sends a gradient to one of these variables. */
function depending(graph: Unplanned, variables: readonly string[]): HeadNode[] {
  return graph.heads.filter((head) => {
    const moved = reached(graph, [head.path]);
    return variables.some((path) => moved.has(path));
  });
}

function warnOfIdlePatterns(
  phase: NormalPhase,
  train: readonly string[],
  trainable: readonly string[],
  report: ProblemReport,
): void {
  phase.train.forEach((pattern, i) => {
    if (pattern.startsWith("!") || matchPaths([pattern], train).length > 0) return;
    // What a later pattern takes away again was meant to stay.
    if (matchPaths(phase.train, matchPaths([pattern], trainable)).length === 0) return;
    report.warn(pointerTo(phase.pointer, "train", i), messages.patternIsIdle(pattern));
  });
}

function withoutPointer({ monitor, patience, minDelta, restoreBest }: NormalEarlyStopping) {
  return { monitor, patience, minDelta, restoreBest };
}
