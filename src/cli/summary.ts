import { formatSummary } from "../graph";
import { formatProblem } from "../spec";
import { print, say } from "./output";
import { readSpecFile } from "./spec-file";

/**
 * `espalier summary`: a graph as a table of nodes, shapes, parameters and FLOPs; an experiment as one table for
 * each approach.
 *
 * @returns the exit code: 1 where the file has errors, which are printed
 */
export async function summary(file: string): Promise<number> {
  const { graphs, problems } = await readSpecFile(file);
  for (const problem of problems) say(`${problem.severity}: ${formatProblem(problem, file)}`);
  const titled = graphs.length > 1;
  const tables = graphs.map(([name, graph]) => {
    const table = formatSummary(graph);
    return titled && !table.startsWith(name) ? `${name}\n${table}` : table;
  });
  if (tables.length > 0) print(tables.join("\n\n\n"));
  return graphs.length === 0 ? 1 : 0;
}
