import { print, say } from "../output";
import type { Verb } from "./verb";

/**
 * `espalier summary`: a graph as a table of nodes, shapes, parameters and FLOPs; an experiment as one table for each
 * approach. Problems are printed; where there are errors, the exit code is 1.
 */
export const summary: Verb<string, object> = {
  place: 2,
  summary: "print a network's nodes with their shapes, parameters and FLOPs",
  argument: ["<file>", "a *.graph.json or *.experiment.json file"],
  run: async (file) => {
    const { formatSummary } = await import("../../graph/index.js");
    const { formatProblem } = await import("../../spec/index.js");
    const { readSpecFile } = await import("../spec-file.js");
    const { graphs, problems } = await readSpecFile(file);
    for (const problem of problems) say(`${problem.severity}: ${formatProblem(problem, file)}`);
    const titled = graphs.length > 1;
    const tables = graphs.map(([name, graph]) => {
      const table = formatSummary(graph);
      return titled && !table.startsWith(name) ? `${name}\n${table}` : table;
    });
    if (tables.length > 0) print(tables.join("\n\n\n"));
    return graphs.length === 0 ? 1 : 0;
  },
};
