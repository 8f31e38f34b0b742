/* A picture in words: what somebody is told who does not see it, and the sums under it. */
import type { Graph } from "../../graph";
import { deciderLabel, lookOf, routesOf, summaryTotals } from "../../graph";
import { list } from "../../text/wording";
import { counted, shortNumber, sizesText } from "./text";

/** `1.2 k parameters (all trainable)`, `34.5 k FLOPs for one sample`. */
export function totalsOf(graph: Graph): string[] {
  const { parameters, flops, expectedFlops } = summaryTotals(graph);
  const frozen = parameters.all - parameters.trainable;
  const kept = frozen > 0 ? `, ${shortNumber(frozen)} of them not trainable` : "";
  const average =
    expectedFlops === flops || Number.isNaN(flops)
      ? ""
      : ` if every branch runs, ${shortNumber(expectedFlops)} if branches are taken equally often`;
  return [
    `${counted(parameters.all, "parameter")}${kept}`,
    `${counted(flops, "FLOP")} for one sample${average}`,
  ];
}

export function descriptionOf(graph: Graph): string {
  const inputs = graph.inputs.map(({ name, shape }) => `${name} (${sizesText(shape)})`);
  const heads = [...new Set(graph.heads.map(({ target }) => target))];
  const routes = routesOf(graph).map((route) => {
    const { by } = lookOf(route);
    const keys = list(route.branches.map(({ key }) => key));
    return `${route.path} sends samples${by ? ` by ${deciderLabel(by)}` : ""} to ${keys}`;
  });
  const shown = routes.slice(0, mostRoutes);
  const more = routes.length > shown.length ? [`and ${routes.length - shown.length} more routes`] : [];
  const parts = [
    `Network${graph.name === "" ? "" : ` “${graph.name}”`} of ${graph.nodes.size} layers and other nodes`,
    `from ${list(inputs)}${heads.length > 0 ? ` to ${list(heads)}` : ""}`,
  ];
  return [
    `${parts.join(", ")}.`,
    ...[...shown, ...more].map((each) => `${each}.`),
    `${totalsOf(graph).join("; ")}.`,
  ].join(" ");
}

/** A description is listened to. */
const mostRoutes = 6;
