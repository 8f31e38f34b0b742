/* Parts of a network that serve nothing: they build, but they are most likely a slip. */
import type { Made } from "./build";
import { deciderSource } from "./deciders";
import type { Phase } from "./ir";
import * as messages from "./messages";
import { placeIn } from "./names";
import { builtKind } from "./nodes";
import { namesUsed } from "./order";
import type { Unplanned } from "./plan/phases";
import { reached } from "./reach";
import type { ProblemReport } from "./report";
import { nodesWithin, routesOf } from "./walk";

/** Warns of inputs and nodes that nothing uses. In a row of unused nodes only the last is named. */
export function warnOfUnused(graph: Unplanned, bodies: Made["bodies"], report: ProblemReport): void {
  const [top, ...others] = bodies.map((body) => ({ ...body, used: usedIn(body) }));
  if (!top) return;
  for (const { name, pointer } of graph.inputs) {
    if (!top.used.has(name)) report.warn(pointer, messages.unusedInput(name), "key");
  }
  // Without any head every node would be named; that is one problem, and the plan reports it.
  if (graph.heads.length === 0) return;
  const ending = new Set(graph.heads.flatMap(({ path }) => pathsAround(path)));
  for (const { names, output, used } of [top, ...others]) {
    for (const { name, pointer } of names.nodes.values()) {
      const { path } = placeIn(names.place, name);
      if (!used.has(name) && name !== output && !ending.has(path) && !answers(graph, path))
        report.warn(pointer, messages.unusedNode(name), "key");
    }
  }
}

const usedIn = ({ names }: Made["bodies"][number]) => new Set([...names.nodes.values()].flatMap(namesUsed));

/** A path and those of all that it lies in. */
function pathsAround(path: string): string[] {
  const around = [path];
  for (let end = path.lastIndexOf("/"); end > 0; end = path.lastIndexOf("/", end - 1))
    around.push(path.slice(0, end));
  return around;
}

/** Whether a node is of use by itself without a head of its own: a route that merges heads into an answer, say. */
function answers(graph: Unplanned, path: string): boolean {
  const node = graph.nodes.get(path);
  return node !== undefined && builtKind(node).answers(node);
}

/**
 * Warns of nodes and branches whose weights some loss could move, but no phase does. Weights from a saved model need
 * no training.
 */
export function warnOfUntrained(
  graph: Unplanned,
  stacks: Made["stacks"],
  phases: readonly Phase[],
  report: ProblemReport,
): void {
  if (phases.length === 0) return;
  const trained = new Set(phases.flatMap((phase) => phase.train));
  const movable = reached(
    graph,
    graph.heads.map((head) => head.path),
  );
  const untrained = stacks.filter(({ body }) => {
    const own = nodesWithin(body).flatMap((node) => node.variables);
    const idle = own.filter((variable) => movable.has(variable) && !graph.loaded.has(variable));
    return idle.length > 0 && !own.some((variable) => trained.has(variable));
  });
  const paths = new Set(untrained.map(({ stack }) => stack.place.path));
  for (const { stack } of untrained) {
    const [path, ...around] = pathsAround(stack.place.path);
    // What holds it speaks for it.
    if (path !== undefined && !around.some((outer) => paths.has(outer)))
      report.warn(stack.spec.pointer, messages.neverTrained(path));
  }
}

/** Warns of gates without labels that no loss reaches: they choose, by weights that stay as they were drawn. */
export function warnOfIdleGates(graph: Unplanned, report: ProblemReport): void {
  const deciding = new Set(routesOf(graph).flatMap(({ by }) => deciderSource(by) ?? []));
  const moved = reached(
    graph,
    graph.heads.map(({ path }) => path),
  );
  for (const path of deciding) {
    const node = graph.nodes.get(path);
    if (node?.kind !== "gate" || node.gating.balance) continue;
    if (!node.variables.some((variable) => moved.has(variable) || graph.loaded.has(variable)))
      report.warn(node.pointer, messages.gateLearnsNothing(node.name));
  }
}
