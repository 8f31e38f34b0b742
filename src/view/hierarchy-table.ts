import type { HierarchyReport } from "../compare/hierarchy/evaluate-hierarchy";
import { formatDifference, formatShare } from "../text/numbers";
import { table, type Cell } from "./table";
import type { View } from "./view";

/**
 * What `evaluateHierarchy` found: a level a row, the coarsest first; under it consistency, hierarchical precision, recall and
 * F1, and what the gates of each level cost.
 */
export function hierarchyTable({ levels, consistency, hierarchical, routes }: HierarchyReport): View {
  const format = (cell: Cell) => formatShare(Number(cell));
  const notes = [
    ...(consistency === undefined ? [] : [`consistent at all levels: ${formatShare(consistency)}`]),
    ...(hierarchical
      ? [
          `hierarchical precision ${formatShare(hierarchical.precision)}, recall ${formatShare(hierarchical.recall)}, F1 ${formatShare(hierarchical.f1)}`,
        ]
      : []),
    ...routes.map(({ routes: names, gate, routed, oracle, regret }) =>
      [
        `${names.join(", ")}: gate ${gate === undefined ? "–" : formatShare(gate)}`,
        `routed ${formatShare(routed)}`,
        `oracle ${formatShare(oracle)}`,
        `regret ${formatDifference(regret)}`,
      ].join(", "),
    ),
  ];
  return table(levels, {
    columns: [
      { value: "target", title: "level" },
      "samples",
      { value: "accuracy", format },
      { value: "ownAccuracy", title: "by its own heads", align: "right", format },
      { value: "agreement", title: "agrees with the next", align: "right", format },
    ],
    ...(notes.length > 0 && { note: notes.join("\n") }),
  });
}
