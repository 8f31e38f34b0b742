import type { ExitReport } from "../compare/hierarchy/evaluate-exits";
import { formatCount, formatShare } from "../text/numbers";
import { table, type Cell } from "./table";
import type { View } from "./view";

/** What `evaluateExits` found: an exit a row, and under it the accuracy of all and the FLOPs of a sample. */
export function exitTable({ exits, accuracy, flops }: ExitReport): View {
  const format = (cell: Cell) => formatShare(Number(cell));
  return table(exits, {
    columns: [
      { title: "exit", value: ({ route }) => route.join(" → ") },
      { value: "share", format },
      { value: "accuracy", align: "right", format },
    ],
    note: [
      ...(accuracy === undefined ? [] : [`accuracy ${formatShare(accuracy)}`]),
      `${formatCount(flops.expected)} FLOPs for one sample on average, ${formatCount(flops.all)} if every branch ran`,
    ].join("\n"),
  });
}
