import { addition } from "./add";
import type { MergeLowering } from "./merge";
import { weightsBy } from "./weights";

/** The sum, each times the gate's own probability. */
export const scaled: MergeLowering = addition(weightsBy("asItIs"));
