import * as tf from "@tensorflow/tfjs-core";
import { scheduledAt } from "../graph/scheduled";
import type { Phase } from "../graph/ir";
import { WeightAverage } from "./average";
import { clipped, clippedTogether, initialSlots, optimizerRule, type OptimizerRule } from "../optimizers";

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

  /** @param byPath rules of the variables with settings of their own */
  constructor(
    readonly rule: OptimizerRule,
    private readonly byPath: ReadonlyMap<string, OptimizerRule> = new Map(),
    private readonly globalClipNorm?: number,
    readonly average?: WeightAverage,
  ) {}

  /** For the variables that a phase trains, before their first update. */
  static of({
    optimizer,
    settings,
    average,
  }: Pick<Phase, "optimizer" | "settings"> & Partial<Pick<Phase, "average">>): OptimizerState {
    // Variables with the same settings share a rule.
    const rules = new Map([...new Set(settings.values())].map((own) => [own, optimizerRule(own)]));
    const byPath = new Map([...settings].map(([path, own]) => [path, rules.get(own)!]));
    return new OptimizerState(
      optimizerRule(optimizer),
      byPath,
      optimizer.globalClipNorm,
      average && new WeightAverage(average.decay),
    );
  }

  get entries(): ReadonlyMap<string, VariableState> {
    return this.states;
  }

  /**
   * New values of the variables that have a gradient. Keeps the new state, disposes the old one.
   * Values and gradients stay the caller's, who calls inside of a tidy.
   *
   * @param epochs since the phase began, as `scheduledAt` counts them
   * @param lower what becomes of learning rates on a plateau
   */
  update(
    weights: ReadonlyMap<string, tf.Tensor>,
    gradients: ReadonlyMap<string, tf.Tensor>,
    { epochs, lower = (rate) => rate }: { epochs: number; lower?: (rate: number) => number },
  ): Map<string, tf.Tensor> {
    const updated = new Map<string, tf.Tensor>();
    const own = new Map(
      [...gradients].map(([path, gradient]) => [path, clipped(gradient, this.ruleOf(path).clipping)]),
    );
    for (const [path, gradient] of clippedTogether(own, this.globalClipNorm)) {
      const value = weights.get(path)!;
      const rule = this.ruleOf(path);
      const rate = lower(scheduledAt(rule.learningRate, epochs));
      const old = this.states.get(path) ?? { clock: 0, slots: initialSlots(rule, value.shape) };
      const clock = old.clock + 1;
      const next = rule.update(value, gradient, old.slots, rule.scalars(clock, rate));
      this.set(path, { clock, slots: next.slots });
      updated.set(path, next.value);
    }
    return updated;
  }

  private ruleOf(path: string): OptimizerRule {
    return this.byPath.get(path) ?? this.rule;
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
    this.average?.dispose();
  }
}
