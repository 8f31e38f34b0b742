/* What early stopping and lower learning rates watch: numbers that the phase's epochs come to. */
import { metricNamed, namesOf, parseName } from "../../metrics";
import type { NormalGraph, NormalPhase } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
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
  for (const rule of [phase.earlyStopping, phase.reduceOnPlateau]) {
    if (!rule) continue;
    const { monitor } = rule;
    const pointer = pointerTo(rule.pointer, "monitor");
    if (!namesOf(heads).includes(monitor)) {
      report.error(pointer, whyAbsent(monitor, phase.name, heads, graph.heads));
    } else if (parseName(monitor).validation && spec.training.validationSplit === 0) {
      report.warn(pointer, messages.noValidation(monitor));
    }
  }
}

function whyAbsent(
  monitor: string,
  phase: string,
  own: readonly HeadNode[],
  all: readonly HeadNode[],
): Message {
  const { head, metric } = parseName(monitor);
  const watched = all.find(({ name }) => name === head);
  const known = metricNamed(metric);
  if (!watched || (metric !== "loss" && !known)) return messages.unknownMetric(monitor, phase, namesOf(own));
  if (!own.includes(watched)) {
    return messages.metricOfOtherHead(
      watched.name,
      phase,
      own.map(({ name }) => name),
    );
  }
  const predicts = watched.classes ? "classes" : "values";
  return known?.target === predicts
    ? messages.metricNotCounted(watched.name, metric)
    : messages.metricOfOthers(watched.name, predicts, metric);
}
