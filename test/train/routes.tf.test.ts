/* Training through routes: what moves, by how much, and what stays as it is. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { DeviceData } from "../../src/model/device-data";
import { Model, type HostWeights } from "../../src/model";
import { optimizerRule } from "../../src/optimizers";
import type { BranchSpec, GateLayer, GraphSpec, RouteNode, StackItem, TrainingSpec } from "../../src/spec";
import { train } from "../../src/train";
import { NumericError } from "../../src/train/diagnose";
import { OptimizerState } from "../../src/train/optimizer-state";
import { runStep } from "../../src/train/run";
import { StepPrograms } from "../../src/train/step-programs";
import { WeightingState } from "../../src/train/weighting-state";
import { weightingOf } from "../../src/weighting";
import { compileSpec } from "../graph/compile-spec";
import { animals, cascadeSpec, CLASSES, dataTypesSpec, sharedSpec } from "../specs";
import { interrupted } from "./interrupted";
import { disposedAfterEach } from "../opened";

beforeAll(async () => {
  await useBackend();
});
const opened = disposedAfterEach();

const build = (spec: GraphSpec): Model => opened(Model.build(compileSpec(spec).graph!, { seed: 1 }));
const SGD = { type: "sgd", learningRate: 0.1 } as const;
const adam = { type: "adam", learningRate: 0.02 } as const;
const expert: BranchSpec = [{ type: "dense", units: 6, activation: "tanh" }];

/** Experts behind a gate without labels, then one head. */
function mixture(
  route: Partial<Omit<RouteNode, "type">>,
  training: TrainingSpec = { optimizer: SGD },
  gate: Partial<GateLayer> = {},
): GraphSpec {
  const { branches = { "*": expert } } = route;
  return {
    inputs: { features: { shape: [4] } },
    targets: { animal: { classes: CLASSES } },
    nodes: {
      gate: { from: "features", layers: [{ type: "gate", choices: 3, ...gate }] },
      mixed: { type: "route", from: "features", by: "gate", ...route, branches },
      animal: { from: "mixed", layers: [{ type: "head", target: "animal" }] },
    },
    training: { batchSize: 8, epochs: 1, ...training },
  };
}

/** Early exit after the first of two heads. */
function early(): GraphSpec {
  const head: StackItem = { type: "head", target: "animal" };
  return {
    inputs: { features: { shape: [4] } },
    targets: { animal: { classes: CLASSES } },
    nodes: {
      first: { from: "features", layers: [head] },
      animal: { type: "route", from: "features", by: { sure: "first", atLeast: 0.5 }, branches: { sure: { from: "first" }, unsure: [{ type: "dense", units: 6 }, head] } },
    },
    training: { batchSize: 8, optimizer: SGD, epochs: 1 },
  }; // prettier-ignore
}

const plain = (weights: HostWeights): Record<string, number[]> =>
  Object.fromEntries([...weights].map(([path, { data }]) => [path, [...data]]));

/** A model, and its steps over the first samples of a dataset. */
function stepper(spec: GraphSpec, data: Dataset) {
  const model = build(spec);
  const phase = model.graph.phases[0]!;
  const device = opened(new DeviceData(model.graph, data));
  const optimizer = opened(new OptimizerState(optimizerRule(phase.optimizer)));
  const weighting = opened(new WeightingState(weightingOf(phase.weighting), model.graph.heads));
  const programs = new StepPrograms(model.index, phase);
  const turns = phase.alternation?.turns.length ?? 1;
  const step = (number: number, samples: readonly number[], epochs = 0) =>
    runStep(
      model,
      device,
      programs,
      optimizer,
      weighting,
      { turn: number % turns, samples: Int32Array.from(samples), others: [] },
      { seed: 1, step: number, epochs },
    );
  return { model, step };
}

const everyone = (size: number): number[] => Array.from({ length: size }, (_, i) => i);

