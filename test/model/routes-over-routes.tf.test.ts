import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import type { Graph, RouteNode } from "../../src/graph/ir";
import { DeviceData } from "../../src/model/device-data";
import { BatchPlan, Program, requestOf, run } from "../../src/program";
import { Model, understandGraph, type Prediction, type PredictOptions } from "../../src/model";
import type { GraphSpec, RouteNode as RouteSpec } from "../../src/spec";
import { train } from "../../src/train";

beforeAll(async () => {
  await useBackend();
});

const CLASSES = ["ant", "bee", "cod", "eel", "pike", "oak", "elm", "yew"];
const size = 60;

/** Eight classes: animals (insects, fish) and trees (a group that has no groups). */
const targets: GraphSpec["targets"] = {
  species: { classes: CLASSES },
  family: {
    groups: "species",
    classes: { insect: ["ant", "bee"], fish: ["cod", "eel", "pike"], tree: ["oak", "elm", "yew"] },
  },
  kingdom: { groups: "family", classes: { animal: ["insect", "fish"], plant: ["tree"] } },
};

const hidden = { type: "dense", units: 6, activation: "relu" } as const;
const within = (group: string) => ({ type: "head" as const, target: "species", within: group });

function route(from: Partial<RouteSpec> & Pick<RouteSpec, "by" | "branches">): RouteSpec {
  return { type: "route", from: "x", ...from };
}

/** A route over a route over heads, each by a gate, a tag, greedily or jointly. */
function spec(options: {
  inner: "greedy" | "joint";
  outer: "greedy" | "joint";
  outerBy?: "gate" | "tag";
  innerBy?: "gate" | "tag";
}): GraphSpec {
  const { inner, outer, outerBy = "gate", innerBy = "gate" } = options;
  return {
    tags: { realm: ["animal", "plant"], size: ["insect", "fish"] },
    inputs: { x: { shape: [4] } },
    targets,
    nodes: {
      kingdom: { from: "x", layers: [hidden, { type: "head", target: "kingdom" }] },
      family: { from: "x", layers: [hidden, { type: "head", target: "family", within: "animal" }] },
      // Written first: what a route stands on may come after it.
      species: route({
        by: outerBy === "gate" ? "kingdom" : { tag: "realm" },
        decode: outer,
        branches: { animal: { from: "animals" }, plant: [hidden, within("tree")] },
      }),
      animals: route({
        by: innerBy === "gate" ? "family" : { tag: "size" },
        decode: inner,
        branches: { insect: [hidden, within("insect")], fish: [hidden, within("fish")] },
      }),
    },
    training: { epochs: 2, batchSize: 16 },
  };
}

function samples(): Dataset {
  const random = randomStream(7, "samples");
  const draw = () => random.next() * 2 - 1;
  const label = Int32Array.from({ length: size }, (_, i) => i % CLASSES.length);
  return {
    size,
    inputs: { x: { shape: [4], data: Float32Array.from({ length: 4 * size }, draw) } },
    labels: { species: label },
    tags: {
      realm: label.map((species) => (species < 5 ? 0 : 1)),
      size: label.map((species) => (species < 2 ? 0 : 1)),
    },
  };
}

/** What the whole network would answer, from its heads' numbers alone: written anew, one sample at a time. */
function oracle(graph: Graph, prediction: Prediction, data: Dataset, path: string, sample: number): number[] {
  const node = graph.nodes.get(path) as RouteNode;
  const headOf = (headPath: string) => {
    const head = graph.heads.find((candidate) => candidate.path === headPath)!;
    const { values, width } = prediction.heads[head.name]!;
    return { head, row: [...values.subarray(sample * width, (sample + 1) * width)] };
  };
  const answerOf = (index: number): number[] => {
    const { output, members } = node.branches[index]!;
    const answer = CLASSES.map(() => 0);
    if (output === undefined) answer[members![0]!] = 1;
    else if (graph.nodes.get(output)!.kind === "route")
      return oracle(graph, prediction, data, output, sample);
    else {
      const { head, row } = headOf(output);
      head.members!.forEach((member, i) => (answer[member] = row[i]!));
    }
    return answer;
  };
  if ("tag" in node.by) return answerOf(data.tags[node.by.tag]![sample]!);
  const { row: gate } = headOf((node.by as { head: string }).head);
  if (node.merge === "putBack") return answerOf(gate.indexOf(Math.max(...gate)));
  const each = node.branches.map((_, index) => answerOf(index));
  return CLASSES.map((_, c) => gate.reduce((sum, p, index) => sum + p * each[index]![c]!, 0));
}

