/* What early stopping and lower learning rates watch: numbers that the phase's epochs come to. */
import { metricNamed, namesOf, parseName, penaltyName } from "../../metrics";
import type { NormalGraph, NormalPhase } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Graph, HeadNode } from "../ir";
import type { Message } from "../message";
import * as messages from "../messages";
import type { ProblemReport } from "../report";

/** @param penalised whether something is minimised beside the losses of heads */
export function checkMonitor(
  graph: Pick<Graph, "heads">,
  phase: NormalPhase,
  heads: readonly HeadNode[],
  spec: NormalGraph,
  report: ProblemReport,
  penalised: boolean,
): void {
  const names = [...namesOf(heads), ...(penalised ? [penaltyName] : [])];
  for (const rule of [phase.earlyStopping, phase.reduceOnPlateau]) {
    if (!rule) continue;
    const { monitor } = rule;
    const pointer = pointerTo(rule.pointer, "monitor");
    if (!names.includes(monitor)) {
      report.error(pointer, whyAbsent(monitor, phase.name, heads, graph.heads, names));
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
  names: readonly string[],
): Message {
  const { head, metric } = parseName(monitor);
  const watched = all.find(({ name }) => name === head);
  const known = metricNamed(metric);
  if (!watched || (metric !== "loss" && !known)) return messages.unknownMetric(monitor, phase, names);
  if (!own.includes(watched)) {
    return messages.metricOfOtherHead(
      watched.name,
      phase,
      own.map(({ name }) => name),
    );
  }
  const predicts = watched.classes ? "classes" : watched.multiLabel ? "labels" : "values";
  return known?.target === predicts
    ? messages.metricNotCounted(watched.name, metric)
    : messages.metricOfOthers(watched.name, predicts, metric);
}
