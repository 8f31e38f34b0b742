/*
 * Cascade, predict-then-select and static gate are three ways to run one network: over the same weights they say the same,
 * and what a plain loop says that looks at one sample at a time.
 */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import { routesOf } from "../../src/graph";
import type { Graph } from "../../src/graph/ir";
import { Model, type Prediction } from "../../src/model";
import type { GraphSpec, NodeSpec } from "../../src/spec";
import { compileSpec } from "../graph/compile-spec";
import { animals, cascadeSpec } from "../specs";
import { Sample, softmax } from "./plainly";
import { randomData, randomSpec } from "./random-graphs";

beforeAll(async () => {
  await useBackend();
});

/** Gates that only choose learn nothing, which their author is warned of. */
function graphOf(spec: GraphSpec): Graph {
  const { graph, problems } = compileSpec(spec);
  expect(problems.filter(({ message }) => !message.includes("never learns"))).toEqual([]);
  return graph!;
}

const GRAPHS = 40;
const SIZES = [[0, 24], [1, 5]]; // prettier-ignore
const TOLERANCE = 1e-6;
/** Of float32 against float64, over up to ten layers. */
const PRECISION = 2e-5;

/** Biases too: those of fresh weights are zero. */
function shaken(model: Model, seed: number): void {
  model.setHostWeights(
    new Map(
      [...model.hostWeights()].map(([path, { shape, data }]) => {
        const random = randomStream(seed, path);
        return [path, { shape, data: data.map((value) => value * 1.5 + 0.3 * random.normal()) }];
      }),
    ),
  );
}

/** Largest distance of two lists; a number that is none on one side alone is infinitely far. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let most = actual.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < actual.length; i++) {
    const [a, b] = [actual[i]!, expected[i]!];
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    const apart = Math.abs(a - b);
    most = Math.max(most, Number.isNaN(apart) ? Infinity : apart);
  }
  return most;
}

/** What was said wherever the reference says something: where every branch runs, more is said. */
function agree(actual: Prediction, expected: Prediction): void {
  const said = (reference: Float32Array, values: Float32Array) =>
    values.map((value, i) => (Number.isNaN(reference[i]!) ? NaN : value));
  for (const [name, { values }] of Object.entries(expected.heads)) {
    const own = said(values, actual.heads[name]!.values);
    expect(distance(own, values), name).toBeLessThan(TOLERANCE);
  }
  for (const [name, { taken, selected, branches }] of Object.entries(expected.routes)) {
    const own = actual.routes[name]!;
    taken.forEach((branch, sample) => {
      if (branch === -1) return;
      expect(own.taken[sample], name).toBe(branch);
      const row = [sample * branches.length, (sample + 1) * branches.length] as const;
      expect(own.selected.slice(...row), name).toEqual(selected.slice(...row));
    });
  }
  for (const [name, { labels, probabilities }] of Object.entries(expected.answers)) {
    const own = actual.answers[name]!;
    expect(distance(said(probabilities, own.probabilities), probabilities), name).toBeLessThan(TOLERANCE);
    labels.forEach((label, sample) => label >= 0 && expect(own.labels[sample], name).toBe(label));
  }
}

const seen = { depth: 0, empty: 0, full: 0, deciders: new Set<string>(), paths: 0 };

describe("over the same weights", () => {
  it.each(Array.from({ length: GRAPHS }, (_, seed) => seed))("network %i says one thing", (seed) => {
    const before = tf.memory().numTensors;
    const { masks, spec } = randomSpec(seed);
    const gated = randomSpec(seed, "masked").spec;
    const model = Model.build(graphOf(spec), { seed });
    const masked = Model.build(graphOf(gated), { seed });
    shaken(model, seed);
    masked.setHostWeights(model.hostWeights());
    const weights = model.hostWeights();
    const routes = routesOf(model.graph);
    for (const size of SIZES[seed % 2]!) {
      const data = randomData(seed, size, masks);
      const cascade = model.predict(data);
      agree(model.predict(data, { branches: "all" }), cascade);
      agree(masked.predict(data), cascade);
      if (size > 1) agree(model.predict(data, { batchSize: size > 5 ? 17 : 1 }), cascade);
      const samples = Array.from({ length: size }, (_, i) => new Sample(model.graph, weights, data, i));
      for (const route of routes) {
        const { taken, branches } = cascade.routes[route.path]!;
        seen.depth = Math.max(seen.depth, route.path.split("/").length);
        seen.deciders.add(Object.keys(route.by)[0]!);
        taken.forEach((branch, sample) => {
          if (branch >= 0) expect(samples[sample]!.branches(route)).toEqual([branch]);
        });
        const kinds = new Set(taken);
        if (size > 1 && branches.length > 1 && kinds.size === 1) seen.full++;
        if (size > 1 && branches.some((_, i) => !kinds.has(i))) seen.empty++;
        const answer = cascade.answers[route.path];
        if (!answer) continue;
        samples.forEach((one, sample) => {
          if (taken[sample] === -1) return;
          const p = one.value(route.path);
          const own = answer.probabilities.slice(sample * p.length, (sample + 1) * p.length);
          expect(distance(own, p), route.path).toBeLessThan(PRECISION);
          seen.paths++;
        });
      }
      for (const head of model.graph.heads) {
        const { values, width, classes } = cascade.heads[head.name]!;
        samples.forEach((one, sample) => {
          const own = values.slice(sample * width, (sample + 1) * width);
          if (Number.isNaN(own[0])) return;
          const said = one.value(head.path);
          const expected = classes ? softmax(said.length === 1 ? [0, said[0]!] : said) : said;
          expect(distance(own, expected), head.path).toBeLessThan(PRECISION);
        });
      }
    }
    model.dispose();
    masked.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("and these networks had routes in routes, empty branches, full ones, and everybody who decides", () => {
    expect(seen.deciders).toEqual(new Set(["head", "tag", "sure", "mask", "constant"]));
    expect(seen.depth).toBeGreaterThanOrEqual(7);
    expect(seen.empty).toBeGreaterThan(40);
    expect(seen.full).toBeGreaterThan(5);
    expect(seen.paths).toBeGreaterThan(500);
  });
});

it("what a prediction calls the gate of a route is the head as it decides: at its temperature", () => {
  const spec = cascadeSpec();
  const group: NodeSpec = {
    from: "features",
    layers: [{ type: "head", target: "group", temperature: { from: 4, to: 0.5, over: 2 } }],
  };
  const model = Model.build(graphOf({ ...spec, nodes: { ...spec.nodes, group } }), { seed: 1 });
  const { routes, heads } = model.predict(animals(5));
  const p = heads["group"]!.values;
  for (let sample = 0; sample < 5; sample++) {
    const row = [...p.slice(3 * sample, 3 * sample + 3)];
    const gate = routes["animal"]!.gate!.slice(3 * sample, 3 * sample + 3);
    expect(distance(gate, softmax(row.map((one) => Math.log(one) / 0.5)))).toBeLessThan(1e-6);
    expect(distance(gate, row)).toBeGreaterThan(1e-3);
  }
  model.dispose();
});
