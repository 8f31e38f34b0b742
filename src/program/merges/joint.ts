import { addition } from "./add";
import type { MergeLowering } from "./merge";
import { weightsBy } from "./weights";

/** p(class) = sum over the branches of p(group) · p(class | group). */
export const joint: MergeLowering = addition(weightsBy("asItIs"));
