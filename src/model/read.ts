import { EspalierError } from "../errors";
import { useBackend } from "../backend";
import { readTextSync } from "../files";
import { compileGraph, normaliseGraph } from "../graph";
import type { Graph } from "../graph/ir";
import { checkOptionKinds, refusePromise } from "../options";
import { locate, parseGraph, SpecError, type GraphSpec, type Problem } from "../spec";
import { checkGraph } from "../spec";
import { StackLoader } from "./load";
import { Model } from "./model";

/** A spec and what it means. */
export interface OpenGraph {
  readonly spec: GraphSpec;
  readonly graph: Graph;
  /** Warnings: what may be meant otherwise. */
  readonly problems: readonly Problem[];
  readonly loader: StackLoader;
}

/**
 * Reads a `*.graph.json` file: spec, shapes, parameters, plan.
 *
 * @throws SpecError with every problem of the file, with line and column
 */
export function readGraph(file: string): OpenGraph {
  const text = readTextSync(file, { limit: "specBytes", streams: true });
  const parsed = parseGraph(text);
  if (!parsed.spec) throw new SpecError(parsed.problems, file);
  const loader = StackLoader.beside(file);
  const { graph, problems } = compileGraph(normaliseGraph(parsed.spec), { load: loader.load });
  const located = locate(text, problems);
  if (!graph) throw new SpecError(located, file);
  return { spec: parsed.spec, graph, problems: [...parsed.problems, ...located], loader };
}

/**
 * The same for a spec that is an object already.
 *
 * @param folder where relative paths of saved models start; without it the current folder
 * @throws SpecError with every problem of the spec
 */
export function understandGraph(spec: GraphSpec, folder = "."): OpenGraph {
  const problems = checkGraph(spec);
  if (problems.some(({ severity }) => severity === "error")) throw new SpecError(problems);
  const loader = new StackLoader(folder);
  const compiled = compileGraph(normaliseGraph(spec), { load: loader.load });
  if (!compiled.graph) throw new SpecError(compiled.problems);
  return { spec, graph: compiled.graph, problems: [...problems, ...compiled.problems], loader };
}

/**
 * Builds a network on TensorFlow: from a file, a spec or what `readGraph` made of it.
 *
 * @param options.seed where the weights come from; without it the spec's
 * @throws SpecError where the spec has problems
 * @throws EspalierError where an option is none
 */
export async function build(
  source: string | GraphSpec | OpenGraph,
  options: { seed?: number } = {},
): Promise<Model> {
  refusePromise(source, "build needs a spec", "what reads it");
  const given: unknown = source;
  if (typeof given !== "string" && (typeof given !== "object" || given === null)) {
    throw new EspalierError(`build needs a spec, and this is ${given === null ? "null" : typeof given}`, {
      hint: 'give the path of a file, such as "pets.graph.json", or a spec as an object',
    });
  }
  checkOptionKinds("build", options, { seed: "number" });
  const open =
    typeof source === "string" ? readGraph(source) : "graph" in source ? source : understandGraph(source);
  await useBackend();
  return Model.build(open.graph, {
    ...options,
    loaded: open.loader.weights(open.graph.loaded),
    stacks: open.loader.stacks(),
  });
}
