import type { PositiveInteger } from "../spec/language/layers";
import type { EpochRecord } from "./history";

/**
 * Seconds of wall time.
 * @minimum 0
 */
export type Seconds = number;

/** A metric that JSON has no number for: the loss of validation samples may overflow. */
export type NotFinite = "NaN" | "Infinity" | "-Infinity";

/** One epoch as files hold it. */
export interface StoredEpoch {
  phase: string;
  epoch: PositiveInteger;
  seconds: Seconds;
  figures: { [metric: string]: number };
  /** Of an alternation, by turn. */
  turns?: { [turn: string]: number };
  /** The metrics that are no finite numbers. */
  notFinite?: { [metric: string]: NotFinite };
}

export function storeHistory(history: readonly EpochRecord[]): StoredEpoch[] {
  return history.map(({ figures, ...rest }) => {
    const entries = Object.entries(figures);
    const others = entries.filter(([, value]) => !Number.isFinite(value));
    return {
      ...rest,
      figures: Object.fromEntries(entries.filter(([, value]) => Number.isFinite(value))),
      ...(others.length > 0 && {
        notFinite: Object.fromEntries(others.map(([name, value]) => [name, String(value) as NotFinite])),
      }),
    };
  });
}

export function restoreHistory(stored: readonly StoredEpoch[]): EpochRecord[] {
  return stored.map(({ figures, notFinite = {}, ...rest }) => ({
    ...rest,
    figures: {
      ...figures,
      ...Object.fromEntries(Object.entries(notFinite).map(([name, word]) => [name, Number(word)])),
    },
  }));
}
