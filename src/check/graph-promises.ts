/*
 * What nodes promise in a network: gates, heads, routes with all who decide and all ways of merging, networks within. Asked of
 * a network as somebody writes it.
 */
import * as tf from "@tensorflow/tfjs-core";
import { totalFlops, expectedFlops } from "../graph";
import { merges } from "../graph/merges";
import { dependencies } from "../graph/reach";
import { isRouting } from "../graph/walk";
import { build } from "../model";
import { DeviceData } from "../model/device-data";
import type { Mode } from "../program";
import type { GraphSpec, NodeSpec } from "../spec";
import { train } from "../train";
import { notAsked, type Finding } from "./check-table";
import { gradcheck } from "./gradcheck";
import { GraphRun, unlike, type Said } from "./graph-run";
import { samplesFor } from "./samples";
import { close, fail, listed, sameOnBackends, type Promises, type Sort } from "./sort";

const size = 10;
/** As far as two backends may differ. */
const closeBackends = 1e-4;
const predicting: Mode = { training: false, routing: "gate", branches: "chosen" };
const training: Mode = { training: true, routing: "labels", branches: "chosen" };

const promisesOf = (run: GraphRun): Promises => {
  const routes = [...run.graph.nodes.values()].filter(isRouting);
  const predict = (count: number, options: { branches?: "all"; batchSize?: number } = {}) => {
    const model = run.model();
    try {
      return GraphRun.said(model.predict(run.samples(count), options));
    } finally {
      model.dispose();
    }
  };
  return {
    shapes: () => shapesHold(run),
    FLOPs: () => {
      const [all, expected] = [totalFlops(run.graph), expectedFlops(run.graph)];
      for (const { path, flops } of run.graph.nodes.values())
        if (!Number.isFinite(flops) || flops < 0) fail(`${flops} of ${path}`);
      if (!(expected <= all)) fail(`${expected} expected of ${all} in all`);
      return { detail: `${all} for a sample${expected < all ? `, ${expected} where one branch runs` : ""}` };
    },
    determinism: () => {
      const name = unlike(predict(size), predict(size), 0);
      if (name !== undefined) fail(`it says other things of the same samples (${name})`);
      return { detail: "to the bit" };
    },
    "batches of one and of none": () => {
      const none = predict(0);
      for (const [name, numbers] of Object.entries(none))
        if (numbers.length > 0) fail(`${name} says something of no sample`);
      const name = unlike(predict(size, { batchSize: 1 }), predict(size), close);
      if (name !== undefined) fail(`a sample by itself says something else (${name})`);
      return { detail: "a sample by itself says what it says among others" };
    },
    "run all, then pick": () => {
      if (routes.length === 0) return notAsked("there is no route");
      const name = unlike(predict(size, { branches: "all" }), predict(size), close);
      if (name !== undefined) fail(`running every branch and picking says something else (${name})`);
      return { detail: "each branch on its own samples says the same" };
    },
    gradients: () => gradientsAgree(run),
    backends: () => sameOnBackends(() => withoutGaps(predict(size)), closeBackends),
    "nested, left empty": () => learnsNested(run),
  };
};

/** -1 where nothing is said: no probability, and no number of a branch. */
const withoutGaps = (said: Said): Said =>
  Object.fromEntries(
    Object.entries(said).map(([name, numbers]) => [
      name,
      Array.from(numbers, (value) => (Number.isNaN(value) ? -1 : value)),
    ]),
  );

/** Each node has the shape and type that it declares, a row for each sample that comes to it. */
function shapesHold(run: GraphRun): Finding {
  const model = run.model();
  const nodes = [...run.graph.nodes.values()];
  try {
    for (const count of [size, 1, 0]) {
      const data = new DeviceData(run.graph, run.samples(count));
      try {
        tf.tidy(() => {
          const wanted = nodes.map(({ path }) => ({ kind: "value", path }) as const);
          const { result, plan } = run.run(model, data, wanted, predicting);
          for (const { path, shape, dtype } of nodes) {
            const value = result.value(path);
            if (!value) continue;
            const { positions } = plan.scopeOf(path)!;
            const declared = [positions.length, ...shape];
            if (String(value.shape) !== String(declared))
              fail(`${path}: declared ${listed(declared)}, computed ${listed(value.shape)}`);
            if (value.dtype !== dtype) fail(`${path}: declared ${dtype}, computed ${value.dtype}`);
            if (dtype === "float32" && !value.dataSync<"float32">().every((number) => !Number.isNaN(number)))
              fail(`${path} is NaN`);
          }
        });
      } finally {
        data.dispose();
      }
    }
  } finally {
    model.dispose();
  }
  return { detail: `${nodes.length} nodes` };
}

