/* What the building of nodes shares: what is known so far, and where new nodes and variables are entered. */
import type { NormalGraph } from "../spec/normal";
import type { HeadIndex } from "./declare";
import type { Input, LoadedStack, Node, Target } from "./ir";
import type { Value } from "./layers/kind";
import * as messages from "./messages";
import type { ProblemReport } from "./report";
import type { VariableRegistry } from "./variables";

/** Reads a saved model as layers; `pointer` is where the spec names it. May throw an EspalierError. */
export type Loader = (model: string, pointer: string) => LoadedStack;

export interface Build {
  readonly spec: NormalGraph;
  readonly report: ProblemReport;
  readonly load: Loader | undefined;
  readonly targets: ReadonlyMap<string, Target>;
  readonly inputs: ReadonlyMap<string, Input>;
  readonly heads: HeadIndex;
  readonly variables: VariableRegistry;
  /** By the names of inputs and of the nodes built so far. A node with a problem is absent. */
  readonly values: Map<string, Value>;
  /** By path. */
  readonly nodes: Map<string, Node>;
  /** Saved models whose files are not there, by path of the node that stands for them; `undefined`: an error each. */
  readonly missing: Map<string, string> | undefined;
}

/** Enters a node; `undefined` (and a problem) if its path is taken. */
export function enter<N extends Node>(build: Build, node: N): N | undefined {
  if (build.nodes.has(node.path)) {
    build.report.error(node.pointer, messages.pathTaken(node.path));
    return undefined;
  }
  build.nodes.set(node.path, node);
  return node;
}
