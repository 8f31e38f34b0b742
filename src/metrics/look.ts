import type { Metric, MetricLook } from "./metric";
import { penaltyName } from "./names";
import { metrics } from "./table.generated";

/** What is minimised is no metric, and is shown as one. */
const minimised: Readonly<Record<string, MetricLook>> = {
  loss: { better: "down", label: "loss", form: "number" },
  [penaltyName]: { better: "down", label: "penalty", form: "number" },
};

/** The metric of this name; `undefined` where there is none. */
export function metricNamed(name: string): Metric | undefined {
  const table: Readonly<Record<string, unknown>> = metrics;
  // The table's type ties each metric to its own options; a name from elsewhere loses that.
  return Object.hasOwn(metrics, name) ? (table[name] as Metric) : undefined;
}

/** The metrics for heads of this kind of target. */
export function metricNames(target: "classes" | "values"): string[] {
  return Object.entries(metrics).flatMap(([name, metric]) => (metric.target === target ? name : []));
}

/** How people read `loss`, `penalty` or a metric; `undefined` for a name that means neither (of a later version's report). */
export function lookOf(metric: string): MetricLook | undefined {
  return Object.hasOwn(minimised, metric) ? minimised[metric] : metricNamed(metric);
}

/** What people call `loss` or a metric. */
export const labelOf = (metric: string): string => lookOf(metric)?.label ?? metric;

/** `loss` first, then the metrics in the order in which they are given, each once. */
export function inOrder(names: readonly string[]): string[] {
  return [...new Set(names)].sort((a, b) => Number(b === "loss") - Number(a === "loss"));
}
