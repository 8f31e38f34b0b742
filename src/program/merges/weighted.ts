import { addition } from "./add";
import type { MergeLowering } from "./merge";
import { weightsBy } from "./weights";

/** The sum, weighted by the gate's probabilities, renewed over the branches that run. */
export const weighted: MergeLowering = addition(weightsBy("renewed"));
