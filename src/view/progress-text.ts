/*
 * What a progress display says of an event, in words.
 */
import { formatSeconds } from "../plots";
import type { ProgressEvent } from "../train";
import { visible } from "../visible";

/** At most this many running figures are told. */
const mostFigures = 2;

export function shareDone({ done, total }: ProgressEvent): number {
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : 0;
}

/** `gate, epoch 3 of 10`. */
export function whereText({ phase, epoch, epochs }: ProgressEvent): string {
  return visible(`${phase}, epoch ${epoch} of ${epochs}`);
}

/** `loss 0.4127, accuracy 0.8130`: the sums over all heads where there are any. */
export function figuresText({ figures }: ProgressEvent): string {
  const sums = ["loss", "accuracy"].filter((name) => figures[name] !== undefined);
  const names = sums.length > 0 ? sums : Object.keys(figures).slice(0, mostFigures);
  return visible(names.map((name) => `${name} ${formatFigure(figures[name]!)}`).join(", "));
}

/** `1 min 05 s left`, or nothing as long as nothing is known. */
export function leftText({ secondsLeft }: ProgressEvent): string {
  if (secondsLeft === undefined || !Number.isFinite(secondsLeft)) return "";
  return `${secondsLeft < 1 ? "under 1 s" : formatSeconds(Math.round(secondsLeft)).replace(/\.0+ s$/, " s")} left`;
}

function formatFigure(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-3;
  return small || Math.abs(value) >= 1e4 ? value.toExponential(2) : value.toFixed(4);
}
