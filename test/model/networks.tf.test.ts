/* Networks within, run: what modules hold, plans by path, saved models, checkpoints, models loaded inside. */
import * as tf from "@tensorflow/tfjs-core";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import { randomStream } from "../../src/backend/random";
import type { Dataset } from "../../src/data/dataset";
import { build, Model, openModel, saveModel, understandGraph, type HostWeights } from "../../src/model";
import type { BranchSpec, GraphSpec, StackItem, TrainingSpec } from "../../src/spec";
import { train } from "../../src/train";
import { compileSpec, graphOf } from "../graph/compile-spec";

const KERAS = join(__dirname, "../fixtures/keras-model");
let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-networks-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const breeds = ["persian", "siamese", "beagle", "pug", "robin", "owl"];
const hidden: StackItem = { type: "dense", units: 4, activation: "relu" };

/** Order, species, breed: three levels, each inside of the one before, with a module that is no chain. */
const nested = (training: TrainingSpec = {}): GraphSpec => ({
  inputs: { x: { shape: [4] } },
  targets: {
    breed: { classes: breeds },
    species: { groups: "breed", classes: { cat: breeds.slice(0, 2), dog: breeds.slice(2, 4), bird: breeds.slice(4) } },
    order: { groups: "species", classes: { mammal: ["cat", "dog"], bird: ["bird"] } },
  },
  modules: {
    residual: { nodes: { change: { layers: [hidden, { type: "dense", units: 4 }] }, sum: { type: "add", from: ["input", "change"] } } },
  },
  nodes: {
    trunk: { layers: [hidden, "residual"] },
    order: { from: "trunk", layers: [{ type: "head", target: "order" }] },
    breed: {
      type: "route",
      from: "trunk",
      by: "order",
      branches: {
        mammal: {
          nodes: {
            species: { layers: ["residual", { type: "head", target: "species", within: "mammal" }] },
            breed: { type: "route", by: "species", branches: { "*": ["residual", { type: "head", target: "breed" }] } },
          },
        },
        bird: ["residual", { type: "head", target: "breed", within: "bird" }],
      },
    },
  },
  training: { epochs: 1, batchSize: 8, ...training },
}); // prettier-ignore

const SIZE = 36;
function samples(size = SIZE): Dataset {
  const random = randomStream(3, "networks");
  const x = Float32Array.from({ length: 4 * size }, () => 2 * random.next() - 1);
  return {
    size,
    inputs: { x: { shape: [4], data: x } },
    labels: { breed: Int32Array.from({ length: size }, (_, i) => (i % 9 === 8 ? -1 : random.below(6))) },
    tags: {},
  };
}

/** Paths of the weights that are not what they were. */
const moved = (before: HostWeights, after: HostWeights): string[] =>
  [...before.keys()].filter((path) => String(before.get(path)!.data) !== String(after.get(path)!.data));

/** The weights as they are, apart from the model. */
const kept = (model: Model): HostWeights =>
  new Map([...model.hostWeights()].map(([path, weight]) => [path, { ...weight, data: weight.data.slice() }]));

describe("a module that is no chain", () => {
  it("answers as its nodes do where they are written out, and learns as they do", async () => {
    const flat: GraphSpec = {
      ...nested({ epochs: 2 }),
      nodes: {
        first: { layers: [hidden] },
        change: { from: "first", layers: [hidden, { type: "dense", units: 4 }] },
        sum: { type: "add", from: ["first", "change"] },
        y: { from: "sum", layers: [{ type: "head", target: "breed" }] },
      },
    };
    const within: GraphSpec = { ...flat, nodes: { y: { layers: [hidden, "residual", { type: "head", target: "breed" }] } } };
    const path = (flatPath: string) =>
      flatPath.replace(/^first/, "y").replace(/^change/, "y/residual/change");
    const models = [flat, within].map((spec) => Model.build(graphOf(spec), { seed: 4 }));
    const [one, other] = models as [Model, Model];
    other.setHostWeights(new Map([...one.hostWeights()].map(([key, value]) => [path(key), value])));
    for (const model of models) await train(model, samples(), { seed: 2 });
    const [expected, actual] = models.map((model) => model.predict(samples()).answers["y"]!);
    expect([...actual!.labels]).toEqual([...expected!.labels]);
    actual!.probabilities.forEach((p, i) => expect(p).toBeCloseTo(expected!.probabilities[i]!, 5));
    for (const model of models) model.dispose();
  }); // prettier-ignore
});

