/*
 * Histories of one or many runs as curves: for each part of a network and each metric, a mean and a spread by epoch.
 */
import type { EpochRecord, Spread } from "../compare/report/report";
import { spreadOf } from "../compare/statistics";
import { parseName, type EpochName } from "../metrics";

interface CurvePoint extends Spread {
  /** Counted from 1; phases that train the same part follow one another. */
  readonly epoch: number;
}

export interface Curve {
  /** The head (`species`, `breed/cat`), or the phase where its metrics name no heads. */
  readonly part: string;
  /** `loss`, `accuracy`, … */
  readonly metric: string;
  readonly validation: boolean;
  readonly points: readonly CurvePoint[];
}

/** What a metric of one epoch belongs to; `undefined` for a sum over heads that stand beside it. */
function partOf(key: EpochName, record: EpochRecord): string | undefined {
  if (key.head !== undefined) return key.head;
  const hasHeads = Object.keys(record.figures).some((other) => {
    const { head, metric } = parseName(other);
    return head !== undefined && metric === key.metric;
  });
  return hasHeads ? undefined : record.phase;
}

/** Curves in the order in which their parts first appear. Several histories become means over those that got so far. */
export function curvesOf(histories: readonly (readonly EpochRecord[])[]): Curve[] {
  const curves = new Map<string, { part: string; key: EpochName; values: number[][] }>();
  for (const history of histories) {
    const lengths = new Map<string, number>();
    for (const record of history) {
      for (const [name, value] of Object.entries(record.figures)) {
        const key = parseName(name);
        const part = partOf(key, record);
        if (part === undefined || !Number.isFinite(value)) continue;
        const id = JSON.stringify([part, key.metric, key.validation]);
        let curve = curves.get(id);
        if (!curve) curves.set(id, (curve = { part, key, values: [] }));
        const at = lengths.get(id) ?? 0;
        lengths.set(id, at + 1);
        (curve.values[at] ??= []).push(value);
      }
    }
  }
  return [...curves.values()].map(({ part, key, values }) => ({
    part,
    metric: key.metric,
    validation: key.validation,
    points: values.map((all, i) => ({ epoch: i + 1, ...spreadOf(all) })),
  }));
}