describe("a step through a route", () => {
  const data = animals(12);
  const after = (spec: GraphSpec, weights?: HostWeights): HostWeights => {
    const { model, step } = stepper(spec, data);
    if (weights) model.setHostWeights(weights);
    for (let number = 1; number <= 3; number++) step(number, everyone(12));
    return model.hostWeights();
  };
  /** The largest distance of two sets of weights, by the paths of the first. */
  const apart = (some: HostWeights, others: HostWeights): number =>
    Math.max(...[...some].flatMap(([path, { data: own }]) => [...own].map((value, i) => Math.abs(value - others.get(path)!.data[i]!)))); // prettier-ignore

  it("of all likely branches is that of all branches", () => {
    const soft = after(mixture({ select: "all", merge: "weighted" }));
    expect(apart(after(mixture({ select: { top: 3 }, merge: "weighted" })), soft)).toBeLessThan(1e-6);
    expect(apart(after(mixture({ select: { atLeast: 1, otherwise: "all" }, merge: "weighted" })), soft)).toBeLessThan(1e-6); // prettier-ignore
    const before = build(mixture({ select: "all", merge: "weighted" })).hostWeights();
    expect(apart(before, soft)).toBeGreaterThan(1e-3);
  });

  it("of the likeliest alone, weighed, is that of a hard choice; so is one where any certainty will do", () => {
    const hard = after(mixture({ select: "first", merge: "putBack" }));
    expect(apart(after(mixture({ select: { top: 1 }, merge: "weighted" })), hard)).toBeLessThan(1e-6);
    const any = { atLeast: 1e-9, otherwise: "all" } as const;
    expect(apart(after(mixture({ select: any, merge: "weighted" })), hard)).toBeLessThan(1e-6);
    expect(apart(after(mixture({ select: "first", merge: "masked" })), hard)).toBeLessThan(1e-6);
  });

  it("whose capacity nothing exceeds is the same to the last bit", () => {
    for (const select of ["first", { top: 2 }] as const)
      for (const overflow of ["drop", "next"] as const) {
        const rules = { select, merge: "scaled" } as const;
        const free = plain(after(mixture(rules)));
        expect(plain(after(mixture({ ...rules, capacity: { factor: 3, overflow } })))).toEqual(free);
        expect(plain(after(mixture({ ...rules, capacity: { factor: 0.5, overflow } })))).not.toEqual(free);
      }
  });

  it("of a soft mixture is that of the dense formula", () => {
    const spec = mixture({ select: "all", merge: "weighted" });
    const { model, step } = stepper(spec, data);
    const weights = new Map([...model.weights].map(([path, value]) => [path, value.clone()]));
    const paths = [...weights.keys()];
    step(1, everyone(12));
    tf.tidy(() => {
      const x = tf.tensor2d(data.inputs["features"]!.data as Float32Array, [12, 4]);
      const dense = (input: tf.Tensor, path: string) =>
        tf.add(tf.matMul(input as tf.Tensor2D, weights.get(`${path}/kernel`) as tf.Tensor2D), weights.get(`${path}/bias`)!);
      const loss = () => {
        const p = tf.softmax(dense(x, "gate/gate"));
        const parts = [0, 1, 2].map((i) => tf.mul(tf.slice(p, [0, i], [-1, 1]), tf.tanh(dense(x, `mixed/${i}/dense`))));
        const logits = dense(tf.addN(parts), "animal/head");
        const ones = tf.tensor2d([...data.labels["animal"]!].flatMap((label) => CLASSES.map((_, i) => (i === label ? 1 : 0))), [12, 6]);
        return tf.neg(tf.mean(tf.sum(tf.mul(ones, tf.logSoftmax(logits)), 1))) as tf.Scalar;
      };
      const { grads } = tf.engine().gradients(loss, paths.map((path) => weights.get(path)!));
      paths.forEach((path, i) => {
        const moved = tf.sub(weights.get(path)!, tf.mul(grads[i]!, 0.1)).dataSync();
        const own = model.weights.get(path)!.dataSync();
        own.forEach((value, at) => expect(Math.abs(value - moved[at]!), path).toBeLessThan(2e-6));
      });
    });
    for (const value of weights.values()) value.dispose();
  }); // prettier-ignore

  it.each([
    ["first", "putBack"],
    ["first", "scaled"],
    ["first", "straightThrough"],
    [{ top: 2 }, "weighted"],
    [{ top: 2 }, "concatenate"],
  ] as const)("moves no bit of a branch that no sample takes: %j, %s", (select, merge) => {
    const spec = mixture({ select, merge }, { optimizer: adam });
    const { model, step } = stepper(spec, data);
    const bias = model.hostWeights().get("gate/gate/bias")!;
    // The third choice never comes near.
    model.setHostWeights(new Map([["gate/gate/bias", { ...bias, data: Float32Array.of(0, 0, -40) }]]));
    const before = plain(model.hostWeights());
    for (let number = 1; number <= 4; number++) step(number, everyone(12));
    const now = plain(model.hostWeights());
    for (const path of Object.keys(before)) {
      if (path.startsWith("mixed/2")) expect(now[path], path).toEqual(before[path]);
      else if (path.startsWith("mixed")) expect(now[path], path).not.toEqual(before[path]);
    }
    const learns = merge !== "putBack" && merge !== "concatenate";
    expect(String(now["gate/gate/kernel"]) !== String(before["gate/gate/kernel"])).toBe(learns);
  });

  it("of which the gate is unsure ends where all its branches do", () => {
    const model = build(mixture({ select: { atLeast: 1, otherwise: "all" }, merge: "weighted" }));
    const { routes } = model.predict(animals(6));
    expect([...routes["mixed"]!.selected]).toEqual(new Array(18).fill(1));
    const sure = build(mixture({ select: { atLeast: 1e-9, otherwise: "all" }, merge: "weighted" }));
    const { selected } = sure.predict(animals(6)).routes["mixed"]!;
    expect(selected.reduce((sum, one) => sum + one, 0)).toBe(6);
  });
});

