import * as tf from "@tensorflow/tfjs-core";
import type { HostWeights, Model } from "../model/model";

/**
 * A running mean of each weight over the steps of a phase (Polyak and Juditsky 1992), as Keras' `use_ema` keeps it: at a variable's
 * first update its value, then mean <- decay · mean + (1 - decay) · value. A variable that takes no part in a step keeps
 * its mean.
 */
export class WeightAverage {
  private readonly means = new Map<string, tf.Tensor>();

  constructor(readonly decay: number) {}

  /** Puts in place the means of a run that was interrupted. */
  restore(saved: HostWeights): void {
    this.dispose();
    for (const [path, { shape, data }] of saved)
      this.means.set(path, tf.keep(tf.tensor(data.slice(), [...shape], "float32")));
  }

  /** Takes in the new values of variables after a step. They stay the caller's. */
  update(updated: ReadonlyMap<string, tf.Tensor>): void {
    const { decay } = this;
    for (const [path, value] of updated) {
      const old = this.means.get(path);
      const next = old
        ? tf.tidy(() => tf.add(tf.mul(old, decay), tf.mul(value, 1 - decay)))
        : tf.clone(value);
      this.means.set(path, tf.keep(next));
      old?.dispose();
    }
  }

  /** The weights with the means in place of those that moved: to be looked at, not to be kept. */
  over(weights: ReadonlyMap<string, tf.Tensor>): ReadonlyMap<string, tf.Tensor> {
    return new Map([...weights, ...this.means]);
  }

  /** Puts the means into the model. They are then the model's, and here are none. */
  moveInto(model: Model): void {
    model.replaceWeights(new Map(this.means));
    this.means.clear();
  }

  /** A copy on the host. */
  host(): HostWeights {
    return new Map(
      [...this.means].map(([path, mean]) => [
        path,
        { shape: mean.shape, data: mean.dataSync<"float32">().slice() },
      ]),
    );
  }

  dispose(): void {
    for (const mean of this.means.values()) mean.dispose();
    this.means.clear();
  }
}
