import { checkOptionKinds, refusePromise } from "../options";
import { EspalierError } from "../errors";
import type { Report, RouteRecord } from "../compare/report/report";
import { requireApproach, runsOf } from "./approaches";
import type { Figure } from "./figure";
import { colourOf, partPalette, quiet, rightColour, translucent, wrongColour } from "../colours";
import { escapeText, themed } from "./theme";

export interface RouteSankeyOptions {
  /** For a report: whose routes; the first approach that has any without it. */
  readonly approach?: string;
  readonly title?: string;
}

/**
 * Where the test samples went: true group, route taken, right or wrong in the end. A report's runs are added up.
 * Strands keep the colour of the true group, so that what left its group shows.
 */
export function routeSankey(source: Report | RouteRecord, options: RouteSankeyOptions = {}): Figure {
  refusePromise(source, "routeSankey needs a report", "compare(…)");
  checkOptionKinds("routeSankey", options, { approach: "string", title: "string" });
  const { routes, of } = "flow" in source ? { routes: source, of: "" } : routesOf(source, options.approach);
  const { branches } = routes;
  const n = branches.length;
  const rightNode = 2 * n;
  const wrongNode = rightNode + 1;
  const links: { source: number; target: number; value: number; color: string; label: string }[] = [];
  const ends = branches.map(() => ({ correct: 0, wrong: 0 }));
  for (const [group, row] of routes.flow.entries()) {
    const colour = colourOf(partPalette, group);
    for (const [route, value] of row.entries()) {
      if (value === 0) continue;
      const correct = routes.right[group]?.[route] ?? 0;
      ends[route]!.correct += correct;
      ends[route]!.wrong += value - correct;
      links.push({
        source: group,
        target: n + route,
        value,
        color: translucent(colour, group === route ? 0.35 : 0.75),
        label: escapeText(`${branches[group]} taken for ${branches[route]}`),
      });
    }
  }
  const total = ends.reduce((sum, end) => sum + end.correct + end.wrong, 0);
  if (total === 0) throw new EspalierError("there are no routes to draw: no sample was routed");
  for (const [route, end] of ends.entries()) {
    const from = { source: n + route };
    const named = escapeText(branches[route]!);
    if (end.correct > 0)
      links.push({
        ...from,
        target: rightNode,
        value: end.correct,
        color: translucent(rightColour, 0.35),
        label: `${named}, right`,
      });
    if (end.wrong > 0)
      links.push({
        ...from,
        target: wrongNode,
        value: end.wrong,
        color: translucent(wrongColour, 0.55),
        label: `${named}, wrong`,
      });
  }
  const correct = ends.reduce((sum, end) => sum + end.correct, 0);
  const kept = routes.flow.reduce((sum, row, group) => sum + (row[group] ?? 0), 0);
  const percent = (count: number) => `${((100 * count) / total).toFixed(1)} %`;
  const names = branches.map(escapeText);
  // Plotly leaves out nodes that nothing enters or leaves.
  return {
    data: [
      {
        type: "sankey",
        // Columns stay in place and rows in the branches' order even where a branch is never taken.
        arrangement: "snap",
        node: {
          label: [...names, ...names, `right ${percent(correct)}`, `wrong ${percent(total - correct)}`],
          color: [
            ...names.map((_, i) => colourOf(partPalette, i)),
            ...names.map((_, i) => colourOf(partPalette, i)),
            rightColour,
            wrongColour,
          ],
          pad: n > 8 ? 8 : 14,
          thickness: 14,
          line: { width: 0 },
          hovertemplate: "%{label}: %{value:,d} samples<extra></extra>",
        },
        link: {
          source: links.map((link) => link.source),
          target: links.map((link) => link.target),
          value: links.map((link) => link.value),
          color: links.map((link) => link.color),
          label: links.map((link) => link.label),
          hovertemplate: "%{label}: %{value:,d} samples<extra></extra>",
        },
        domain: { x: [0, 1], y: [0, 0.93] },
      },
    ],
    layout: themed(
      options.title ?? (of ? `Where each sample went: ${of}` : "Where each sample went"),
      `${total} test samples${of ? " of all runs" : ""}; ${percent(kept)} took the route of their group`,
      {
        height: Math.max(360, 200 + 44 * n),
        margin: { l: 24, r: 24, t: 76, b: 24 },
        annotations: ["true group", "route taken", "answer"].map((text, i) => ({
          text,
          xref: "paper",
          yref: "paper",
          x: i / 2,
          xanchor: (["left", "center", "right"] as const)[i]!,
          y: 1,
          yanchor: "top",
          showarrow: false,
          font: { color: quiet },
        })),
      },
    ),
  };
}

/** The approach's routes, summed over its runs. */
function routesOf(report: Report, approach: string | undefined): { routes: RouteRecord; of: string } {
  if (approach !== undefined) requireApproach(report, approach);
  const routed = report.approaches
    .map(({ name }) => ({ name, records: runsOf(report, name).flatMap((run) => run.routes ?? []) }))
    .filter(({ name, records }) => records.length > 0 && (approach === undefined || name === approach));
  const chosen = routed[0];
  if (!chosen)
    throw new EspalierError(
      `${approach === undefined ? "no approach" : `the approach "${approach}"`} routes samples by groups`,
      {
        hint: "choose an approach with a gate, such as a cascade",
      },
    );
  const [first] = chosen.records as [RouteRecord, ...RouteRecord[]];
  const sum = (part: "flow" | "right") =>
    first[part].map((row, i) =>
      row.map((_, j) => chosen.records.reduce((total, record) => total + (record[part][i]?.[j] ?? 0), 0)),
    );
  return { routes: { branches: first.branches, flow: sum("flow"), right: sum("right") }, of: chosen.name };
}
