import type { GraphSpec } from "../../src/spec";
import { compileGraph, normaliseGraph, type Graph } from "../../src/graph";
import {
  BatchPlan,
  indexGraph,
  Program,
  requestOf,
  type Batch,
  type Mode,
  type Wanted,
} from "../../src/program";

/** The graph of a spec without problems. */
export function graphOf(spec: GraphSpec): Graph {
  const { graph, problems } = compileGraph(normaliseGraph(spec));
  if (!graph) throw new Error(JSON.stringify(problems));
  return graph;
}

/** A batch without inputs: all that planning and lowering may look at. */
export function factsOf(
  size: number,
  labels: Readonly<Record<string, readonly number[]>>,
  tags: Readonly<Record<string, readonly number[]>> = {},
): Batch {
  return {
    size,
    samples: Int32Array.from({ length: size }, (_, i) => i),
    data: {
      labels: (head) =>
        labels[head] && {
          kind: "classes",
          labels: Int32Array.from(labels[head]),
          present: Uint8Array.from(labels[head], (label) => (label >= 0 ? 1 : 0)),
        },
      tag: (name) => Int32Array.from(tags[name]!),
    },
    input: () => {
      throw new Error("planning and lowering look at no input");
    },
  };
}

export const TRAINING: Mode = { training: true, routing: "labels", branches: "chosen" };
export const PREDICTION: Mode = { training: false, routing: "gate", branches: "chosen" };

export const losses = (...paths: string[]): Wanted[] => paths.map((path) => ({ kind: "loss", path }));
export const values = (...paths: string[]): Wanted[] => paths.map((path) => ({ kind: "value", path }));

/** A program and the way to plan batches for it. */
export function programFor(
  graph: Graph,
  wanted: readonly Wanted[],
  mode: Mode,
): { program: Program; planOf: (batch: Batch) => BatchPlan } {
  const program = new Program(requestOf(indexGraph(graph), wanted, mode));
  return { program, planOf: (batch) => new BatchPlan(program.request, batch) };
}
