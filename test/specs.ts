/*
 * Small networks over vectors of four numbers, with a hierarchy of six classes in three groups: one of the groups
 * is a single class, which needs no branch.
 */
import type { Dataset } from "../src/data/dataset";
import { randomStream } from "../src/backend/random";
import type { GraphSpec, TrainingSpec } from "../src/spec";
import type { Activation } from "../src/spec/language";

export const CLASSES = ["ant", "bee", "cod", "eel", "pike", "yak"];

const targets: GraphSpec["targets"] = {
  animal: { classes: CLASSES },
  group: {
    groups: "animal",
    classes: { insect: ["ant", "bee"], fish: ["cod", "eel", "pike"], mammal: ["yak"] },
  },
};

const hidden = { type: "dense", units: 8, activation: "relu" } as const;

/** A gate and two branches, each with layers of its own. */
export function cascadeSpec(training?: TrainingSpec, decode: "greedy" | "joint" = "greedy"): GraphSpec {
  return {
    name: "cascade",
    inputs: { features: { shape: [4] } },
    targets,
    nodes: {
      group: { from: "features", layers: [hidden, { type: "head", target: "group" }] },
      animal: {
        type: "route",
        from: "features",
        by: "group",
        decode,
        branches: {
          insect: [hidden, { type: "head", target: "animal", within: "insect" }],
          fish: [hidden, { type: "head", target: "animal", within: "fish" }],
        },
      },
    },
    training: training ?? {
      batchSize: 16,
      optimizer: { type: "adam", learningRate: 0.02 },
      phases: [
        { name: "gate", train: ["group"], epochs: 4 },
        { name: "insect", train: ["animal/insect"], epochs: 4 },
        { name: "fish", train: ["animal/fish"], epochs: 4 },
      ],
    },
  };
}

/**
 * Samples that are vectors of ten numbers and samples that are ids, a branch each by their data type, then one head.
 *
 * @param types the tag's values in the network's order.
 */
export function dataTypesSpec(
  types: readonly ("float" | "int")[],
  branches: { readonly units: number; readonly ids: number; readonly activation?: Activation },
  training: TrainingSpec,
): GraphSpec {
  const { units, ids, activation = "linear" } = branches;
  return {
    tags: { dataType: [...types] },
    inputs: {
      vector: { shape: [10], when: { dataType: "float" } },
      id: { shape: [], dtype: "int32", when: { dataType: "int" } },
    },
    targets: { score: { shape: [1] } },
    nodes: {
      features: {
        type: "route",
        by: { tag: "dataType" },
        branches: {
          float: { from: "vector", layers: [{ type: "dense", units, activation }] },
          int: { from: "id", layers: [{ type: "embedding", inputDim: ids, outputDim: units }] },
        },
      },
      score: { type: "head", from: "features", target: "score" },
    },
    training,
  };
}

/** One trunk, a head for the group and one within each group, labels ignored where there is none. */
export function sharedSpec(training?: TrainingSpec): GraphSpec {
  return {
    name: "shared backbone",
    inputs: { features: { shape: [4] } },
    targets,
    nodes: {
      trunk: { from: "features", layers: [hidden] },
      group: { type: "head", from: "trunk", target: "group" },
      insect: { type: "head", from: "trunk", target: "animal", within: "insect" },
      fish: { type: "head", from: "trunk", target: "animal", within: "fish" },
      animal: {
        type: "route",
        from: "trunk",
        by: "group",
        branches: { insect: { from: "insect" }, fish: { from: "fish" } },
      },
    },
    training: training ?? { batchSize: 16, epochs: 4, optimizer: { type: "adam", learningRate: 0.02 } },
  };
}

/** Samples of the six classes, each around a point of its own. `labels` may leave out some. */
export function animals(size: number, options: { seed?: number; without?: readonly string[] } = {}): Dataset {
  const random = randomStream(options.seed ?? 1, "test animals");
  const classes = CLASSES.map((_, i) => i).filter((i) => !options.without?.includes(CLASSES[i]!));
  const features = new Float32Array(size * 4);
  const labels = new Int32Array(size);
  for (let sample = 0; sample < size; sample++) {
    const label = classes[random.below(classes.length)]!;
    labels[sample] = label;
    for (let i = 0; i < 4; i++) {
      features[sample * 4 + i] = Math.sin(1 + 2.3 * label + 1.7 * i) * 1.5 + 0.3 * random.normal();
    }
  }
  return { size, inputs: { features: { shape: [4], data: features } }, labels: { animal: labels }, tags: {} };
}
