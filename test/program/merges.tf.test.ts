/* Every way of merging: its value, and its gradients to branches and gate, against one sample at a time in float64. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import type { Graph } from "../../src/graph/ir";
import { Model, type HostWeights } from "../../src/model";
import { DeviceData } from "../../src/model/device-data";
import { BatchPlan, Program, requestOf, run, type Mode } from "../../src/program";
import type { BranchSpec, GraphSpec, Merge, RouteBy, RouteNode, Select, StackItem } from "../../src/spec";
import { compileSpec } from "../graph/compile-spec";
import { PREDICTION, TRAINING } from "./facts";
import { plainly, type Anchor, type Weights } from "./plainly";

beforeAll(async () => {
  await useBackend();
});

const ALL: Mode = { ...PREDICTION, branches: "all" };
const MODES: [string, Mode][] = [
  ["chosen branches", PREDICTION],
  ["all branches", ALL],
  ["training", TRAINING],
];

function graphOf(spec: GraphSpec): Graph {
  const { graph, problems } = compileSpec(spec);
  const wrong = problems.filter(({ severity }) => severity === "error");
  if (!graph) throw new Error(wrong.map(({ pointer, message }) => `${pointer} ${message}`).join("\n"));
  return graph;
}

type Rules = Pick<RouteNode, "select" | "merge"> & { by?: RouteBy };

const unit: StackItem = { type: "dense", units: 4, activation: "tanh" };
const shapes: Record<number, BranchSpec> = {
  1: [unit],
  2: [unit, { type: "reshape", targetShape: [2, 2] }],
  3: [unit, { type: "reshape", targetShape: [2, 1, 2] }],
};
const byGate: RouteBy = { head: "gate" };

/** A route over features of a rank; a head stands on it. */
function features({ by = byGate, ...rules }: Rules, rank: number): GraphSpec {
  const keys = "sure" in by ? ["sure", "unsure"] : ["0", "1", "2"];
  const branches: Record<string, BranchSpec> = Object.fromEntries(
    keys.map((key, i) => [key, shapes[rank] ?? { from: ["s", "t", "u"][i]! }]),
  );
  const { select } = rules;
  if (typeof select === "object" && "otherwise" in select && select.otherwise === "unsure")
    branches["unsure"] = branches["0"]!;
  return {
    inputs: { x: { shape: [3] }, s: { shape: [] }, t: { shape: [] }, u: { shape: [] }, m: { shape: [3] } },
    targets: { y: { classes: ["a", "b", "c"] }, score: { shape: [1] } },
    nodes: {
      gate: { from: "x", layers: [{ type: "gate", choices: 3, temperature: 0.7 }] },
      label: { from: "x", layers: [unit, { type: "head", target: "y" }] },
      route: { type: "route", from: "x", by, branches, ...rules },
      end: {
        from: "route",
        layers: [
          rank === 0 ? { type: "reshape", targetShape: [1] } : "flatten",
          { type: "head", target: "score" },
        ],
      },
    },
  };
}

/** Branches that answer: three classes, two of one logit, a group of one, and another route. */
function answers({ by = { head: "group" }, ...rules }: Rules, inner: Merge = "putBack"): GraphSpec {
  const head = (within: string, loss?: "binaryCrossentropy"): StackItem => ({ type: "head", target: "y", within, ...(loss && { loss }) }); // prettier-ignore
  return {
    inputs: { x: { shape: [3] }, m: { shape: [4] } },
    targets: {
      y: { classes: ["a", "b", "c", "d", "e", "f", "g", "h", "i"] },
      pair: { groups: "y", classes: { de: ["d", "e"], abc: ["a", "b", "c"], f: ["f"], gh: ["g", "h"], i: ["i"] } },
      group: { groups: "pair", classes: { one: ["abc"], two: ["de"], single: ["f"], more: ["gh", "i"] } },
      score: { shape: [1] },
    },
    nodes: {
      group: { from: "x", layers: [{ type: "head", target: "group", temperature: 0.8 }] },
      route: {
        type: "route",
        from: "x",
        by,
        branches: {
          one: [head("abc")],
          two: [head("de", "binaryCrossentropy")],
          more: {
            nodes: {
              pair: { layers: [{ type: "head", target: "pair", within: "more", loss: "binaryCrossentropy" }] },
              inner: { type: "route", by: "pair", branches: { gh: [head("gh")] }, select: inner === "putBack" ? "first" : "all", merge: inner },
            },
          },
        },
        ...rules,
      },
      end: { from: "route", layers: [{ type: "head", target: "score" }] },
    },
  }; // prettier-ignore
}

function dataOf(graph: Graph, size: number): Dataset {
  const inputs = graph.inputs.map(({ name, shape }) => {
    const random = randomStream(4, name);
    const length = size * shape.reduce((product, one) => product * one, 1);
    // Of a mask some numbers are 0, but never all.
    const value = (i: number) => (name === "m" ? (i % shape[0]! === 1 ? 1.5 : random.below(3)) : random.normal());
    return [name, { shape, data: Float32Array.from({ length }, (_, i) => value(i)) }] as const;
  }); // prettier-ignore
  return { size, inputs: Object.fromEntries(inputs), labels: {}, tags: {} };
}

