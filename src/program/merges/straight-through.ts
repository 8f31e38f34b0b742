import { addition } from "./add";
import type { MergeLowering } from "./merge";
import { weightsBy } from "./weights";

/** The sum as it is, with the gradient of one that is scaled. */
export const straightThrough: MergeLowering = addition(weightsBy("straightThrough"));
