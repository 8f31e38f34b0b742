/** From a gate to a plan of who goes where, and back into the samples' order. */
export { gatherRows, putBack } from "./gather";
export { chosenClasses, largestEntries } from "../choice";
export { inverseOrder, planRoute, type RoutePlan } from "./plan";