/** @param lean of the gate towards its second choice */
function weightsOf(model: Model, lean: number): HostWeights {
  return new Map(
    [...model.hostWeights()].map(([path, { shape, data }]) => {
      const random = randomStream(6, path);
      const values = data.map((value) => value + 0.3 * random.normal());
      if (/^(gate|group)\/.*bias/.test(path)) values[1]! += lean;
      return [path, { shape, data: values }];
    }),
  );
}

const coefficient = (i: number): number => Math.sin(1 + 1.7 * i);

/** The value, and the gradient of a sum of it by path, on TensorFlow. */
function actual(model: Model, data: Dataset, mode: Mode, path = "route") {
  const program = new Program(requestOf(model.index, [{ kind: "value", path }], mode));
  const device = new DeviceData(model.graph, data);
  let value: number[] = [];
  let shape: number[] = [];
  const gradients = new Map<string, number[]>();
  try {
    tf.tidy(() => {
      const paths = [...model.weights.keys()];
      const loss = (): tf.Scalar => {
        const samples = Int32Array.from({ length: data.size }, (_, i) => i);
        const plan = new BatchPlan(program.request, device.batch(samples));
        const random = (key: string) => randomStream(0, key);
        const result = run(program, plan, { weights: model.weights, random }).value(path);
        if (!result) return tf.scalar(0);
        value = [...result.dataSync()];
        shape = result.shape;
        const factors = tf.tensor(
          Float32Array.from(value, (_, i) => coefficient(i)),
          shape,
        );
        return tf.sum(tf.mul(result, factors));
      };
      const variables = paths.map((name) => model.weights.get(name)!);
      const { grads } = tf.engine().gradients(loss, variables, undefined, true);
      (grads as (tf.Tensor | undefined)[]).forEach((gradient, i) => {
        if (gradient) gradients.set(paths[i]!, [...gradient.dataSync()]);
      });
    });
    return { value, shape, gradients };
  } finally {
    device.dispose();
  }
}

/** The same one sample at a time, gradients by central differences. */
function expected(graph: Graph, host: HostWeights, data: Dataset, path = "route") {
  const anchor: Anchor = new Map();
  const weights: Weights = new Map([...host].map(([name, { shape, data: values }]) => [name, { shape, data: Float64Array.from(values) }])); // prettier-ignore
  const samples = Array.from({ length: data.size }, (_, i) => i);
  const value = () => plainly(graph, weights, data, path, samples, anchor).flat();
  const loss = () => value().reduce((sum, one, i) => sum + one * coefficient(i), 0);
  const first = value();
  const step = 1e-5;
  const gradients = new Map(
    [...weights].map(([name, { data: values }]) => {
      const own = values as Float64Array;
      const gradient = own.map((was, i) => {
        const [up, down] = [step, -step].map((move) => ((own[i] = was + move), loss()));
        own[i] = was;
        return (up! - down!) / (2 * step);
      });
      return [name, gradient] as const;
    }),
  );
  return { value: first, gradients };
}

interface Changed {
  /** Of the gate towards its second choice. */
  readonly lean?: number;
  /** Whether the gate says NaN of every other sample, and of the rest that its first choice is out of the question. */
  readonly nan?: boolean;
}

function compare(spec: GraphSpec, mode: Mode, size: number, { lean = 0, nan = false }: Changed = {}): void {
  const before = tf.memory().numTensors;
  const graph = graphOf(spec);
  const model = Model.build(graph, { seed: 1 });
  const weights = weightsOf(model, lean);
  const data = dataOf(graph, size);
  if (nan) {
    // 0 times infinity.
    weights.get("gate/gate/kernel")!.data[0] = Infinity;
    for (let sample = 0; sample < size; sample++) data.inputs["x"]!.data[3 * sample] = -(sample % 2);
  }
  model.setHostWeights(weights);
  const found = actual(model, data, mode);
  const wanted = expected(graph, weights, data);
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
  expect(found.value).toHaveLength(wanted.value.length);
  wanted.value.forEach((value, i) => expect(Math.abs(found.value[i]! - value)).toBeLessThan(5e-6));
  if (size > 0) expect(found.shape).toEqual([size, ...graph.nodes.get("route")!.shape]);
  for (const [path, gradient] of wanted.gradients) {
    if (nan && !path.startsWith("route/")) continue;
    const own = found.gradients.get(path);
    gradient.forEach((value, i) => expect(Math.abs((own?.[i] ?? 0) - value), path).toBeLessThan(3e-5));
  }
}

