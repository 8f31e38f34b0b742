import { OpenTable } from "../open-table";
import type { MetricName } from "../spec/language";
import type { Metric, MetricLook, Predicted } from "./metric";
import { penaltyName } from "./names";
import { metrics } from "./table.generated";

// The table's type ties each metric to its own options; a name from elsewhere loses that.
const builtIn = metrics as unknown as Readonly<Record<MetricName, Metric>>;

/** The built-in metrics, and those of one's own. */
export const allMetrics = new OpenTable<MetricName, Metric>("metric", builtIn);

/** What is minimised is no metric, and is shown as one. */
const minimised: Readonly<Record<string, MetricLook>> = {
  loss: { better: "down", label: "loss", form: "number" },
  [penaltyName]: { better: "down", label: "penalty", form: "number" },
};

/** The metric of this name; `undefined` where there is none. */
export function metricNamed(name: string): Metric | undefined {
  return allMetrics.find(name);
}

/** The metrics for heads of this kind of target. */
export function metricNames(target: Predicted): string[] {
  return allMetrics.entries().flatMap(([name, metric]) => (metric.target === target ? name : []));
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
