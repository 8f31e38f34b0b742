/* A network on samples that are drawn: what its checks compare. */
import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import type { Dataset } from "../data";
import type { Graph, Variable } from "../graph/ir";
import { Model, understandGraph, type Prediction } from "../model";
import { DeviceData } from "../model/device-data";
import { BatchPlan, Program, requestOf, run, type Mode, type RunResult, type Wanted } from "../program";
import type { GraphSpec } from "../spec";
import { samplesFor } from "./samples";
import { startOf } from "./subject";

/** What a prediction says, as lists by name; NaN where nothing is said. */
export type Said = Readonly<Record<string, ArrayLike<number>>>;

export class GraphRun {
  readonly graph: Graph;

  /** @throws SpecError with every problem of the spec */
  constructor(
    readonly spec: GraphSpec,
    readonly seed: number,
  ) {
    this.graph = understandGraph(spec).graph;
  }

  samples(size: number): Dataset {
    return samplesFor(this.graph, size, this.seed);
  }

  /** The network with weights as they start, a little moved: biases of 0 would hide mistakes. The caller disposes it. */
  model(): Model {
    const model = Model.build(this.graph, { seed: this.seed });
    model.setHostWeights(
      new Map(
        [...this.graph.variables.values()]
          .filter(({ trainable }) => trainable)
          .map((variable) => [variable.path, this.start(variable)]),
      ),
    );
    return model;
  }

  private start(variable: Variable): { shape: readonly number[]; data: Float32Array } {
    const value = startOf(variable, this.seed);
    const data = value.dataSync<"float32">().slice();
    value.dispose();
    return { shape: variable.shape, data };
  }

  /** What a network says of samples. */
  static said({ heads, routes, answers }: Prediction): Said {
    return {
      ...named(heads, "head", ({ values }) => values),
      ...named(answers, "answer", ({ probabilities }) => probabilities),
      ...named(routes, "route", ({ taken }) =>
        Float32Array.from(taken, (branch) => (branch < 0 ? NaN : branch)),
      ),
    };
  }

  /** Runs what is wanted on a batch of all samples, within the caller's tidy. */
  run(
    { index, weights: own }: Model,
    data: DeviceData,
    wanted: readonly Wanted[],
    mode: Mode,
    weights: ReadonlyMap<string, tf.Tensor> = own,
  ): { readonly result: RunResult; readonly plan: BatchPlan } {
    const program = new Program(requestOf(index, wanted, mode));
    const all = Int32Array.from({ length: data.size }, (_, i) => i);
    const batch = {
      ...data.batch(all),
      ...(mode.training && { epochs: 0, random: (path: string) => randomStream(this.seed, "route", path) }),
    };
    const plan = new BatchPlan(program.request, batch);
    const random = (path: string) => randomStream(this.seed, "layer", path, 1);
    return { result: run(program, plan, { weights, random }), plan };
  }
}

function named<Value>(
  all: Readonly<Record<string, Value>>,
  what: string,
  numbers: (value: Value) => ArrayLike<number>,
): Said {
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [`${what} ${name}`, numbers(value)]));
}

/** The first name under which something else is said than in `expected`, wherever that says something. */
export function unlike(said: Said, expected: Said, within: number): string | undefined {
  return Object.keys(expected).find((name) => {
    const [own, meant] = [said[name], expected[name]!];
    if (own?.length !== meant.length) return true;
    return Array.from(meant).some((value, i) => {
      if (Number.isNaN(value)) return false;
      return !(Math.abs(own[i]! - value) <= within * Math.max(1, Math.abs(value)));
    });
  });
}