/** Native TensorFlow is called for each operation: the same instructions, more slowly. */
const STEPS = process.env["ESPALIER_BACKEND"] === "native" ? 60 : 1000;

describe("what holds no tensor after a thousand steps", () => {
  const typed = dataTypesSpec(["float", "int"], { units: 3, ids: 5 }, { batchSize: 4, epochs: 1, optimizer: SGD, alternate: { by: { tag: "dataType" } } }); // prettier-ignore
  const random = randomStream(1, "typed");
  const types: Dataset = {
    size: 8,
    inputs: {
      vector: { shape: [10], data: Float32Array.from({ length: 40 }, () => random.normal()), rows: Int32Array.of(0, 1, 2, 3, -1, -1, -1, -1) },
      id: { shape: [], data: Int32Array.of(0, 1, 2, 3), rows: Int32Array.of(-1, -1, -1, -1, 0, 1, 2, 3) },
    },
    labels: { score: Float32Array.from({ length: 8 }, () => random.normal()) },
    tags: { dataType: Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1) },
  }; // prettier-ignore
  const once = { batchSize: 8, epochs: 1, optimizer: SGD };
  const approaches: [string, GraphSpec, Dataset?][] = [
    ["a cascade", cascadeSpec(once)],
    ["a shared backbone", sharedSpec(once)],
    ["alternating branches", typed, types],
    ["a soft mixture", mixture({ select: "all", merge: "weighted" })],
    ["the likeliest two, with noise and balance", mixture({ select: { top: 2 }, merge: "weighted", capacity: { factor: 1, overflow: "next" } }, undefined, { noise: "learned", balance: { load: 0.1, importance: 0.1, z: 0.01 } })],
    ["an early exit", early()],
    ["straight through", mixture({ merge: "straightThrough" })],
    ["Gumbel-softmax", mixture({ select: "all", merge: "weighted" }, undefined, { noise: "gumbel", temperature: { from: 2, to: 0.5, over: 1 } })],
  ]; // prettier-ignore

  it.each(approaches)("%s", (_, spec, data = animals(8)) => {
    const { model, step } = stepper(spec, data);
    // With different routes from step to step, the smallest way to run all kinds of lists.
    step(1, everyone(8));
    step(2, everyone(8));
    const before = tf.memory().numTensors;
    for (let number = 3; number < STEPS; number++) {
      const ofTurn = data === types ? (number % 2 === 0 ? [0, 1] : [4, 5]) : [number % 8, (3 * number) % 8];
      step(number, ofTurn, number / STEPS);
    }
    expect(tf.memory().numTensors).toBe(before);
    const path = [...model.weights.keys()].find((name) => name.endsWith("kernel"))!;
    const { shape, data: values } = model.hostWeights().get(path)!;
    model.setHostWeights(new Map([[path, { shape, data: values.map(() => 3e38) }]]));
    const all = plain(model.hostWeights());
    expect(() => {
      for (let number = STEPS; number < STEPS + 4; number++) step(number, everyone(8), 1);
    }).toThrow(NumericError);
    expect(tf.memory().numTensors).toBe(before);
    expect(plain(model.hostWeights())).toEqual(all);
  });
});

