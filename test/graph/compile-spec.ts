/* A spec as an author writes it, compiled. */
import type { Compiled, CompileOptions, Graph } from "../../src/graph";
import { compileGraph, normaliseGraph } from "../../src/graph";
import type { GraphSpec } from "../../src/spec";
import { checkGraph } from "../../src/spec";
import { formatProblem } from "../../src/spec/problem";

export function compileSpec(spec: GraphSpec, options?: CompileOptions): Compiled {
  const problems = checkGraph(spec).filter(({ severity }) => severity === "error");
  if (problems.length > 0) throw new Error(problems.map((problem) => formatProblem(problem)).join("\n"));
  return compileGraph(normaliseGraph(spec), options);
}

/** The graph of a spec without problems. */
export function graphOf(spec: GraphSpec, options?: CompileOptions): Graph {
  const { graph, problems } = compileSpec(spec, options);
  if (!graph || problems.length > 0)
    throw new Error(problems.map((problem) => formatProblem(problem)).join("\n"));
  return graph;
}

/** The problems of a spec as people read them; warnings begin with `warning`. */
export function problemsOf(spec: GraphSpec, options?: CompileOptions): string[] {
  const { graph, problems } = compileSpec(spec, options);
  const wrong = problems.some(({ severity }) => severity === "error");
  if (wrong !== (graph === undefined)) throw new Error("there is a graph exactly where there is no error");
  return problems.map((problem) =>
    [problem.severity === "warning" ? "warning " : "", formatProblem(problem)].join(""),
  );
}
