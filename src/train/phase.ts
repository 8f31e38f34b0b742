import { EspalierError } from "../errors";
import type { Phase } from "../graph/ir";
import { scheduledRange } from "../graph/scheduled";
import type { DeviceData } from "../model/device-data";
import type { HostWeights, Model } from "../model/model";
import { schedules } from "../turns";
import { trainedVariables, writeCheckpoint } from "./checkpoint";
import { classWeightsOf } from "./class-weights";
import { initialStopping, watchEpoch } from "./early-stopping";
import { addOutcomes, addPenalty, epochMetrics, noPenalty, penaltyMetric } from "./epoch-metrics";
import type { Interrupt } from "./interrupt";
import type { OptimizerState } from "./optimizer-state";
import type { Pace } from "./pace";
import { initialPlateau, loweredRate, watchPlateau } from "./plateau";
import { runStep } from "./run";
import { planEpoch, poolsOf, type PlannedStep } from "./samples";
import { StepPrograms } from "./step-programs";
import { lossesByTurn } from "./turn-losses";
import type { TrainOptions } from "./options";
import type { RunPosition } from "./position";
import { validationMetrics } from "./validate";
import type { WeightingState } from "./weighting-state";
import type { ValidationSplit } from "./validation-split";

/** All that a phase needs to run, or to go on in its middle. */
export interface PhaseRun {
  readonly model: Model;
  readonly phase: Phase;
  readonly device: DeviceData;
  readonly split: ValidationSplit;
  readonly seed: number;
  /** Moves on with every step. */
  readonly position: RunPosition;
  readonly optimizer: OptimizerState;
  readonly weighting: WeightingState;
  /** Weights of the best epoch so far, from a checkpoint. */
  readonly best: HostWeights | undefined;
  readonly pace: Pace;
  readonly interrupt: Interrupt;
  readonly options: TrainOptions;
  /** Which run a checkpoint belongs to. */
  readonly key: string;
}

/** @returns false where the phase was interrupted */
export async function runPhase(run: PhaseRun): Promise<boolean> {
  const { model, phase, device, position, interrupt } = run;
  const pools = poolsOf(phase, device, run.split.train);
  if (pools.every((pool) => pool.length === 0)) {
    throw new EspalierError(
      `phase "${phase.name}" has no sample with a label for ${phase.heads.join(" or ")}`,
      {
        hint: "check the labels of the data, or leave the phase out",
      },
    );
  }
  const heads = phase.heads.map((path) => model.index.head(path));
  if (heads.every(({ weightInTraining }) => scheduledRange(weightInTraining).max === 0)) {
    throw new EspalierError(`phase "${phase.name}" learns nothing: all its heads have weight 0`, {
      hint: `give ${heads.map(({ name }) => name).join(" or ")} a weight, or leave the phase out`,
    });
  }
  const classWeights = classWeightsOf(model.index, phase, device, run.split.train);
  const programs = new StepPrograms(model.index, phase, classWeights);
  let best = run.best;
  let stop = false;
  while (position.epoch < phase.epochs && !stop) {
    const losses = lossesByTurn(phase, position.history, (path) => model.index.head(path));
    const steps = planEpoch(phase, pools, run.seed, position.epoch, losses);
    if (!(await runEpoch(run, programs, steps, best))) return false;
    const metrics = endEpoch(run);
    const drawn = phase.alternation !== undefined && schedules[phase.alternation.schedule].drawn;
    if (phase.reduceOnPlateau)
      watchPlateau((position.plateau ??= initialPlateau()), phase.reduceOnPlateau, metrics, drawn);
    if (phase.earlyStopping) {
      const verdict = watchEpoch(position.stopping, phase.earlyStopping, position.epoch, metrics, drawn);
      if (verdict === "best" && phase.earlyStopping.restoreBest) best = trainedWeights(run);
      stop = verdict === "stop";
    }
    if (position.epoch < phase.epochs && !stop) {
      await save(run, best);
      if (interrupt.requested) return false;
    }
  }
  if (phase.earlyStopping?.restoreBest && best) model.setHostWeights(best);
  else run.optimizer.average?.moveInto(model);
  Object.assign(position, { epoch: 0, step: 0, sums: {}, stopping: initialStopping() });
  delete position.plateau;
  return true;
}

