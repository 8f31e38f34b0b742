import * as tf from "@tensorflow/tfjs-core";
import type { HeadNode } from "../graph/ir";
import type { HostWeights } from "../model/model";
import { learnedPaths, type Weighting } from "../weighting";

/**
 * What a phase's weighting has learned: numbers beside the network's weights, replaced and never changed in place. They
 * begin afresh with each phase, as the optimiser does.
 */
export class WeightingState {
  private current: ReadonlyMap<string, tf.Tensor>;

  /** @param heads of the phase; @param saved what it had learned when the run was interrupted */
  constructor(
    readonly weighting: Weighting,
    heads: readonly HeadNode[],
    saved?: HostWeights,
  ) {
    this.current = new Map(
      [...learnedPaths(weighting, heads)].map(([path, start]) => [
        path,
        tf.keep(tf.scalar(saved?.get(path)?.data[0] ?? start)),
      ]),
    );
  }

  /** By path, `weighting/…`. They belong to this object: do not dispose them. */
  get learned(): ReadonlyMap<string, tf.Tensor> {
    return this.current;
  }

  /** The network's weights and what is learned beside them. */
  with(weights: ReadonlyMap<string, tf.Tensor>): ReadonlyMap<string, tf.Tensor> {
    return this.current.size === 0 ? weights : new Map([...weights, ...this.current]);
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
