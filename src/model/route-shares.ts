import type { Prediction, RoutePrediction } from "./prediction";

/**
 * Of the samples that came to each route the share that ran through each branch: what `expectedFlops` takes in. Several
 * branches may run for a sample, so that shares may sum to more than 1. A route to which no sample came is left out.
 *
 * @returns path of a route -> a share for each of its branches
 */
export function routeShares({ size, routes }: Pick<Prediction, "size" | "routes">): Record<string, number[]> {
  const all = Object.values(routes);
  const shares: Record<string, number[]> = {};
  for (const route of all) {
    const around = branchAround(route, all);
    const counts = route.branches.map(() => 0);
    let came = 0;
    for (let sample = 0; sample < size; sample++) {
      if (around && !ran(around.route, sample, around.branch)) continue;
      came += 1;
      route.branches.forEach((_, branch) => {
        if (ran(route, sample, branch)) counts[branch]! += 1;
      });
    }
    if (came > 0) shares[route.name] = counts.map((count) => count / came);
  }
  return shares;
}

const ran = ({ selected, branches }: RoutePrediction, sample: number, branch: number): boolean =>
  selected[sample * branches.length + branch] === 1;

/** The innermost branch that a route stands in, by the names: `breed/mammal/breed` in the branch `mammal` of `breed`. */
function branchAround(
  { name }: RoutePrediction,
  routes: readonly RoutePrediction[],
): { route: RoutePrediction; branch: number } | undefined {
  let nearest: { route: RoutePrediction; branch: number } | undefined;
  for (const route of routes) {
    if (!name.startsWith(`${route.name}/`) || route.name.length < (nearest?.route.name.length ?? 0)) continue;
    const rest = name.slice(route.name.length + 1);
    const branch = route.branches.findIndex((key) => rest.startsWith(`${key}/`));
    if (branch >= 0) nearest = { route, branch };
  }
  return nearest;
}
