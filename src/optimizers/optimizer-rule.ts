import * as tf from "@tensorflow/tfjs-core";
import type { OptimizerSpec } from "../spec/language";
import { adam } from "./adam";
import { momentum } from "./momentum";
import type { OptimizerRule } from "./rule";
import { sgd } from "./sgd";

/** The rule that a spec names. */
export function optimizerRule(spec: Required<OptimizerSpec>): OptimizerRule {
  switch (spec.type) {
    case "adam":
      return adam(spec);
    case "sgd":
      return sgd(spec);
    case "momentum":
      return momentum(spec);
  }
}

/** What a rule remembers of a variable before its first update. The tensors are the caller's. */
export function initialSlots(rule: OptimizerRule, shape: readonly number[]): tf.Tensor[] {
  return rule.slots.map(() => tf.zeros([...shape]));
}
