/* Misuse that TypeScript would refuse, from plain JavaScript. */
import { requireDataset } from "../data/check-dataset";
import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import type { Phase } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import { Model } from "../model/model";
import { definition } from "../spec/schema";
import { checkOptionKinds, refusePromise, type OptionKinds } from "../options";
import type { TrainOptions } from "./options";

const KINDS: OptionKinds<TrainOptions> = {
  validation: "object",
  training: "object",
  seed: "number",
  signal: "object",
  interruptible: "boolean",
  progress: "object",
  onEpoch: "function",
  onStep: "function",
  onNotice: "function",
  checkpoint: "string",
  resume: "boolean",
};

const elsewhere = (option: string): string =>
  `${option} belongs into the spec's training, or train(model, data, { training: { ${option} } })`;

/** Options that people look for here: name -> what to write. */
const ADVICE: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.keys(definition("TrainingOptions").properties ?? {}).map((option) => [option, elsewhere(option)]),
  ),
  learningRate:
    'it belongs to the optimiser: train(model, data, { training: { optimizer: { type: "adam", learningRate } } })',
  validationData: "it is called validation",
};

/** @throws EspalierError where something is no model, no data or no option */
export function checkTrainCall(model: Model, data: Dataset, options: TrainOptions): void {
  refusePromise(model, "train needs a model", "build(…)");
  if (!(model instanceof Model)) {
    throw new EspalierError("the first argument of train is no model", {
      hint: "make one with build or openModel",
    });
  }
  requireDataset(data, "train");
  checkOptionKinds("train", options, KINDS, ADVICE);
  if (options.validation !== undefined) requireDataset(options.validation, "train, for validation,");
  model.requireWeights();
}

/**
 * Refuses data without any labels for a head that is to learn: a misspelt target would otherwise train in silence.
 * (Labels that are all -1 say that it is meant.)
 */
export function requireLabels({ index }: Model, phases: readonly Phase[], data: DeviceData): void {
  for (const phase of phases) {
    for (const path of phase.heads) {
      if (data.labels(path)) continue;
      const { name, labels } = index.head(path);
      const wanted = labels.map(({ target }) => `"${target}"`).join(" or ");
      throw new EspalierError(
        `the data has no labels for the head ${name}, which phase "${phase.name}" trains`,
        {
          hint: `give labels of ${wanted} (-1 or NaN where a sample has none); the data has ${
            Object.keys(data.data.labels).join(", ") || "none at all"
          }`,
        },
      );
    }
  }
}
