/* Gates without labels learn which expert is for whom. */
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { Model } from "../../src/model";
import type { GateLayer, GraphSpec, RouteNode } from "../../src/spec";
import { train } from "../../src/train";
import { graphOf } from "../graph/compile-spec";
import { disposedAfterEach } from "../opened";

beforeAll(() => useBackend());
const opened = disposedAfterEach();
const CENTRES = [
  [2, 0],
  [0, 2],
  [-2, 0],
  [0, -2],
] as const;
const RULES = [
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
] as const;

/** Points around four centres, and two numbers; around each centre the label is another linear rule of the two. */
function clusters(size: number, seed: number): Dataset {
  const random = randomStream(seed, "clusters");
  const x = new Float32Array(size * 4);
  const y = new Float32Array(size);
  for (let sample = 0; sample < size; sample++) {
    const cluster = sample % 4;
    const numbers = [random.normal(), random.normal()];
    x.set([...CENTRES[cluster]!.map((at) => at + 0.3 * random.normal()), ...numbers], sample * 4);
    y[sample] = RULES[cluster]!.reduce((sum, weight, i) => sum + weight * numbers[i]!, 0);
  }
  return { size, inputs: { x: { shape: [4], data: x } }, labels: { y }, tags: {} };
}

const data = clusters(256, 1);
const test = clusters(200, 2);
/** What answering the mean would cost: the variance of the labels. */
const VARIANCE = 2;

type Route = Pick<RouteNode, "select" | "merge">;

const mixture = (route: Route, gate: Partial<GateLayer> = {}, epochs = 16): GraphSpec => ({
  inputs: { x: { shape: [4] } },
  targets: { y: { shape: [1] } },
  nodes: {
    gate: { type: "gate", from: "x", choices: 4, ...gate },
    experts: {
      type: "route",
      from: "x",
      by: "gate",
      branches: { "*": [{ type: "dense", units: 1 }] },
      ...route,
    },
    y: { type: "head", from: "experts", target: "y", project: false },
  },
  training: { batchSize: 32, epochs, optimizer: { type: "adam", learningRate: 0.1 } },
});

/** Trains; the error on other samples as a share of their variance, and the share of the samples that take each expert. */
async function learnt(spec: GraphSpec, bias?: number[]) {
  const model = opened(Model.build(graphOf(spec), { seed: 4 }));
  if (bias) model.setHostWeights(new Map([["gate/bias", { shape: [4], data: Float32Array.from(bias) }]]));
  await train(model, data);
  const { heads, routes } = model.predict(test);
  const labels = test.labels["y"]!;
  const error =
    heads["y"]!.values.reduce((sum, value, i) => sum + (value - labels[i]!) ** 2, 0) / test.size / VARIANCE;
  const load = [0, 0, 0, 0];
  for (const branch of routes["experts"]!.taken) load[branch]! += 1 / test.size;
  return { error, load, weights: model.hostWeights() };
}

describe("on four clusters with a rule each", () => {
  it.each<[string, GraphSpec, number]>([
    ["weighted, the likeliest two", mixture({ select: { top: 2 }, merge: "weighted" }, { balance: { load: 0.05 } }), 0.2],
    ["scaled, the likeliest", mixture({ select: "first", merge: "scaled" }, { noise: { from: 1, to: 0, over: 6 }, balance: { load: 0.2 } }), 0.45],
    ["straight through", mixture({ select: "first", merge: "straightThrough" }, { noise: "gumbel", temperature: { from: 2, to: 0.5, over: 8 }, balance: { load: 0.2 } }), 0.35],
    ["all, weighted", mixture({ select: "all", merge: "weighted" }), 0.15],
  ])("%s: each expert has its part", async (_, spec, most) => {
    const { error, load } = await learnt(spec);
    expect(error).toBeLessThan(most);
    for (const share of load) expect(share).toBeGreaterThan(0.1);
  }); // prettier-ignore

  it("a gate that begins with one expert keeps most of the samples there, and with a balance loss does not", async () => {
    const bias = [10, 0, 0, 0];
    const route = { select: "first", merge: "straightThrough" } as const;
    const collapsed = await learnt(mixture(route, {}, 8), bias);
    const balanced = await learnt(mixture(route, { balance: { load: 2 } }, 8), bias);
    expect(Math.max(...collapsed.load)).toBeGreaterThan(0.6);
    expect(Math.max(...balanced.load)).toBeLessThan(0.5);
    expect(balanced.error).toBeLessThan(collapsed.error - 0.2);
  });

  it("is the same again, to the last bit", async () => {
    const spec = mixture({ select: "first", merge: "scaled" }, { noise: 1, balance: { load: 0.1 } }, 2);
    const [first, second] = [await learnt(spec), await learnt(spec)];
    expect(second).toEqual(first);
  });
});
