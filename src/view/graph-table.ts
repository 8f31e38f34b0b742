import { summarise, summaryTotals, type Graph } from "../graph";
import { formatCount } from "../text/numbers";
import { table } from "./table";
import type { View } from "./view";

/** What a graph is made of, a node a row: shapes, parameters, FLOPs; branches stand under their route. */
export function graphTable(graph: Graph): View {
  const { parameters, flops, expectedFlops } = summaryTotals(graph);
  const frozen = parameters.all - parameters.trainable;
  return table(summarise(graph), {
    caption: graph.name,
    columns: [
      { title: "node", value: (row) => "  ".repeat(row.depth) + row.path },
      { title: "type", value: "type" },
      { title: "shape", value: (row) => row.shape && `[${row.shape.join(", ")}]` },
      {
        title: "parameters",
        align: "right",
        value: (row) => (row.shared ? "shared" : row.parameters.all.toLocaleString("en")),
      },
      { title: "FLOPs", align: "right", value: (row) => row.flops.toLocaleString("en") },
    ],
    note: [
      `${parameters.all.toLocaleString("en")} parameters${frozen > 0 ? `, ${frozen.toLocaleString("en")} of them not trained` : ""}.`,
      `${formatCount(flops)} FLOPs for one sample${expectedFlops < flops ? ` if every branch runs, ${formatCount(expectedFlops)} if one does, each as often` : ""}.`,
    ].join(" "),
  });
}
