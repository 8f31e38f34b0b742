/*
 * Histories of one or many runs as curves: for each part of a network and each figure, a mean and a spread by epoch.
 */
import type { EpochRecord, Spread } from "../compare/report/report";
import { spreadOf } from "../compare/statistics";

interface CurvePoint extends Spread {
  /** Counted from 1; phases that train the same part follow one another. */
  readonly epoch: number;
}

export interface Curve {
  /** The head (`species`, `breed/cat`), or the phase where its figures name no heads. */
  readonly part: string;
  /** `loss`, `accuracy`, … */
  readonly metric: string;
  readonly validation: boolean;
  readonly points: readonly CurvePoint[];
}

interface Key {
  readonly validation: boolean;
  readonly head: string | undefined;
  readonly metric: string;
}

/** `val/breed/cat/accuracy` -> validation, head `breed/cat`, metric `accuracy`. */
function parseKey(key: string): Key {
  const validation = key.startsWith("val/");
  const rest = validation ? key.slice("val/".length) : key;
  const slash = rest.lastIndexOf("/");
  return { validation, head: slash < 0 ? undefined : rest.slice(0, slash), metric: rest.slice(slash + 1) };
}

/** What a figure of one epoch belongs to; `undefined` for a sum over heads that stand beside it. */
function partOf(key: Key, record: EpochRecord): string | undefined {
  if (key.head !== undefined) return key.head;
  const hasHeads = Object.keys(record.figures).some((other) => {
    const { head, metric } = parseKey(other);
    return head !== undefined && metric === key.metric;
  });
  return hasHeads ? undefined : record.phase;
}

/** Curves in the order in which their parts first appear. Several histories become means over those that got so far. */
export function curvesOf(histories: readonly (readonly EpochRecord[])[]): Curve[] {
  const curves = new Map<string, { part: string; key: Key; values: number[][] }>();
  for (const history of histories) {
    const lengths = new Map<string, number>();
    for (const record of history) {
      for (const [name, value] of Object.entries(record.figures)) {
        const key = parseKey(name);
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
