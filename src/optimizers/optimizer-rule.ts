import * as tf from "@tensorflow/tfjs-core";
import { slotsOf } from "../graph/optimizers";
import { OpenTable } from "../open-table";
import type { OptimizerName } from "../spec/language";
import type { NormalOptimizer } from "../spec/normal";
import type { OptimizerRule, OptimizerStep } from "./rule";
import { optimizers } from "./table.generated";

type AnyOptimizer = (options: NormalOptimizer) => OptimizerStep;

// The table's type ties each optimiser to its own options and slots; a name from elsewhere loses that.
const builtIn = optimizers as unknown as Readonly<Record<OptimizerName, AnyOptimizer>>;

/** The built-in optimisers on tensors, and those of one's own. */
export const allOptimizers = new OpenTable<OptimizerName, AnyOptimizer>("optimizer", builtIn);

/** The rule that a spec names. */
export function optimizerRule(spec: NormalOptimizer): OptimizerRule {
  const { learningRate, clipValue, clipNorm } = spec;
  return {
    slots: slotsOf(spec),
    learningRate,
    clipping: { clipValue, clipNorm },
    ...allOptimizers.get(spec.type)(spec),
  };
}

/** What a rule remembers of a variable before its first update. The tensors are the caller's. */
export function initialSlots(rule: OptimizerRule, shape: readonly number[]): tf.Tensor[] {
  return rule.slots.map(() => tf.zeros([...shape]));
}
