import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend";
import type { Dataset } from "../../src/data/dataset";
import { build, Model, openModel, saveModel, understandGraph } from "../../src/model";
import type { GraphSpec, RouteNode, StackItem } from "../../src/spec";
import { train } from "../../src/train";
import { animals, cascadeSpec } from "../specs";

const FIXTURE = join(__dirname, "../fixtures/keras-model");
let folder = "";
beforeAll(async () => {
  await useBackend();
  folder = mkdtempSync(join(tmpdir(), "espalier-saved-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A network that is nothing but a saved Keras model. */
function around(model: string, options: { trainable?: boolean; dropLast?: number } = {}): GraphSpec {
  return {
    inputs: { image: { shape: [8, 8, 2] } },
    targets: { kind: { classes: 3 } },
    nodes: {
      kind: {
        layers: [
          { type: "load", model, ...options },
          { type: "head", target: "kind", project: options.dropLast !== undefined },
        ],
      },
    },
  };
}

const expected = JSON.parse(readFileSync(join(FIXTURE, "expected.json"), "utf8")) as {
  input: number[];
  output: number[];
};
const images: Dataset = {
  size: 4,
  inputs: { image: { shape: [8, 8, 2], data: Float32Array.from(expected.input) } },
  labels: { kind: Int32Array.of(0, 1, 2, 0) },
  tags: {},
};

describe("a Keras model saved by tfjs", () => {
  it("gives the same numbers as in tfjs-layers", () => {
    const { graph, loader } = understandGraph(around("model.json"), FIXTURE);
    const model = Model.build(graph, { loaded: loader.weights(graph.loaded), stacks: loader.stacks() });
    // The head takes the model's probabilities as logits: its softmax is undone by the logarithm.
    const { values } = model.predict(images).heads["kind"]!;
    for (let row = 0; row < 4; row++) {
      const powers = expected.output.slice(row * 3, row * 3 + 3).map(Math.exp);
      const total = powers.reduce((a, b) => a + b);
      powers.forEach((power, i) => expect(values[row * 3 + i]).toBeCloseTo(power / total, 5));
    }
    model.dispose();
  });

  it("stays as it is where the spec says so, and lends its features to another head", async () => {
    const spec = around("model.json", { trainable: false, dropLast: 1 });
    const { graph, loader } = understandGraph({ ...spec, training: { epochs: 3 } }, FIXTURE);
    const model = Model.build(graph, { loaded: loader.weights(graph.loaded), stacks: loader.stacks() });
    const before = model.hostWeights();
    await train(model, images);
    for (const [path, { data }] of model.hostWeights()) {
      const moved = data.some((value, i) => value !== before.get(path)!.data[i]);
      expect(moved, path).toBe(path.startsWith("kind/head"));
    }
    model.dispose();
  });

  it.each([
    [
      "a layer that Espalier lacks",
      /"SeparableConv2D"/g,
      '"ConvLSTM2D"',
      /layer "separable_conv2d.*: Espalier has no layer ConvLSTM2D/,
    ],
    [
      "weights that are cut off",
      /"shape":\[3,3,2,3\]/g,
      '"shape":[3,3,2,300]',
      /the weight files end before/,
    ],
    ["another kind of file", /"weightsManifest"/g, '"other"', /not a layers model/],
  ])("refuses %s", (_, from, to, message) => {
    const text = readFileSync(join(FIXTURE, "model.json"), "utf8").replaceAll(from, to);
    writeFileSync(join(folder, "model.json"), text);
    writeFileSync(join(folder, "weights.bin"), readFileSync(join(FIXTURE, "weights.bin")));
    expect(() => understandGraph(around("model.json"), folder)).toThrow(message);
  });

  it("says where a missing file was looked for", () => {
    expect(() => understandGraph(around("none.json"), folder)).toThrow(/none\.json: there is no such file/);
  });
});

describe("a saved Espalier model", () => {
  it("predicts the same after it was opened, without any other file", async () => {
    const model = await build(cascadeSpec(), { seed: 2 });
    await train(model, animals(60));
    const file = join(folder, "cascade.safetensors");
    await saveModel(model, file);
    const opened = openModel(file);
    expect(opened.graph.name).toBe("cascade");
    const data = animals(30, { seed: 5 });
    expect([...opened.predict(data).answers["animal"]!.probabilities]).toEqual([
      ...model.predict(data).answers["animal"]!.probabilities,
    ]);
    model.dispose();
    opened.dispose();
  });

  it("can be a branch of another network", async () => {
    const fish = await build({
      inputs: { features: { shape: [4] } },
      targets: { fish: { classes: ["cod", "eel", "pike"] } },
      nodes: {
        fish: {
          layers: [
            { type: "dense", units: 5, activation: "tanh" },
            { type: "head", target: "fish" },
          ],
        },
      },
    });
    await saveModel(fish, join(folder, "fish.safetensors"));
    const spec = cascadeSpec();
    const route = spec.nodes["animal"] as RouteNode;
    route.branches["fish"] = [
      { type: "load", model: "fish.safetensors" },
      { type: "head", target: "animal", within: "fish", project: false },
    ];
    const { graph, loader } = understandGraph(spec, folder);
    const model = Model.build(graph, { loaded: loader.weights(graph.loaded), stacks: loader.stacks() });
    const data = animals(40);
    const alone = fish.predict(data).heads["fish"]!;
    const inside = model.predict(data, { branches: "all" }).heads["animal/fish"]!;
    expect([...inside.values]).toEqual([...alone.values]);
    fish.dispose();
    model.dispose();
  });

  it("can be the gate, and others its branches: the cascade has their weights and answers as they do", async () => {
    const data = animals(60);
    const { targets } = cascadeSpec();
    const parts = {
      group: ["insect", "fish", "mammal"],
      insect: ["ant", "bee"],
      fish: ["cod", "eel", "pike"],
    };
    const first = { group: 0, insect: 0, fish: 2 };
    const groups = [0, 0, 1, 1, 1, 2];
    const models = new Map<string, Model>();
    for (const [name, classes] of Object.entries(parts)) {
      const labels = data.labels["animal"]!.map((label) => {
        const own = name === "group" ? groups[label]! : label - first[name as keyof typeof first];
        return own >= 0 && own < classes.length ? own : -1;
      });
      const model = await build({
        inputs: { features: { shape: [4] } },
        targets: { kind: { classes } },
        nodes: { kind: { layers: [{ type: "dense", units: 5 }, { type: "head", target: "kind" }] } },
        training: { epochs: 3, optimizer: { type: "adam", learningRate: 0.05 } },
      }); // prettier-ignore
      await train(model, { ...data, labels: { kind: labels } });
      await saveModel(model, join(folder, `${name}.safetensors`));
      models.set(name, model);
    }
    const loaded = (name: string, target: string, within?: string): StackItem[] => [
      { type: "load", model: `${name}.safetensors` },
      { type: "head", target, project: false, ...(within && { within }) },
    ];
    const { graph, loader } = understandGraph(
      {
        inputs: { features: { shape: [4] } },
        targets,
        nodes: {
          group: { from: "features", layers: loaded("group", "group") },
          animal: {
            type: "route",
            from: "features",
            by: "group",
            branches: {
              insect: loaded("insect", "animal", "insect"),
              fish: loaded("fish", "animal", "fish"),
            },
          },
        },
      },
      folder,
    );
    const cascade = Model.build(graph, {
      loaded: loader.weights(graph.loaded),
      stacks: loader.stacks(),
      seed: 9,
    });
    const others = animals(40, { seed: 5 });
    const { routes, answers } = cascade.predict(others);
    const said = (name: string) => models.get(name)!.predict(others).answers["kind"]!.labels;
    const [gate, insects, fish] = [said("group"), said("insect"), said("fish")];
    expect(new Set(gate).size).toBe(3);
    expect([...routes["animal"]!.taken]).toEqual([...gate]);
    expect([...answers["animal"]!.labels]).toEqual(
      Array.from(gate, (group, i) => [insects[i]!, 2 + fish[i]!, 5][group]),
    );
    for (const model of [cascade, ...models.values()]) model.dispose();
  });

  it("is no branch where its logits stand for other classes than the head's, or the same in another order", async () => {
    for (const [classes, message] of [
      [
        ["pike", "cod", "eel"],
        /the saved model stand for the classes pike, cod and eel, and those of this head over "animal" for cod, eel and pike; give/,
      ],
      [["cod", "eel", "carp"], /stand for the classes cod, eel and carp/],
    ] as const) {
      const fish = await build({
        inputs: { features: { shape: [4] } },
        targets: { fish: { classes: [...classes] } },
        nodes: { fish: { type: "head", target: "fish" } },
      });
      await saveModel(fish, join(folder, "other.safetensors"));
      fish.dispose();
      const spec = cascadeSpec();
      const route = spec.nodes["animal"] as RouteNode;
      const load = { type: "load", model: "other.safetensors" } as const;
      route.branches["fish"] = [load, { type: "head", target: "animal", within: "fish", project: false }];
      expect(() => understandGraph(spec, folder)).toThrow(message);
      // A head with weights of its own learns what they stand for.
      route.branches["fish"] = [load, { type: "head", target: "animal", within: "fish" }];
      expect(understandGraph(spec, folder).graph.heads).toHaveLength(3);
    }
  });

  it("is not any safetensors file", () => {
    writeFileSync(join(folder, "broken.safetensors"), "not a model");
    expect(() => openModel(join(folder, "broken.safetensors"))).toThrow(/broken\.safetensors/);
  });
});
