import * as tf from "@tensorflow/tfjs-core";
import { slotsOf } from "../graph/optimizers";
import type { OptimizerName } from "../spec/language";
import type { NormalOptimizer } from "../spec/normal";
import type { Optimizer, OptimizerRule, OptimizerStep } from "./rule";
import { optimizers } from "./table.generated";

/** The rule that a spec names. */
export function optimizerRule(spec: NormalOptimizer): OptimizerRule {
  const { learningRate, clipValue, clipNorm } = spec;
  return {
    slots: slotsOf(spec),
    learningRate,
    clipping: { clipValue, clipNorm },
    ...stepOf(spec.type, spec),
  };
}

function stepOf<T extends OptimizerName>(type: T, options: Parameters<Optimizer<T>>[0]): OptimizerStep {
  return optimizers[type](options);
}

/** What a rule remembers of a variable before its first update. The tensors are the caller's. */
export function initialSlots(rule: OptimizerRule, shape: readonly number[]): tf.Tensor[] {
  return rule.slots.map(() => tf.zeros([...shape]));
}
