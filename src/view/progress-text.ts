/*
 * What a progress display says of a run, in words. The displays only draw it.
 */
import { labelOf, lookOf, parseName } from "../metrics";
import { formatNotice, type Notice } from "../notice";
import { formatSeconds } from "../text/numbers";
import type { ProgressEvent } from "../train";
import { visible } from "../visible";

/** What a display shows of a moment. */
export interface ProgressText {
  /** How much is done, 0 to 1. */
  readonly share: number;
  /** `30 %`. */
  readonly percent: string;
  /** Where the run is, what it has, how long it takes: what is unknown is left out. */
  readonly parts: readonly string[];
}

/** Between two parts that stand in one line. */
export const between = " · ";

/** `gate, epoch 3 of 10`, `loss 0.4127, accuracy 0.8130`, `1 min 05 s left`. */
export function textOfEvent(event: ProgressEvent): ProgressText {
  const { phase, epoch, epochs } = event;
  return text(shareDone(event), [
    `${phase}, epoch ${epoch} of ${epochs}`,
    metricsText(event),
    leftText(event),
  ]);
}

/**
 * `done`, `loss 0.4127, accuracy 0.8130`, `2 min 00 s`.
 *
 * @param message how it ended, where it did not simply finish
 * @param last what came last, if anything did
 * @param seconds how long it took
 */
export function textOfEnd(
  message: string | undefined,
  last: ProgressEvent | undefined,
  seconds: number,
): ProgressText {
  // Early stopping ends before the last step, and that is no less done.
  const share = message === undefined ? 1 : last ? shareDone(last) : 0;
  return text(share, [message ?? "done", last ? metricsText(last) : "", formatSeconds(seconds)]);
}

/** `note: breed: no sample is a cat; add some`. */
export function textOfNotice(notice: Notice): string {
  return `note: ${formatNotice(notice)}`;
}

function text(share: number, parts: readonly string[]): ProgressText {
  return {
    share,
    percent: `${Math.round(100 * share)} %`,
    // Names from files are in it.
    parts: parts.filter((part) => part !== "").map(visible),
  };
}

/** At most this many metrics are shown. */
const mostMetrics = 3;

/** How much of a run is done, 0 to 1. */
export function shareDone({ done, total }: ProgressEvent): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
}

/** `loss 0.4127, accuracy 0.8130`: those over all heads. */
function metricsText({ figures }: ProgressEvent): string {
  const shown = Object.entries(figures)
    .map(([name, value]) => ({ ...parseName(name), value }))
    .filter(({ head, validation }) => head === undefined && !validation)
    .slice(0, mostMetrics);
  return shown.map(({ metric, value }) => `${labelOf(metric)} ${formatMetric(metric, value)}`).join(", ");
}

function formatMetric(metric: string, value: number): string {
  if (lookOf(metric)?.form === "share") return value.toFixed(4);
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return small || Math.abs(value) >= 1e4 ? value.toExponential(2) : value.toFixed(4);
}

/** Nothing as long as nothing is known. */
function leftText({ secondsLeft }: ProgressEvent): string {
  if (secondsLeft === undefined || !Number.isFinite(secondsLeft)) return "";
  // An estimate has no decimals.
  return `${secondsLeft < 1 ? "under 1 s" : formatSeconds(Math.round(secondsLeft)).replace(/\.0+ s$/, " s")} left`;
}