describe("plans by path, at any depth", () => {
  const run = async (training: TrainingSpec) => {
    // What no phase trains is warned of.
    const model = Model.build(compileSpec(nested(training)).graph!, { seed: 1 });
    const before = kept(model);
    await train(model, samples(), { seed: 1 });
    const paths = moved(before, model.hostWeights());
    model.dispose();
    return paths;
  };

  it("a pattern moves what lies under it, and nothing else", async () => {
    const paths = await run({ phases: [{ name: "inner", train: ["breed/mammal/**", "!breed/mammal/species"] }] });
    expect(paths.length).toBeGreaterThan(4);
    expect(paths.filter((path) => !/^breed\/mammal\/breed\/(cat|dog)\//.test(path))).toEqual([]);
    const gates = await run({ phases: [{ name: "gate", train: ["**/species"], heads: ["breed/mammal/species"] }] });
    expect(new Set(gates.map((path) => path.split("/").slice(0, 3).join("/")))).toEqual(new Set(["breed/mammal/species"]));
  }); // prettier-ignore

  it("heads inside have turns of their own", async () => {
    const graph = graphOf(nested({ alternate: { by: "heads" } }));
    const [phase] = graph.phases;
    expect(phase!.alternation!.turns.map(({ name }) => name)).toEqual([
      "order", "breed/mammal/species", "breed/mammal/breed/cat", "breed/mammal/breed/dog", "breed/bird",
    ]); // prettier-ignore
    expect((await run({ alternate: { by: "heads" } })).length).toBe(graph.variables.size);
  });
});

describe("a network with others within", () => {
  it("is saved as its author wrote it, and opens to the same answers", async () => {
    const model = await build(nested(), { seed: 6 });
    const file = join(folder, "nested.safetensors");
    await saveModel(model, file);
    const opened = openModel(file);
    await saveModel(opened, join(folder, "again.safetensors"));
    expect(readFileSync(join(folder, "again.safetensors"))).toEqual(readFileSync(file));
    for (const size of [0, 1, SIZE]) {
      const [one, other] = [model, opened].map((each) => each.predict(samples(size)).answers["breed"]!);
      expect(other!.labels).toEqual(one!.labels);
      expect(other!.labels).toHaveLength(size);
    }
    model.dispose();
    opened.dispose();
  });

  it("resumes from a checkpoint to the same numbers, and leaves no tensor behind", async () => {
    const spec = nested({ epochs: 3, phases: [{ name: "gates", train: ["order", "**/species"] }, { name: "all", train: ["**"] }] }); // prettier-ignore
    const straight = await build(spec, { seed: 2 });
    await train(straight, samples(), { seed: 2 });
    const resumed = await build(spec, { seed: 2 });
    const before = tf.memory().numTensors;
    const checkpoint = join(folder, "checkpoint.safetensors");
    const stop = new AbortController();
    let steps = 0;
    const update = (): void => {
      if (++steps === 7) stop.abort();
    };
    await train(resumed, samples(), { seed: 2, checkpoint, signal: stop.signal, progress: { update, end: () => undefined } }); // prettier-ignore
    await train(resumed, samples(), { seed: 2, checkpoint });
    expect(tf.memory().numTensors).toBe(before);
    for (const [path, { data }] of straight.hostWeights())
      expect([...resumed.hostWeights().get(path)!.data]).toEqual([...data]);
    straight.dispose();
    resumed.dispose();
  });

  it("may have saved models loaded inside, and opens without their files", async () => {
    const load: StackItem[] = [{ type: "load", model: "model.json", dropLast: 1 }, { type: "head", target: "kind" }];
    const branch: BranchSpec = { nodes: { seen: { layers: load } } };
    const { graph, loader } = understandGraph(
      {
        tags: { source: ["camera", "scan"] },
        inputs: { image: { shape: [8, 8, 2] } },
        targets: { kind: { classes: 3 } },
        nodes: { kind: { type: "route", by: { tag: "source" }, branches: { "*": branch } } },
      },
      KERAS,
    );
    const model = Model.build(graph, { loaded: loader.weights(graph.loaded), stacks: loader.stacks() });
    const file = join(folder, "with-load.safetensors");
    await saveModel(model, file);
    const opened = openModel(file);
    const paths = [...opened.graph.variables.keys()].filter((path) => path.includes("/load/"));
    expect(new Set(paths.map((path) => path.split("/load/")[0]))).toEqual(new Set(["kind/camera/seen", "kind/scan/seen"]));
    for (const path of paths) {
      expect([...opened.hostWeights().get(path)!.data]).toEqual([...model.hostWeights().get(path)!.data]);
    }
    model.dispose();
    opened.dispose();
  }); // prettier-ignore
});
