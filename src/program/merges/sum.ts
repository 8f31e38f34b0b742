import { addition } from "./add";
import type { MergeLowering } from "./merge";

/** The sum of the values as they are. */
export const sum: MergeLowering = addition();
