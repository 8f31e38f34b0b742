/* What is said of gates and comes to nothing: they build, but they would not do what they are there for. */
import type { NormalGating } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import { deciderSource } from "./deciders";
import type { Node, RoutingNode } from "./ir";
import { merges } from "./merges";
import * as messages from "./messages";
import { mayTakeSeveral } from "./nodes/route-rules";
import type { Unplanned } from "./plan/phases";
import type { ProblemReport } from "./report";
import { scheduledRange } from "./scheduled";
import { gatingOf, isRouting, routesOf } from "./walk";

/** Warns of gates that decide on nothing or learn nothing, and of noise and balance losses without effect. */
export function warnOfGates(graph: Unplanned, report: ProblemReport): void {
  const deciding = new Map<string, RoutingNode[]>();
  for (const route of routesOf(graph)) {
    const path = deciderSource(route.by);
    if (path !== undefined) deciding.set(path, [...(deciding.get(path) ?? []), route]);
  }
  const used = new Set([...graph.nodes.values()].flatMap((node) => (isRouting(node) ? [] : node.inputs)));
  for (const node of graph.nodes.values()) {
    const gating = gatingOf(node);
    if (!gating) continue;
    const routes = deciding.get(node.path) ?? [];
    const choosing = routes.filter(({ by }) => "head" in by);
    if (node.kind === "gate") warnOfGate(graph, node, choosing, used.has(node.path), report);
    // Of a gate without a route that has been said.
    if (node.kind === "head" || routes.length > 0) warnOfIdle(node, gating, choosing, report);
  }
}

type GateNode = Extract<Node, { kind: "gate" }>;

function warnOfGate(
  graph: Unplanned,
  { name, pointer, variables }: GateNode,
  routes: readonly RoutingNode[],
  isUsed: boolean,
  report: ProblemReport,
): void {
  if (routes.length === 0) {
    // Where nothing uses it at all, that is what is said of it.
    if (isUsed) report.warn(pointer, messages.gateWithoutRoute(name));
    return;
  }
  if (isUsed || routes.some(teaches) || variables.some((path) => graph.loaded.has(path))) return;
  const { path, merge, select } = routes[0]!;
  report.warn(pointer, messages.gateNeverLearns(name, path, merge, mayTakeSeveral(select)));
}

/** Whether the value of a route changes a little where what decides on it does. */
const teaches = ({ merge, select }: RoutingNode): boolean => {
  const { teaches } = merges[merge];
  return teaches === "always" || (teaches === "ofSeveral" && mayTakeSeveral(select));
};

/** Noise and balance losses that change nothing. */
function warnOfIdle(
  node: Node,
  { noise, balance }: NormalGating,
  routes: readonly RoutingNode[],
  report: ProblemReport,
): void {
  const warn = (word: "noise" | "balance", message: Parameters<ProblemReport["warn"]>[1]): void =>
    report.warn(pointerTo(node.pointer, word), message);
  const written = [noise !== undefined && "noise", balance && "balance"] as const;
  for (const word of written) {
    if (!word) continue;
    if (routes.length === 0) warn(word, messages.gatingWithoutRoute(word));
    else if (node.kind === "head" && routes.every(labelsDecide)) warn(word, messages.labelsDecide(word));
  }
  if (
    balance &&
    balance.load !== 0 &&
    routes.length > 0 &&
    routes.every(({ select }) => select.kind === "all")
  )
    warn("balance", messages.loadOfAll());
}

/** Whether a route's labels decide on it while training, wherever there is one. */
const labelsDecide = ({ select, teacherForcing }: RoutingNode): boolean =>
  (select.kind === "first" || select.kind === "atLeast") && scheduledRange(teacherForcing).min >= 1;
