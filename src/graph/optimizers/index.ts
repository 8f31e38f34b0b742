/** What optimisers remember, known without TensorFlow. */
import { OpenTable } from "../../open-table";
import type { OptimizerName } from "../../spec/language";
import type { NormalOptimizer } from "../../spec/normal";
import type { OptimizerKind } from "./kind";
import { optimizers } from "./table.generated";

/** For each optimiser the names of its slots, as a tuple. */
export type SlotNames = { readonly [T in OptimizerName]: (typeof optimizers)[T]["slots"] };

/** What each optimiser remembers: the built-in ones, and those of one's own. */
export const allOptimizerKinds = new OpenTable<OptimizerName, OptimizerKind<readonly string[]>>(
  "optimizer",
  optimizers,
);

/** Names of the tensors that an optimiser remembers for each variable, in the order in which files number them. */
export function slotsOf(optimizer: NormalOptimizer): readonly string[] {
  const { slots, when = {} } = allOptimizerKinds.get(optimizer.type);
  const options = new Map<string, unknown>(Object.entries(optimizer));
  return [...slots, ...Object.entries(when).flatMap(([option, slot]) => (options.get(option) ? [slot] : []))];
}
