import * as tf from "@tensorflow/tfjs-core";
import { scheduledAt } from "../graph/scheduled";
import { initialSlots, type OptimizerRule } from "../optimizers";

/** What an optimiser remembers of one variable. */
export interface VariableState {
  /** How many updates this variable has received. */
  readonly clock: number;
  readonly slots: readonly tf.Tensor[];
}

/**
 * Optimiser state by variable: a variable that took no part in a step keeps its state and its clock.
 *
 * (A clock common to all would make the first step of a branch that starts late up to (1 - beta1) / sqrt(1 - beta2)
 * = 3.16 times too large, and state by position in a list would mix up branches of one shape.)
 */
export class OptimizerState {
  private readonly states = new Map<string, VariableState>();

  constructor(readonly rule: OptimizerRule) {}

  get entries(): ReadonlyMap<string, VariableState> {
    return this.states;
  }

  /**
   * New values of the variables that have a gradient. Keeps the new state, disposes the old one.
   * Values and gradients stay the caller's.
   *
   * @param epochs since the phase began, as `scheduledAt` counts them
   */
  update(
    weights: ReadonlyMap<string, tf.Tensor>,
    gradients: ReadonlyMap<string, tf.Tensor>,
    epochs: number,
  ): Map<string, tf.Tensor> {
    const updated = new Map<string, tf.Tensor>();
    const rate = scheduledAt(this.rule.learningRate, epochs);
    for (const [path, gradient] of gradients) {
      const value = weights.get(path)!;
      const old = this.states.get(path) ?? { clock: 0, slots: initialSlots(this.rule, value.shape) };
      const clock = old.clock + 1;
      const next = this.rule.update(value, gradient, old.slots, this.rule.scalars(clock, rate));
      this.set(path, { clock, slots: next.slots });
      updated.set(path, next.value);
    }
    return updated;
  }

  /** Puts in place the state of one variable. The tensors then belong to this object. */
  set(path: string, state: VariableState): void {
    const old = this.states.get(path);
    for (const slot of state.slots) tf.keep(slot);
    this.states.set(path, state);
    for (const slot of old?.slots ?? []) if (!state.slots.includes(slot)) slot.dispose();
  }

  dispose(): void {
    for (const { slots } of this.states.values()) for (const slot of slots) slot.dispose();
    this.states.clear();
  }
}
