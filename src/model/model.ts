import * as tf from "@tensorflow/tfjs-core";
import { requireDataset } from "../data/check-dataset";
import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import { formatSummary, list, routesOf } from "../graph";
import type { Graph, LoadedStack } from "../graph/ir";
import { initialValues } from "../layers";
import { checkChoice, checkOptionKinds } from "../options";
import { sizeOf } from "../shape";
import { DeviceData } from "./device-data";
import { checkCandidateOptions } from "./candidates";
import { predictAll } from "./predict";
import type { Prediction, PredictOptions } from "./prediction";
import { indexGraph, type GraphIndex } from "../program";

/** Values of variables on the host, by path. */
export type HostWeights = ReadonlyMap<
  string,
  { readonly shape: readonly number[]; readonly data: Float32Array }
>;

/**
 * A network with weights.
 *
 * Weights are plain tensors by path, replaced and never changed in place: a training step is a pure function
 * from them to new ones.
 */
export class Model {
  /** Where each node of the graph stands. */
  readonly index: GraphIndex;
  private current: ReadonlyMap<string, tf.Tensor>;
  private gone = false;

  private constructor(
    readonly graph: Graph,
    /** Where the initial weights came from. */
    readonly seed: number,
    weights: ReadonlyMap<string, tf.Tensor>,
    /** The saved models inside, by the name that the spec gives: what it takes to understand the spec without their files. */
    readonly stacks: Readonly<Record<string, LoadedStack>>,
  ) {
    this.index = indexGraph(graph);
    this.current = weights;
  }

  /**
   * A network with fresh weights, each drawn from (seed, its path), and with the loaded ones in place.
   * A TensorFlow backend must be ready (`useBackend`).
   *
   * @param options.loaded values of the variables in `graph.loaded`, by path of the variable
   * @throws EspalierError where a loaded weight is missing or has another shape
   */
  static build(
    graph: Graph,
    options: { seed?: number; loaded?: HostWeights; stacks?: Readonly<Record<string, LoadedStack>> } = {},
  ): Model {
    checkOptionKinds("Model.build", options, { seed: "number", loaded: "object", stacks: "object" });
    const seed = options.seed ?? graph.seed;
    for (const [where, what] of graph.missing) {
      throw new EspalierError(what, {
        where,
        hint: "check the path: a network is built from all of its parts",
      });
    }
    for (const [path, { model, weight }] of graph.loaded) {
      if (!options.loaded?.has(path))
        throw new EspalierError(`no values for the weight ${weight}`, { where: model });
    }
    if (options.loaded) checkShapes(graph, options.loaded);
    const weights = new Map<string, tf.Tensor>();
    for (const variable of graph.variables.values()) {
      const values = options.loaded?.get(variable.path)?.data ?? initialValues(variable, seed);
      weights.set(variable.path, tf.keep(tf.tensor(values, [...variable.shape], "float32")));
    }
    return new Model(graph, seed, weights, options.stacks ?? {});
  }

  /** Path -> value of every variable. They belong to the model: do not dispose them. */
  get weights(): ReadonlyMap<string, tf.Tensor> {
    this.requireWeights();
    return this.current;
  }

  /** Takes new values for some variables and disposes the old ones. The tensors then belong to the model. */
  replaceWeights(changed: ReadonlyMap<string, tf.Tensor>): void {
    const next = new Map(this.weights);
    for (const [path, value] of changed) {
      const old = next.get(path);
      if (!old) throw new Error(`no variable ${path}`);
      next.set(path, tf.keep(value));
      if (old !== value) old.dispose();
    }
    this.current = next;
  }

  /** A copy of all weights on the host. */
  hostWeights(): HostWeights {
    return new Map(
      [...this.weights].map(([path, value]) => [
        path,
        { shape: value.shape, data: value.dataSync<"float32">().slice() },
      ]),
    );
  }

  /**
   * Puts values from the host in place of all or some weights.
   *
   * @throws EspalierError before anything is changed, where a weight is unknown or has another shape
   */
  setHostWeights(values: HostWeights): void {
    this.requireWeights();
    checkShapes(this.graph, values);
    this.replaceWeights(
      new Map(
        [...values].map(([path, { shape, data }]) => [path, tf.tensor(data.slice(), [...shape], "float32")]),
      ),
    );
  }

  /**
   * What the network says of each sample, in the samples' order.
   *
   * @throws EspalierError where the data does not fit, an option is none, or the model was disposed
   */
  predict(data: Dataset, options: PredictOptions = {}): Prediction {
    this.requireWeights();
    requireDataset(data, "predict");
    checkPredictOptions(this.graph, options);
    const device = new DeviceData(this.graph, data);
    try {
      return predictAll(this.index, this.current, device, options);
    } finally {
      device.dispose();
    }
  }

  /** A table of nodes, shapes, parameters and FLOPs. */
  summary(): string {
    return formatSummary(this.graph);
  }

  /** Frees the weights. The model cannot be used afterwards: whatever needs them says so. */
  dispose(): void {
    for (const value of this.current.values()) value.dispose();
    this.current = new Map();
    this.gone = true;
  }

  /** @throws EspalierError after `dispose` */
  requireWeights(): void {
    if (!this.gone) return;
    throw new EspalierError(
      `the model${this.graph.name === "" ? "" : ` "${this.graph.name}"`} was disposed: its weights are gone`,
      {
        hint: "build it anew, or call dispose() only after its last use",
      },
    );
  }
}

function checkPredictOptions(graph: Graph, options: PredictOptions): void {
  const kinds = {
    routing: "any",
    branches: "string",
    batchSize: "number",
    threshold: "number",
    candidates: "object",
  } as const;
  checkOptionKinds("predict", options, kinds);
  if (options.candidates) checkCandidateOptions(options.candidates);
  checkThreshold(graph, options.threshold);
  checkRouting(graph, options.routing);
  checkChoice("predict", "branches", options.branches, ["chosen", "all"]);
}

function checkThreshold({ heads }: Graph, threshold: number | undefined): void {
  if (threshold === undefined) return;
  if (!(threshold >= 0 && threshold < 1)) {
    throw new EspalierError(`predict: threshold is ${threshold}`, {
      hint: "give a probability from 0 to below 1",
    });
  }
  if (heads.some(({ multiLabel }) => multiLabel)) return;
  throw new EspalierError("predict: a threshold is for heads over labels, and the network has none", {
    hint: 'leave it out; a target with "labels" in place of "classes" has several for a sample',
  });
}

function checkRouting(graph: Graph, routing: PredictOptions["routing"]): void {
  if (typeof routing !== "object") {
    checkChoice("predict", "routing", routing, ["gate", "labels"]);
    return;
  }
  const routes = new Set(routesOf(graph).map(({ path }) => path));
  const unknown = routing.find((path) => !routes.has(path));
  if (unknown === undefined) return;
  throw new EspalierError(`predict: routing names ${JSON.stringify(unknown)}, and there is no such route`, {
    hint: routes.size > 0 ? `choose among ${list([...routes])}` : "the network has no routes",
  });
}

function checkShapes(graph: Graph, values: HostWeights): void {
  for (const [path, { shape, data }] of values) {
    const variable = graph.variables.get(path);
    if (!variable)
      throw new EspalierError(`the network has no weight ${path}`, {
        hint: "was it saved from another graph?",
      });
    const fits = shape.length === variable.shape.length && shape.every((n, i) => n === variable.shape[i]);
    if (!fits || data.length !== sizeOf(variable.shape)) {
      throw new EspalierError(
        `the weight ${path} has the shape [${shape.join(", ")}], not [${variable.shape.join(", ")}]`,
      );
    }
  }
}
