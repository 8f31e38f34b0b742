import * as tf from "@tensorflow/tfjs-core";
import type { HeadNode } from "../graph/ir";
import type { HostWeights } from "../model/model";
import { learnedPaths, statePaths, type WeightingMoment, type Weighting } from "../weighting";

/**
 * What a phase's weighting has learned and kept: numbers beside the network's weights, replaced and never changed in place. They
 * begin afresh with each phase, as the optimiser does.
 */
export class WeightingState {
  private current: ReadonlyMap<string, tf.Tensor>;

  /** Paths of what the optimiser moves. */
  readonly learned: readonly string[];

  /** @param heads of the phase; @param saved what it had learned and kept when the run was interrupted */
  constructor(
    readonly weighting: Weighting,
    private readonly heads: readonly HeadNode[],
    saved?: HostWeights,
  ) {
    this.learned = [...learnedPaths(weighting, heads).keys()];
    this.current = new Map(
      [...statePaths(weighting, heads)].map(([path, start]) => [
        path,
        tf.keep(tf.scalar(saved?.get(path)?.data[0] ?? start)),
      ]),
    );
  }

  /** By path, `weighting/…`. They belong to this object: do not dispose them. */
  get numbers(): ReadonlyMap<string, tf.Tensor> {
    return this.current;
  }

  /** The network's weights, and beside them the weighting's numbers: its inputs of this step belong to the caller's tidy. */
  with(weights: ReadonlyMap<string, tf.Tensor>, moment: WeightingMoment): ReadonlyMap<string, tf.Tensor> {
    const inputs = [...(this.weighting.inputs?.(this.heads, moment) ?? [])].map(
      ([path, value]) => [path, tf.scalar(value)] as const,
    );
    return this.current.size + inputs.length === 0
      ? weights
      : new Map([...weights, ...this.current, ...inputs]);
  }

  /** Takes its own among new values of variables and disposes the old ones. @returns the others */
  take(updated: ReadonlyMap<string, tf.Tensor>): ReadonlyMap<string, tf.Tensor> {
    if (this.current.size === 0) return updated;
    const next = new Map(this.current);
    const others = new Map(updated);
    for (const [path, value] of updated) {
      const old = next.get(path);
      if (!old) continue;
      next.set(path, tf.keep(value));
      if (old !== value) old.dispose();
      others.delete(path);
    }
    this.current = next;
    return others;
  }

  /** A copy on the host. */
  host(): HostWeights {
    return new Map(
      [...this.current].map(([path, value]) => [
        path,
        { shape: value.shape, data: value.dataSync<"float32">().slice() },
      ]),
    );
  }

  dispose(): void {
    for (const value of this.current.values()) value.dispose();
    this.current = new Map();
  }
}
