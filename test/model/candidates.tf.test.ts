import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import {
  Model,
  understandGraph,
  type Candidate,
  type CandidateOptions,
  type Prediction,
} from "../../src/model";
import type { GraphSpec, RouteNode } from "../../src/spec/language";
import { breeds, breedSpec, type BreedOptions } from "../breeds";
import { animals, cascadeSpec, sharedSpec } from "../specs";

beforeAll(async () => {
  await useBackend();
});

const hidden = { type: "dense", units: 4, activation: "relu" } as const;

/** One of the gates with a temperature. */
const nested = (rules: BreedOptions["rules"] = {}): GraphSpec =>
  breedSpec({ rules, hidden: [hidden], species: { temperature: 0.5 } });

function samples(size: number): Dataset {
  const random = randomStream(3, "candidates");
  const data = Float32Array.from({ length: 4 * size }, () => 2 * random.normal());
  return { size, inputs: { x: { shape: [4], data } }, labels: {}, tags: {} };
}

const build = (spec: GraphSpec, seed = 5): Model => Model.build(understandGraph(spec).graph, { seed });

/** Every class of a sample by plain arithmetic, from what each head says where it runs for every sample. */
function byHand({ heads }: Prediction, sample: number): Candidate[] {
  const says = (name: string) => [...heads[name]!.values.subarray(sample * 2, sample * 2 + 2)];
  const [mammal, bird] = says("order") as [number, number];
  // At a temperature of one half odds are squared.
  const odds = says("breed/mammal/species").map((p) => p * p);
  const [cat, dog] = odds.map((p) => p / (odds[0]! + odds[1]!)) as [number, number];
  const ends = [
    { p: mammal * cat, head: "breed/mammal/breed/cat", route: ["mammal", "cat"] },
    { p: mammal * dog, head: "breed/mammal/breed/dog", route: ["mammal", "dog"] },
    { p: bird, head: "breed/bird", route: ["bird"] },
  ];
  return ends
    .flatMap(({ p, head, route }, group) =>
      says(head).map((own, i) => {
        const label = 2 * group + i;
        return { class: breeds[label]!, label, probability: p * own, route };
      }),
    )
    .sort((a, b) => b.probability - a.probability);
}

function expectCandidates(actual: readonly Candidate[], expected: readonly Candidate[]): void {
  const names = (candidates: readonly Candidate[]) =>
    candidates.map(({ class: name, label, route }) => [name, label, route]);
  expect(names(actual)).toEqual(names(expected));
  actual.forEach(({ probability }, i) => expect(probability).toBeCloseTo(expected[i]!.probability, 5));
}

describe("candidates of three levels", () => {
  const data = samples(30);

  it.each([
    ["its first choice", {}],
    ["all where it is unsure", { select: { atLeast: 0.8, otherwise: "all" }, merge: "joint" }],
    ["all", { select: "all", merge: "joint" }],
  ] as const)("are p(group) · p(class | group), where a route selects %s", (_, rules) => {
    const model = build(nested(rules));
    const everywhere = model.predict(data, { branches: "all" });
    for (const atLeast of [0, 0.05, 0.3]) {
      const { candidates } = model.predict(data, { candidates: { top: 4, atLeast }, batchSize: 7 });
      const { name, target, classes, samples: found } = candidates!["breed"]!;
      expect([name, target, classes]).toEqual(["breed", "breed", breeds]);
      expect(found).toHaveLength(data.size);
      found.forEach((actual, sample) => {
        const expected = byHand(everywhere, sample).filter(({ probability }) => probability >= atLeast);
        expectCandidates(actual, expected.slice(0, 4));
      });
    }
    model.dispose();
  });

  it("are listed of several branches where a gate is unsure, and change nothing else", () => {
    const model = build(nested());
    const { candidates, ...rest } = model.predict(data, { candidates: { top: 6, atLeast: 0.1 } });
    expect(rest).toEqual(model.predict(data));
    const ways = candidates!["breed"]!.samples.map((of) => new Set(of.map(({ route }) => route[0])).size);
    expect(new Set(ways)).toEqual(new Set([1, 2]));
    model.dispose();
  });

  it("are the classes of a head that answers by itself", () => {
    const model = build(nested());
    const { heads, candidates } = model.predict(data, { candidates: {} });
    candidates!["order"]!.samples.forEach((found, sample) => {
      const said = [...heads["order"]!.values.subarray(sample * 2, sample * 2 + 2)];
      expect(found.map(({ label }) => said[label])).toEqual(said.toSorted((a, b) => b - a));
      expect(found.every(({ route }) => route.length === 0)).toBe(true);
    });
    model.dispose();
  });
});

