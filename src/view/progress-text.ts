/*
 * What a progress display says of an event, in words.
 */
import { labelOf, lookOf, parseName } from "../metrics";
import { formatSeconds } from "../plots";
import type { ProgressEvent } from "../train";
import { visible } from "../visible";

/** At most this many running metrics are shown. */
const mostMetrics = 3;

export function shareDone({ done, total }: ProgressEvent): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
}

/** `gate, epoch 3 of 10`. */
export function whereText({ phase, epoch, epochs }: ProgressEvent): string {
  return visible(`${phase}, epoch ${epoch} of ${epochs}`);
}

/** `loss 0.4127, accuracy 0.8130`: those over all heads. */
export function metricsText({ figures }: ProgressEvent): string {
  const shown = Object.entries(figures)
    .map(([name, value]) => ({ ...parseName(name), value }))
    .filter(({ head, validation }) => head === undefined && !validation)
    .slice(0, mostMetrics);
  return visible(
    shown.map(({ metric, value }) => `${labelOf(metric)} ${formatMetric(metric, value)}`).join(", "),
  );
}

/** `1 min 05 s left`, or nothing as long as nothing is known. */
export function leftText({ secondsLeft }: ProgressEvent): string {
  if (secondsLeft === undefined || !Number.isFinite(secondsLeft)) return "";
  return `${secondsLeft < 1 ? "under 1 s" : formatSeconds(Math.round(secondsLeft)).replace(/\.0+ s$/, " s")} left`;
}

function formatMetric(metric: string, value: number): string {
  if (lookOf(metric)?.form === "share") return value.toFixed(4);
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return small || Math.abs(value) >= 1e4 ? value.toExponential(2) : value.toFixed(4);
}
