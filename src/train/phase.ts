import { EspalierError } from "../errors";
import type { Phase } from "../graph/ir";
import type { DeviceData } from "../model/device-data";
import type { HostWeights, Model } from "../model/model";
import { allSchedules } from "../turns";
import { trainedVariables, writeCheckpoint } from "./checkpoint";
import { initialStopping, watchEpoch } from "./early-stopping";
import { addOutcomes, addPenalty, epochMetrics, noPenalty, penaltyMetric } from "./epoch-metrics";
import type { Interrupt } from "./interrupt";
import type { OptimizerState } from "./optimizer-state";
import type { Pace } from "./pace";
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
  if (heads.every(({ weight }) => weight === 0)) {
    throw new EspalierError(`phase "${phase.name}" learns nothing: all its heads have weight 0`, {
      hint: `give ${heads.map(({ name }) => name).join(" or ")} a weight, or leave the phase out`,
    });
  }
  const programs = new StepPrograms(model.index, phase);
  let best = run.best;
  let stop = false;
  while (position.epoch < phase.epochs && !stop) {
    const losses = lossesByTurn(phase, position.history, (path) => model.index.head(path));
    const steps = planEpoch(phase, pools, run.seed, position.epoch, losses);
    if (!(await runEpoch(run, programs, steps, best))) return false;
    const metrics = endEpoch(run);
    if (phase.earlyStopping) {
      const drawn = phase.alternation !== undefined && allSchedules.get(phase.alternation.schedule).drawn;
      const verdict = watchEpoch(position.stopping, phase.earlyStopping, position.epoch, metrics, drawn);
      if (verdict === "best" && phase.earlyStopping.restoreBest) best = trainedWeights(model, phase);
      stop = verdict === "stop";
    }
    if (position.epoch < phase.epochs && !stop) {
      await save(run, best);
      if (interrupt.requested) return false;
    }
  }
  if (phase.earlyStopping?.restoreBest && best) model.setHostWeights(best);
  Object.assign(position, { epoch: 0, step: 0, sums: {}, stopping: initialStopping() });
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
    const moment = { seed, step: number, epochs: position.epoch + position.step / steps.length };
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
function endEpoch({ model, phase, position, split, options }: PhaseRun): Record<string, number> {
  const start = performance.now();
  const metrics = metricsSoFar(position);
  if (split.validation) {
    const { device, samples } = split.validation;
    Object.assign(metrics, validationMetrics(model.index, model.weights, device, samples, phase));
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

/** The weights that a phase can change. */
function trainedWeights(model: Model, phase: Phase): HostWeights {
  const trained = new Set(trainedVariables(model.graph, phase).map(({ path }) => path));
  return new Map([...model.hostWeights()].filter(([path]) => trained.has(path)));
}

async function save(
  { options, key, position, model, optimizer, weighting }: PhaseRun,
  best: HostWeights | undefined,
): Promise<void> {
  if (options.checkpoint !== undefined) {
    await writeCheckpoint(options.checkpoint, key, position, model, { optimizer, weighting, best });
  }
}
