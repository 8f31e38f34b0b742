/** What optimisers remember, known without TensorFlow. */
import type { OptimizerName } from "../../spec/language";
import { optimizers } from "./table.generated";

/** For each optimiser the names of its slots, as a tuple. */
export type SlotNames = { readonly [T in OptimizerName]: (typeof optimizers)[T]["slots"] };

/** Names of the tensors that an optimiser remembers for each variable, in the order in which files number them. */
export const slotsOf = (optimizer: OptimizerName): readonly string[] => optimizers[optimizer].slots;