/** Runs the steps of an epoch that are not done yet. @returns false where it was interrupted */
async function runEpoch(
  run: PhaseRun,
  programs: StepPrograms,
  steps: readonly PlannedStep[],
  best: HostWeights | undefined,
): Promise<boolean> {
  const { position, interrupt } = run;
  const before = { ...position.seconds };
  const start = performance.now();
  while (position.step < steps.length) {
    const number = position.steps + 1;
    const { model, device, optimizer, weighting, seed } = run;
    const planned = steps[position.step]!;
    const epochs = position.epoch + position.step / steps.length;
    const moment = { seed, step: number, epochs, lower: lowering(run) };
    const outcome = runStep(model, device, programs, optimizer, weighting, planned, moment);
    if (outcome) {
      addOutcomes(position.sums, outcome.heads);
      addPenalty(position.penalty, outcome.penalty);
    }
    position.step += 1;
    position.steps = number;
    const elapsed = (performance.now() - start) / 1000;
    position.seconds = { epoch: before.epoch + elapsed, total: before.total + elapsed };
    run.options.progress?.update(
      run.pace.event(run.phase, position, steps.length, () => metricsSoFar(position)),
    );
    await interrupt.breathe();
    if (interrupt.requested) {
      await save(run, best);
      return false;
    }
  }
  return true;
}

/** What the epoch has come to by now. */
const metricsSoFar = ({ sums, penalty }: RunPosition): Record<string, number> => ({
  ...epochMetrics(sums),
  ...penaltyMetric(penalty),
});

/** Closes the books of an epoch: metrics, history, the next epoch's start. */
function endEpoch({ model, phase, position, split, options, optimizer }: PhaseRun): Record<string, number> {
  const start = performance.now();
  const metrics = metricsSoFar(position);
  if (split.validation) {
    const { device, samples } = split.validation;
    const weights = optimizer.average?.over(model.weights) ?? model.weights;
    Object.assign(metrics, validationMetrics(model.index, weights, device, samples, phase));
  }
  position.seconds.total += (performance.now() - start) / 1000;
  position.epoch += 1;
  const record = {
    phase: phase.name,
    epoch: position.epoch,
    seconds: position.seconds.epoch,
    figures: metrics,
  };
  position.history.push(record);
  const seconds = { epoch: 0, total: position.seconds.total };
  Object.assign(position, { step: 0, sums: {}, penalty: noPenalty(), seconds });
  options.onEpoch?.(record);
  return metrics;
}

/** The weights that a phase can change, as they were validated. */
function trainedWeights({ model, phase, optimizer }: PhaseRun): HostWeights {
  const trained = new Set(trainedVariables(model.graph, phase).map(({ path }) => path));
  const weights = new Map([...model.hostWeights(), ...(optimizer.average?.host() ?? [])]);
  return new Map([...weights].filter(([path]) => trained.has(path)));
}

/** What the plateau so far makes of learning rates. */
function lowering({ phase, position: { plateau } }: PhaseRun): (rate: number) => number {
  const { factor, minRate } = { factor: plateau?.factor ?? 1, minRate: phase.reduceOnPlateau?.minRate ?? 0 };
  return (rate) => loweredRate(rate, factor, minRate);
}

async function save(
  { options, key, position, model, optimizer, weighting }: PhaseRun,
  best: HostWeights | undefined,
): Promise<void> {
  if (options.checkpoint !== undefined) {
    await writeCheckpoint(options.checkpoint, key, position, model, { optimizer, weighting, best });
  }
}
