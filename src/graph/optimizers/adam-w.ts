import { adam } from "./adam";
import type { OptimizerKind } from "./kind";

/** As Adam: decay remembers nothing. */
export const adamW: OptimizerKind<["momentum", "velocity", ...string[]]> = adam;