function expectAnswers(graph: Graph, prediction: Prediction, all: Prediction, data: Dataset, path: string) {
  const answer = prediction.answers[path]!;
  expect(answer.classes).toEqual(CLASSES);
  for (let sample = 0; sample < size; sample++) {
    const expected = oracle(graph, all, data, path, sample);
    const given = [...answer.probabilities.subarray(sample * CLASSES.length, (sample + 1) * CLASSES.length)];
    expected.forEach((p, c) => expect(Math.abs(given[c]! - p)).toBeLessThan(1e-6));
    expect(answer.labels[sample]).toBe(given.indexOf(Math.max(...given)));
    expect(given.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
  }
}

const forms = [
  { inner: "greedy", outer: "greedy" },
  { inner: "joint", outer: "greedy" },
  { inner: "greedy", outer: "joint" },
  { inner: "joint", outer: "joint" },
  { inner: "greedy", outer: "greedy", outerBy: "tag" },
  { inner: "joint", outer: "greedy", outerBy: "tag" },
  { inner: "greedy", outer: "greedy", innerBy: "tag" },
  { inner: "greedy", outer: "joint", innerBy: "tag" },
  { inner: "greedy", outer: "greedy", outerBy: "tag", innerBy: "tag" },
] as const;

describe("a route over a route", { timeout: 120_000 }, () => {
  it.each(forms)("answers as its heads say: %j", async (form) => {
    const data = samples();
    const { graph, problems } = understandGraph(spec(form));
    expect(problems.map(({ message }) => message)).toEqual([]);
    const model = Model.build(graph, { seed: 5 });
    await train(model, data);
    const options: PredictOptions[] = [{}, { branches: "all" }, { batchSize: 7 }];
    // Every head's numbers, for the oracle; a tag's branches run for their own samples only, which is all it asks for.
    const all = model.predict(data, { branches: "all" });
    for (const option of options) {
      expectAnswers(graph, model.predict(data, option), all, data, "species");
    }
    model.dispose();
  });

  it("has the same value as a part of the network", () => {
    const data = samples();
    const { graph } = understandGraph(spec({ inner: "joint", outer: "joint" }));
    const model = Model.build(graph, { seed: 5 });
    const device = new DeviceData(graph, data);
    const request = requestOf(model.index, [{ kind: "value", path: "species" }], {
      training: false,
      routing: "gate",
      branches: "chosen",
    });
    const plan = new BatchPlan(request, device.batch(Int32Array.from({ length: size }, (_, i) => i)));
    const result = run(new Program(request), plan, {
      weights: model.weights,
      random: (path) => randomStream(0, path),
    });
    const value = result.value("species")!.dataSync();
    model.predict(data).answers["species"]!.probabilities.forEach((p, i) => {
      expect(Math.abs(value[i]! - p)).toBeLessThan(1e-6);
    });
    device.dispose();
    model.dispose();
  });
});

describe("three routes over one another", { timeout: 120_000 }, () => {
  it("answer as their heads say, with a group of one on the way", () => {
    const data = samples();
    const { graph, problems } = understandGraph({
      ...spec({ inner: "greedy", outer: "joint" }),
      targets: {
        ...targets,
        life: { groups: "species", classes: { living: CLASSES.slice(0, 7), relic: ["yew"] } },
      },
      nodes: {
        life: { from: "x", layers: [{ type: "head", target: "life" }] },
        ...spec({ inner: "joint", outer: "joint" }).nodes,
        whole: route({ by: "life", decode: "joint", branches: { living: { from: "species" } } }),
      },
    });
    expect(problems.map(({ message }) => message)).toEqual([]);
    const model = Model.build(graph, { seed: 5 });
    const prediction = model.predict(data);
    expectAnswers(graph, prediction, prediction, data, "whole");
    model.dispose();
  });
});

describe("a route over routes that cannot answer", () => {
  it("says what to write", () => {
    const { nodes, ...rest } = spec({ inner: "greedy", outer: "greedy" });
    const build = (plant: RouteSpec["branches"][string]) =>
      understandGraph({
        ...rest,
        nodes: {
          ...nodes,
          species: route({ by: "kingdom", branches: { animal: { from: "animals" }, plant } }),
        },
      });
    expect(() => build([{ type: "dense", units: 8 }])).toThrow(
      '/nodes/species/branches/plant: the branch "animal" is a route\'s answer for "species" (probabilities), and "plant" ' +
        'is no answer; end every branch in a head of "species" or in a route that answers for it',
    );
    expect(() => build([{ type: "head", target: "family" }])).toThrow(/"plant" answers for "family"/);
  });
});