/** The gradient of each head's loss in each weight is that of finite differences. */
async function gradientsAgree(run: GraphRun): Promise<Finding> {
  const { graph } = run;
  if (graph.heads.length === 0) return notAsked("there is no head");
  const model = run.model();
  const data = new DeviceData(graph, run.samples(size));
  const estimated = estimatedVariables(run);
  const paths = [...graph.variables.values()].flatMap(({ path, trainable }) =>
    trainable && !estimated.has(path) ? path : [],
  );
  try {
    const losses = (...values: tf.Tensor[]): tf.Tensor => {
      const weights = new Map([...model.weights, ...paths.map((path, i) => [path, values[i]!] as const)]);
      const wanted = graph.heads.map(({ path }) => ({ kind: "loss", path }) as const);
      const { result } = run.run(model, data, wanted, training, weights);
      const found = graph.heads.flatMap(({ path }) => result.loss(path) ?? []);
      return tf.stack(found);
    };
    const { rows } = await gradcheck(
      losses,
      paths.map((path) => model.weights.get(path)!),
      { seed: run.seed, directions: 1 },
    );
    rows.forEach(({ agrees, analytic, numeric }, i) => {
      if (!agrees) fail(`${paths[i]!}: ${analytic} by the gradient, ${numeric} by differences`);
    });
    const skipped = estimated.size > 0 ? `; ${estimated.size} have an estimate by design` : "";
    return { detail: `${rows.length} weights${skipped}` };
  } finally {
    data.dispose();
    model.dispose();
  }
}

/** The weights of deciders whose gradient is meant to be another than that of the value. */
function estimatedVariables({ graph }: GraphRun): ReadonlySet<string> {
  const deciders = [...graph.nodes.values()].flatMap((node) =>
    isRouting(node) && "head" in node.by && merges[node.merge].estimates ? node.by.head : [],
  );
  return deciders.length === 0 ? new Set() : dependencies(graph, deciders).variables;
}

/** Within a branch of a branch it learns as it stands; beside it the same network, that no sample takes, moves by no bit. */
async function learnsNested(run: GraphRun): Promise<Finding> {
  const { spec, graph } = run;
  if (graph.heads.length === 0) return notAsked("there is no head");
  const entering = graph.inputs.find(({ when }) => Object.keys(when).length === 0)?.name;
  if (entering === undefined) return notAsked("each input is there for some samples only");
  const outer = nested(nested(spec, entering, 1), entering, 2);
  const model = await build(outer);
  try {
    const drawnSamples = samplesFor(model.graph, size, run.seed);
    const taken = new Int32Array(size);
    const samples = { ...drawnSamples, tags: { ...drawnSamples.tags, [side(1)]: taken, [side(2)]: taken } };
    const before = model.hostWeights();
    const count = tf.memory().numTensors;
    const { history } = await train(model, samples, { interruptible: false });
    if (tf.memory().numTensors !== count) fail(`${tf.memory().numTensors - count} tensors stay behind`);
    if (!history.every(({ figures }) => Object.values(figures).every(Number.isFinite)))
      fail("a figure of the training is not finite");
    let moved = 0;
    for (const [path, { data }] of model.hostWeights()) {
      const still = data.every((value, i) => Object.is(value, before.get(path)!.data[i]));
      if (!still) moved++;
      if (!still && path.includes("/empty/")) fail(`${path} moved, and no sample was there`);
    }
    if (moved === 0) fail("nothing of it moved");
    return { detail: "in a branch of a branch, beside empty ones" };
  } finally {
    model.dispose();
  }
}

const side = (depth: number): string => `side${depth}`;

/** The network as the branch of a route by a tag, and once more as its other branch. */
function nested(spec: GraphSpec, input: string, depth: number): GraphSpec {
  const within = (): { nodes: Record<string, NodeSpec>; output: string } => ({
    nodes: { ...spec.nodes, through: { from: input, layers: [{ type: "constant", value: [depth] }] } },
    output: "through",
  });
  return {
    ...(spec.modules && { modules: spec.modules }),
    inputs: spec.inputs,
    ...(spec.targets && { targets: spec.targets }),
    tags: { ...spec.tags, [side(depth)]: ["taken", "empty"] },
    nodes: {
      [`level${depth}`]: {
        type: "route",
        from: input,
        by: { tag: side(depth) },
        branches: { taken: within(), empty: within() },
      },
    },
    training: { epochs: 1, batchSize: 5, seed: 1 },
  };
}

/** What every network is asked. */
export const network: Sort<GraphSpec> = (spec, seed) => {
  const run = new GraphRun(spec, seed);
  return {
    name: run.graph.name === "" ? "the network" : run.graph.name,
    promises: promisesOf(run),
    standing: { spec, samples: run.samples(size) },
  };
};
