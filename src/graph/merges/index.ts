/** How the values of a route's branches become one. */
export type { BranchEnd, MergedValue, MergeFault, MergeKind } from "./kind";
export { merges } from "./table.generated";
