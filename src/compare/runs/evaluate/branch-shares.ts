/* How often the branches of a network are taken: what its cost hangs on. */
import { branchesAround, routesOf, type Graph } from "../../../graph";
import type { Prediction } from "../../../model/prediction";

/**
 * By path of each route, for each of its branches the share of the samples that came to the route. A sample comes to a route
 * within a branch where that branch was chosen for it. Routes to which none came are left out.
 *
 * @param except the path of a route that is recorded otherwise
 */
export function branchShares(
  graph: Graph,
  { routes, size }: Pick<Prediction, "routes" | "size">,
  except?: string,
): Record<string, number[]> {
  const shares: Record<string, number[]> = {};
  for (const { path, branches } of routesOf(graph)) {
    if (path === except) continue;
    const around = branchesAround(graph.body, path).at(-1);
    const counts = branches.map(() => 0);
    let came = 0;
    for (let sample = 0; sample < size; sample++) {
      if (around && !isChosen(routes, around.node.path, around.branch.index, sample)) continue;
      came += 1;
      counts.forEach((count, branch) => {
        if (isChosen(routes, path, branch, sample)) counts[branch] = count + 1;
      });
    }
    if (came > 0) shares[path] = counts.map((count) => count / came);
  }
  return shares;
}

/** Whether a branch of a route is one of those chosen for a sample. */
function isChosen(routes: Prediction["routes"], path: string, branch: number, sample: number): boolean {
  const route = routes[path];
  return route?.selected[sample * route.branches.length + branch] === 1;
}
