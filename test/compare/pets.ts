import type { ExperimentSpec } from "../../src/spec/language";

/** Five breeds of two species, and a fish that is a group of its own; small enough to train in a moment. */
export function pets(changes: Partial<ExperimentSpec> = {}): ExperimentSpec {
  return {
    name: "Pets",
    data: { format: "synthetic" },
    task: {
      target: "breed",
      gate: "species",
      classes: ["siamese", "persian", "pug", "boxer", "goldfish"],
      groups: { cat: ["siamese", "persian"], dog: ["pug", "boxer"], fish: ["goldfish"] },
    },
    blocks: {
      trunk: [{ type: "conv2d", filters: 4, kernelSize: 3, activation: "relu" }, "maxPooling2d", "flatten"],
      branch: [{ type: "dense", units: 8, activation: "relu" }],
    },
    approaches: {
      flat: {},
      cascade: {},
      sharedBackbone: {},
      alternating: { schedule: "proportional" },
    },
    training: { optimizer: "adam", batchSize: 16, epochs: 2 },
    ...changes,
  };
}
