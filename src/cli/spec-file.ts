import { basename } from "node:path";
import { prepareExperiment } from "../compare/experiment/prepare";
import { EspalierError } from "../errors";
import type { Graph } from "../graph";
import { readGraph } from "../model/read";
import { SpecError } from "../spec";
import type { Problem } from "../spec";

/** What a file of the language says, and what is wrong with it. */
interface SpecFile {
  /** By name: a graph file's own one; an experiment's, one for each approach. Empty where there is an error. */
  readonly graphs: readonly (readonly [name: string, graph: Graph])[];
  readonly problems: readonly Problem[];
}

/**
 * Reads a graph or an experiment by the same ways as the library, so that what passes here runs there. An
 * experiment's data is read too: its shapes are part of what can be wrong.
 */
export async function readSpecFile(file: string): Promise<SpecFile> {
  try {
    if (isExperiment(file)) {
      const { compiled, problems } = await prepareExperiment(file);
      return { graphs: Object.entries(compiled), problems };
    }
    const { graph, problems } = readGraph(file);
    return { graphs: [[graph.name || basename(file), graph]], problems };
  } catch (error) {
    if (error instanceof SpecError) return { graphs: [], problems: error.problems };
    if (!(error instanceof EspalierError)) throw error;
    return { graphs: [], problems: [problemOf(error, file)] };
  }
}

function isExperiment(file: string): boolean {
  return /\.experiment\.jsonc?$/.test(file);
}

/** A file that cannot be read, or data that does not fit, in the form of a problem of `file`. */
function problemOf({ what, where, hint }: EspalierError, file: string): Problem {
  const pointer = where === undefined || where === file ? "" : where;
  return { pointer, message: what, ...(hint !== undefined && { hint }), severity: "error" };
}
