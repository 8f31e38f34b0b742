/* What early stopping watches: a figure that the phase will have. */
import type { NormalGraph, NormalPhase } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import { figureNames } from "../figures";
import type { Graph, HeadNode } from "../ir";
import type { Message } from "../message";
import * as messages from "../messages";
import type { ProblemReport } from "../report";

export function checkMonitor(
  graph: Pick<Graph, "heads">,
  phase: NormalPhase,
  heads: readonly HeadNode[],
  spec: NormalGraph,
  report: ProblemReport,
): void {
  if (!phase.earlyStopping) return;
  const { monitor, pointer: rule } = phase.earlyStopping;
  const pointer = pointerTo(rule, "monitor");
  const known = figureNames(heads);
  if (!known.includes(monitor)) {
    report.error(pointer, whyNoFigure(monitor, phase.name, heads, graph.heads));
  } else if (monitor.startsWith("val/") && spec.training.validationSplit === 0) {
    report.warn(pointer, messages.noValidation(monitor));
  }
}

function whyNoFigure(
  monitor: string,
  phase: string,
  own: readonly HeadNode[],
  all: readonly HeadNode[],
): Message {
  const watched = all.find(
    (head) => monitor.replace(/^val\//, "").replace(/\/(loss|accuracy)$/, "") === head.name,
  );
  if (!watched) return messages.unknownFigure(monitor, phase, figureNames(own));
  if (own.includes(watched)) return messages.accuracyOfValues(watched.name);
  return messages.figureOfOtherHead(
    watched.name,
    phase,
    own.map((head) => head.name),
  );
}