describe("labels that route for a share of the samples", () => {
  /** The share of a batch for which the labels decide, at some epochs. */
  const routed = (teacherForcing: RouteNode["teacherForcing"] & {}, step: number): number[] => {
    const spec = cascadeSpec({ epochs: 1, batchSize: 8, optimizer: { type: "sgd", learningRate: 1e-30 } });
    const route = spec.nodes["animal"] as RouteNode;
    const changed = { ...spec, nodes: { ...spec.nodes, animal: { ...route, teacherForcing } } };
    const data = animals(400);
    const { model, step: run } = stepper(changed, data);
    // A gate that says "mammal" of every sample.
    const bias = model.hostWeights().get("group/head/bias")!;
    model.setHostWeights(new Map([["group/head/bias", { ...bias, data: Float32Array.of(0, 0, 90) }]]));
    const outcome = run(step, everyone(400), 0.5)!;
    return outcome.heads
      .filter(({ head }) => head.path !== "group/head")
      .map(({ valid, labels }) => (expect(labels.mask).toHaveLength(valid), valid));
  };
  const all = [0, 1].map((group) => animals(400).labels["animal"]!.filter((label) => (group === 0 ? label < 2 : label > 1 && label < 5)).length); // prettier-ignore

  it("all, none, and half of them; the same at the same step, others at another", () => {
    expect(routed(1, 1)).toEqual(all);
    expect(routed(0, 1).reduce((sum, one) => sum + one, 0)).toBe(0);
    const half = routed(0.5, 1);
    half.forEach((count, i) => expect(Math.abs(count / all[i]! - 0.5)).toBeLessThan(0.12));
    expect(routed(0.5, 1)).toEqual(half);
    expect(routed(0.5, 2)).not.toEqual(half);
    // Halfway from 1 to 0.
    expect(routed({ from: 1, to: 0, over: 1 }, 1)).toEqual(half);
  });
});

describe("a run that is interrupted and resumed", () => {
  it.each([
    ["noise and a temperature that falls", mixture({ select: "all", merge: "weighted" }, { optimizer: adam, epochs: 3 }, { noise: "gumbel", temperature: { from: 2, to: 0.3, over: 2 } })],
    ["noise that is learned, capacity and balance", mixture({ select: { top: 2 }, merge: "weighted", capacity: { factor: 0.8, overflow: "next" } }, { optimizer: adam, epochs: 3 }, { noise: "learned", balance: { load: { from: 1, to: 0, over: 2 } } })],
    ["labels that route less and less", (() => {
      const spec = cascadeSpec({ optimizer: adam, epochs: 3, batchSize: 8 });
      const animal = { ...(spec.nodes["animal"] as RouteNode), teacherForcing: { from: 1, to: 0, over: 3 } };
      return { ...spec, nodes: { ...spec.nodes, animal } };
    })()],
  ] as [string, GraphSpec][])("ends as if it never was: %s", async (_, spec) => {
    const { once, resumed } = await interrupted(spec, animals(40), 7);
    expect(plain(resumed.weights)).toEqual(plain(once.weights));
    expect(resumed.result.history.map(({ figures }) => figures)).toEqual(once.result.history.map(({ figures }) => figures));
  }); // prettier-ignore
});

it("a mixture learns, whatever merges it", async () => {
  for (const route of [
    { select: "all", merge: "weighted" },
    { select: { top: 2 }, merge: "weighted" },
    { select: "first", merge: "scaled" },
    { select: "first", merge: "straightThrough" },
  ] as const) {
    const model = build(
      mixture(route, { optimizer: { type: "adam", learningRate: 0.05 }, epochs: 15, batchSize: 16 }),
    );
    const { history } = await train(model, animals(64));
    expect(history.at(-1)!.figures["accuracy"], JSON.stringify(route)).toBeGreaterThan(0.8);
  }
});
