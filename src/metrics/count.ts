import type { NormalMetric } from "../spec/language";
import { metricNamed } from "./look";
import type { CountedHead, LabelledRows, Metric, MetricState, Predicted } from "./metric";

/** A head and what is counted of it. */
export interface MeasuredHead extends CountedHead {
  readonly metrics: readonly NormalMetric[];
}

/** By metric, what was counted of one head so far: plain JSON. */
export type MetricStates = Record<string, MetricState>;

/** What a head has counted before it saw a labelled row. */
export function startStates(head: MeasuredHead): MetricStates {
  return Object.fromEntries(head.metrics.map((spec) => [spec.type, metricOf(spec).start(head, spec)]));
}

/** Adds rows of a head to the states of its metrics; those that have none yet are started. */
export function countRows(states: MetricStates, head: MeasuredHead, rows: LabelledRows): void {
  for (const spec of head.metrics) {
    const metric = metricOf(spec);
    metric.update((states[spec.type] ??= metric.start(head, spec)), rows, spec);
  }
}

/** The values of one head's metrics, or of several heads' together, by name; without those that nothing was counted for. */
export function metricValues(heads: readonly MetricStates[]): Record<string, number> {
  const values: Record<string, number> = {};
  for (const name of new Set(heads.flatMap((states) => Object.keys(states)))) {
    const value = metricNamed(name)?.value(heads.flatMap((states) => (states[name] ? [states[name]] : [])));
    if (value !== undefined) values[name] = value;
  }
  return values;
}

/** What a head counts that names no metrics. */
export function defaultMetrics(target: Predicted): readonly NormalMetric[] {
  return defaults[target];
}

const defaults: { readonly [P in Predicted]: readonly NormalMetric[] } = {
  classes: [{ type: "accuracy" }],
  labels: [{ type: "labelAccuracy" }, { type: "microF1" }],
  values: [],
};

const metricOf = ({ type }: NormalMetric): Metric => metricNamed(type)!;
