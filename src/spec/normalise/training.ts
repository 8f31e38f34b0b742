import type { PhaseSpec, TrainingOptions, TrainingSpec } from "../language";
import type { NormalPhase, NormalTraining } from "../normal";
import { pointerTo } from "../pointer";
import { fillOver } from "./over";
import { filled, normalOptimizer, normalSchedule, normalWeighting } from "./defaults";

type FilledTraining = ReturnType<typeof filledTraining>;

const place = "/training";

export function normalTraining(spec: TrainingSpec | undefined): NormalTraining {
  const training = filledTraining(spec ?? {});
  const phases = training.phases?.map((phase, index) =>
    normalPhase(phase, training, pointerTo(place, "phases", index)),
  );
  return {
    seed: training.seed,
    validationSplit: training.validationSplit,
    phases: phases ?? [
      normalPhase({ name: "train", train: training.train ?? ["**"] }, training, spec ? place : ""),
    ],
  };
}

function filledTraining(spec: TrainingSpec) {
  return filled(
    "TrainingSpec",
    spec,
    "optimizer",
    "batchSize",
    "epochs",
    "validationSplit",
    "weighting",
    "seed",
  );
}

/** What a phase leaves out, it takes from the training; what it says, it says in full. */
function normalPhase(phase: PhaseSpec, training: FilledTraining, pointer: string): NormalPhase {
  // What phases take from the training is one object for all of them, and their epochs differ.
  const normal = structuredClone(filledPhase(phase, training, pointer));
  fillOver(normal, normal.epochs);
  return normal;
}

function filledPhase(phase: PhaseSpec, training: FilledTraining, pointer: string): NormalPhase {
  return {
    name: phase.name,
    pointer,
    train: [...phase.train],
    heads: phase.heads && [...phase.heads],
    optimizer: normalOptimizer(phase.optimizer ?? training.optimizer),
    settings: phase.optimizer ? settings(phase, pointer) : settings(training, place),
    batchSize: phase.batchSize ?? training.batchSize,
    epochs: phase.epochs ?? training.epochs,
    earlyStopping: stopping(phase, pointer) ?? stopping(training, place),
    reduceOnPlateau: plateau(phase, pointer) ?? plateau(training, place),
    average: averaging(phase) ?? averaging(training),
    alternate: alternation(phase, pointer) ?? alternation(training, place),
    weighting: normalWeighting(phase.weighting ?? training.weighting),
    regularization: penalties(phase, pointer) ?? penalties(training, place),
  };
}

function alternation({ alternate }: Pick<TrainingOptions, "alternate">, pointer: string) {
  if (!alternate) return undefined;
  const { by, schedule, inactiveShare, importanceWeights } = filled(
    "AlternateSpec",
    alternate,
    "by",
    "schedule",
    "inactiveShare",
    "importanceWeights",
  );
  return {
    by,
    schedule: normalSchedule(schedule, { alpha: alternate.alpha }),
    inactiveShare,
    importanceWeights,
    pointer: pointerTo(pointer, "alternate"),
  };
}

function stopping({ earlyStopping }: Pick<TrainingOptions, "earlyStopping">, pointer: string) {
  if (!earlyStopping) return undefined;
  const rule = filled("EarlyStoppingSpec", earlyStopping, "monitor", "patience", "minDelta", "restoreBest");
  return { ...rule, pointer: pointerTo(pointer, "earlyStopping") };
}

function penalties({ regularization }: Pick<TrainingOptions, "regularization">, pointer: string) {
  if (!regularization) return undefined;
  const rules = Object.entries(regularization).map(([pattern, rule]) => {
    const { l1, l2 } = filled("RegularizationSpec", rule, "l1", "l2");
    return { pattern, l1, l2 };
  });
  return { pointer: pointerTo(pointer, "regularization"), rules };
}

function plateau({ reduceOnPlateau }: Pick<TrainingOptions, "reduceOnPlateau">, pointer: string) {
  if (!reduceOnPlateau) return undefined;
  const rule = filled(
    "ReduceOnPlateauSpec",
    reduceOnPlateau,
    "monitor",
    "factor",
    "patience",
    "minDelta",
    "cooldown",
    "minRate",
  );
  return { ...rule, pointer: pointerTo(pointer, "reduceOnPlateau") };
}

function averaging({ average }: Pick<TrainingOptions, "average">) {
  return average && filled("AverageSpec", average, "decay");
}

function settings({ optimizer }: Pick<TrainingOptions, "optimizer">, pointer: string) {
  if (typeof optimizer !== "object" || !optimizer.by) return undefined;
  return { by: optimizer.by, pointer: pointerTo(pointer, "optimizer", "by") };
}