const unsure: Select = { atLeast: 0.6, otherwise: "all" };
const ways: Rules[] = [
  { select: "first", merge: "putBack" },
  { select: { atLeast: 0.6, otherwise: "unsure" }, merge: "putBack" },
  { select: { top: 2 }, merge: "weighted" },
  { select: "all", merge: "weighted" },
  { select: unsure, merge: "weighted" },
  { select: { atLeast: 0.6, otherwise: { top: 2 } }, merge: "weighted" },
  { select: { atLeast: 0.6, otherwise: "unsure" }, merge: "weighted" },
  { select: "first", merge: "scaled" },
  { select: { top: 2 }, merge: "scaled" },
  { select: "all", merge: "scaled" },
  { select: { atLeast: 0.6, otherwise: "unsure" }, merge: "scaled" },
  { select: "first", merge: "straightThrough" },
  { select: { top: 2 }, merge: "straightThrough" },
  { select: "all", merge: "straightThrough" },
  { select: { atLeast: 0.6, otherwise: "unsure" }, merge: "straightThrough" },
  { select: "first", merge: "masked" },
  { select: { top: 2 }, merge: "masked" },
  { select: { atLeast: 0.6, otherwise: "unsure" }, merge: "masked" },
  { select: { top: 2 }, merge: "sum" },
  { select: "all", merge: "sum" },
  { select: "first", merge: "concatenate" },
  { select: { top: 2 }, merge: "concatenate" },
  { select: "all", merge: "concatenate" },
  { select: { atLeast: 0.6, otherwise: "unsure" }, merge: "concatenate" },
];
const others: Rules[] = [
  { by: { mask: "m" }, select: "first", merge: "putBack" },
  { by: { mask: "m" }, select: { top: 2 }, merge: "weighted" },
  { by: { mask: "m" }, select: "all", merge: "scaled" },
  { by: { mask: "m" }, select: "all", merge: "masked" },
  { by: { mask: "m" }, select: "all", merge: "concatenate" },
  { by: { constant: [0, 2, 1] }, select: "all", merge: "weighted" },
  { by: { constant: [0, 2, 1] }, select: "all", merge: "sum" },
  { by: { constant: [1, 2, 1] }, select: "all", merge: "scaled" },
  { by: { constant: [1, 2, 1] }, select: "first", merge: "masked" },
  { by: { sure: "label", atLeast: 0.45 }, merge: "putBack" },
  { by: { sure: "label", entropyBelow: 1 }, merge: "concatenate" },
];
/** Every way with its chosen branches; of the other modes each has half. */
const some = <T>(cases: readonly T[], mode: Mode): T[] =>
  cases.filter((_, i) => mode === PREDICTION || i % 2 === (mode === ALL ? 0 : 1));
const named = (rules: Rules): string => JSON.stringify(rules);

describe.each(MODES)("%s", (_, mode) => {
  it.each(some(ways, mode).map((rules, i) => [named(rules), rules, i] as const))(
    "features: %s",
    (_, rules, i) => {
      compare(features(rules, 1 + (i % 3)), mode, 5);
    },
  );

  it.each(some(others, mode).map((rules, i) => [named(rules), rules, i] as const))(
    "features: %s",
    (_, rules, i) => {
      compare(features(rules, 1 + (i % 3)), mode, 5);
    },
  );

  const answering: [Rules, Merge?][] = [
    [{ select: "first", merge: "putBack" }],
    [{ select: "first", merge: "joint" }],
    [{ select: { top: 2 }, merge: "joint" }, "joint"],
    [{ select: "all", merge: "joint" }, "joint"],
    [{ select: { atLeast: 0.6, otherwise: { top: 3 } }, merge: "joint" }],
    [{ select: { top: 2 }, merge: "weighted" }],
    [{ select: "all", merge: "weighted" }, "joint"],
    [{ select: "first", merge: "straightThrough" }],
    [{ select: { top: 2 }, merge: "straightThrough" }, "joint"],
    [{ select: "first", merge: "masked" }, "joint"],
    [{ select: { top: 2 }, merge: "masked" }, "joint"],
    [{ select: "all", merge: "masked" }, "joint"],
    [{ by: { mask: "m" }, select: "all", merge: "weighted" }],
  ];
  it.each(some(answering, mode).map(([rules, inner]) => [named(rules), rules, inner] as const))(
    "answers: %s",
    (_, rules, inner) => {
      const spec = answers(rules, inner);
      if (rules.by) {
        const route = spec.nodes["route"] as RouteNode;
        spec.nodes["route"] = { ...route, branches: { ...route.branches, single: route.branches["two"]! } };
      }
      compare(spec, mode, 5);
    },
  );

  it.each(some([ways[2]!, ways[7]!, ways[11]!, ways[15]!, ways[18]!, ways[21]!], mode).map((rules) => [named(rules), rules] as const))(
    "none, one, and all in one branch: %s",
    (_, rules) => {
      compare(features(rules, 2), mode, 0);
      compare(features(rules, 3), mode, 1);
      compare(features(rules, 1), mode, 3, { lean: 6 });
    },
  ); // prettier-ignore

  it.each(some(ways.filter(({ select }) => select !== "all"), mode).map((rules) => [named(rules), rules] as const))(
    "a gate that says nothing of some samples: %s",
    (_, rules) => compare(features(rules, 1), mode, 4, { nan: true }),
  ); // prettier-ignore
});

it.each(ways.filter(({ merge }) => merge !== "concatenate").map((rules) => [named(rules), rules] as const))(
  "numbers without an axis: %s",
  (_, rules) => compare(features(rules, 0), PREDICTION, 4),
);
