/** How many of a scope's rows take a branch. */
export type BranchState = "empty" | "some" | "all";

export interface RouteState {
  /** By number of the branch. */
  readonly branches: readonly BranchState[];
  /** Whether some rows take none. */
  readonly rest: boolean;
}

/** What is known of a batch when it is lowered: no rows and no numbers, only what decides which instructions there are. */
export interface Known {
  /** Of a branch among the rows around it, of the batch for `undefined`; `undefined` while a gate has to be read first. */
  scopeState(branch: string | undefined): BranchState | undefined;
  /** `undefined` while its gate has to be read first. */
  routeState(route: string): RouteState | undefined;
  /** Whether one of a head's rows has a label; `undefined` while a gate has to be read first. */
  hasLabels(head: string): boolean | undefined;
}
