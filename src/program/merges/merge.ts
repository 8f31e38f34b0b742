import type { RouteNode } from "../../graph/ir";
import type { NodeLowering } from "../lower/demand";

/** How the values of a route's branches become one, as instructions. */
export type MergeLowering = NodeLowering<RouteNode>;