describe("candidates", () => {
  const data = animals(40);

  it.each([
    ["of a cascade with a group of one", cascadeSpec(undefined, "joint")],
    ["of heads outside of the branches", { ...sharedSpec(), nodes: joint(sharedSpec()) }],
    ["of a route whose answer is read", priced()],
  ])("%s are the joint answer, ranked", (_, spec) => {
    const model = build(spec, 3);
    const { answers, candidates } = model.predict(data, { candidates: { top: 6 } });
    const { probabilities } = answers["animal"]!;
    candidates!["animal"]!.samples.forEach((found, sample) => {
      const row = [...probabilities.subarray(sample * 6, sample * 6 + 6)];
      expect(found).toHaveLength(6);
      found.forEach(({ label, probability }) => expect(probability).toBeCloseTo(row[label]!, 5));
      const ranked = found.map(({ probability }) => probability);
      expect(ranked).toEqual(ranked.toSorted((a, b) => b - a));
    });
    model.dispose();
  });

  it("of experts that all answer for every class are summed, with the likeliest way", () => {
    const model = build(mixture(), 3);
    const { answers, heads, routes, candidates } = model.predict(data, { candidates: { top: 6 } });
    candidates!["animal"]!.samples.forEach((found, sample) => {
      for (const { label, probability, route } of found) {
        expect(probability).toBeCloseTo(answers["animal"]!.probabilities[sample * 6 + label]!, 5);
        const parts = [0, 1].map(
          (i) => routes["animal"]!.gate![sample * 2 + i]! * heads[`animal/${i}`]!.values[sample * 6 + label]!,
        );
        expect(route).toEqual([parts[0]! >= parts[1]! ? "0" : "1"]);
      }
    });
    model.dispose();
  });

  it("of a sample that takes a way out of which the gate knows nothing are that branch's", () => {
    const model = build(withWayOut(), 3);
    const { routes, heads, candidates } = model.predict(data, { candidates: { top: 6 } });
    const { taken } = routes["animal"]!;
    expect(new Set(taken).has(3)).toBe(true);
    expect(new Set(taken).size).toBeGreaterThan(1);
    candidates!["animal"]!.samples.forEach((found, sample) => {
      const unsure = taken[sample] === 3;
      expect(found.every(({ route }) => (route[0] === "unsure") === unsure)).toBe(true);
      expect(found.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
      if (!unsure) return;
      const said = heads["animal/unsure"]!.values.subarray(sample * 6, sample * 6 + 6);
      found.forEach(({ label, probability }) => expect(probability).toBeCloseTo(said[label]!, 5));
    });
    model.dispose();
  });

  it("of a sample that leaves early are those of the exit that it takes", () => {
    const model = build(earlyExit(), 3);
    const { routes, answers, candidates } = model.predict(data, { candidates: { top: 6 } });
    const { taken } = routes["animal"]!;
    expect(new Set(taken)).toEqual(new Set([0, 1]));
    candidates!["animal"]!.samples.forEach((found, sample) => {
      expect(found[0]!.route).toEqual([["sure", "unsure"][taken[sample]!]]);
      expect(found[0]!.label).toBe(answers["animal"]!.labels[sample]);
    });
    model.dispose();
  });

  it("are there for no sample and for one, and leave no tensor behind", () => {
    const before = tf.memory().numTensors;
    const model = build(nested());
    for (const size of [0, 1]) {
      const { candidates } = model.predict(samples(size), { candidates: {} });
      expect(candidates!["breed"]!.samples).toHaveLength(size);
      expect(candidates!["breed"]!.samples.every((found) => found.length === 3)).toBe(true);
    }
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ top: 0 }, /candidates: top is 0/],
    [{ top: 1.5 }, /candidates: top is 1.5/],
    [{ atLeast: 1.1 }, /candidates: atLeast is 1.1/],
    [{ atLeast: -0.1 }, /candidates: atLeast is -0.1/],
    [{ most: 3 } as CandidateOptions, /candidates has no option "most"/],
  ])("%j is refused", (candidates, message) => {
    const model = build(nested());
    expect(() => model.predict(samples(1), { candidates })).toThrow(message);
    model.dispose();
  });
});

/** The nodes of a network whose route decides jointly. */
function joint({ nodes }: GraphSpec): GraphSpec["nodes"] {
  const animal: RouteNode = { ...(nodes["animal"] as RouteNode), select: "all", merge: "joint" };
  return { ...nodes, animal };
}

/** A head over a greedy answer: candidates must not change what it sees. */
function priced(): GraphSpec {
  const spec = cascadeSpec(undefined, "joint");
  return {
    ...spec,
    targets: { ...spec.targets, price: { shape: [1] } },
    nodes: { ...spec.nodes, price: { type: "head", from: "animal", target: "price" } },
    training: {},
  };
}

/** Two experts over all classes behind a gate without labels. */
function mixture(): GraphSpec {
  const { inputs, targets } = cascadeSpec();
  return {
    inputs,
    targets,
    nodes: {
      gate: { layers: [{ type: "gate", choices: 2, temperature: 0.3 }] },
      animal: {
        type: "route",
        from: "features",
        by: "gate",
        select: "all",
        merge: "joint",
        branches: { "*": [hidden, { type: "head", target: "animal" }] },
      },
    },
  };
}

function withWayOut(): GraphSpec {
  const spec = cascadeSpec({});
  const { branches } = spec.nodes["animal"] as RouteNode;
  const unsure = [hidden, { type: "head", target: "animal" }] as const;
  return {
    ...spec,
    nodes: {
      ...spec.nodes,
      animal: {
        type: "route",
        from: "features",
        by: "group",
        select: { atLeast: 0.6, otherwise: "unsure" },
        branches: { ...branches, unsure: [...unsure] },
      },
    },
  };
}

function earlyExit(): GraphSpec {
  const { inputs, targets } = cascadeSpec();
  return {
    inputs,
    targets,
    nodes: {
      first: { from: "features", layers: [{ type: "head", target: "animal" }] },
      animal: {
        type: "route",
        from: "features",
        by: { sure: "first", atLeast: 0.5 },
        branches: { sure: { from: "first" }, unsure: [hidden, { type: "head", target: "animal" }] },
      },
    },
  };
}
