import { optimizerRule } from "../optimizers";
import type { Dataset } from "../data/dataset";
import { EspalierError } from "../errors";
import { claim, damaged } from "../files";
import { checkActivations } from "../model/check-memory";
import { DeviceData } from "../model/device-data";
import { fitScales } from "../model/fit-scales";
import type { Model } from "../model/model";
import { allWeightings } from "../weighting";
import { checkTrainCall, requireLabels } from "./check";
import { fingerprint, readCheckpoint, restoreOptimizer, writeCheckpoint } from "./checkpoint";
import { initialStopping } from "./early-stopping";
import { noPenalty } from "./epoch-metrics";
import { Interrupt } from "./interrupt";
import { noticesBeforeTraining } from "./notices";
import { OptimizerState } from "./optimizer-state";
import type { TrainOptions, TrainResult } from "./options";
import { Pace } from "./pace";
import { runPhase } from "./phase";
import { planOf } from "./plan";
import type { RunPosition } from "./position";
import { planEpoch, poolsOf } from "./samples";
import { splitForValidation } from "./validation-split";
import { WeightingState } from "./weighting-state";

/** Models whose training has not ended. */
const inTraining = new WeakSet<Model>();

/**
 * Trains a model as its spec says: phase after phase, each with its own optimiser state.
 *
 * The same model, data and seed give the same numbers, whether the run was interrupted and resumed or not.
 *
 * @throws EspalierError where the data does not fit, lacks the labels of a head, or a phase has no sample with a label;
 * where an option is none, the model was disposed or is being trained already
 * @throws SpecError where `options.training` would not do in a spec
 * @throws NumericError where a number is not finite; names the step and the node
 */
export async function train(model: Model, data: Dataset, options: TrainOptions = {}): Promise<TrainResult> {
  checkTrainCall(model, data, options);
  if (inTraining.has(model)) {
    throw new EspalierError(
      `the model${model.graph.name === "" ? "" : ` "${model.graph.name}"`} is being trained already`,
      {
        hint: "await the first train before the next one; both at once would write over each other's weights",
      },
    );
  }
  inTraining.add(model);
  let release: (() => Promise<void>) | undefined;
  try {
    if (options.checkpoint !== undefined) {
      release = await claim(options.checkpoint, "trains with this checkpoint");
    }
    return await trainAlone(model, data, options);
  } finally {
    inTraining.delete(model);
    await release?.();
  }
}

/** Trains while nobody else has the model or the checkpoint. */
async function trainAlone(model: Model, data: Dataset, options: TrainOptions): Promise<TrainResult> {
  const seed = options.seed ?? model.seed;
  const { graph } = model;
  const { phases, validationSplit } = planOf(graph, options.training);
  if (phases.length === 0) {
    throw new EspalierError(`${graph.name === "" ? "the network" : `"${graph.name}"`} has nothing to train`, {
      hint: "add a head, or a training plan",
    });
  }
  const key =
    options.checkpoint === undefined
      ? ""
      : fingerprint(model, [data, options.validation], seed, options.training);
  const saved =
    options.checkpoint !== undefined && options.resume !== false
      ? readCheckpoint(options.checkpoint, key, { ...graph, phases })
      : undefined;
  const position: RunPosition = saved?.position ?? {
    phase: 0,
    epoch: 0,
    step: 0,
    steps: 0,
    sums: {},
    penalty: noPenalty(),
    history: [],
    stopping: initialStopping(),
    seconds: { epoch: 0, total: 0 },
  };

  const opened: DeviceData[] = [];
  const open = (given: Dataset): DeviceData => {
    const device = new DeviceData(graph, given);
    opened.push(device);
    return device;
  };
  const interrupt = new Interrupt(options.signal, options.interruptible ?? true);
  let optimizer: OptimizerState | undefined;
  let weighting: WeightingState | undefined;
  try {
    for (const { batchSize } of phases) checkActivations(graph, Math.min(batchSize, data.size), "train");
    const device = open(data);
    requireLabels(model, phases, device);
    const ownValidation = options.validation && open(options.validation);
    const split = splitForValidation(device, ownValidation, validationSplit, seed);
    const pace = new Pace(phases, device, split.train, position);
    if (saved) {
      requirePlanned(position, pace.total, options.checkpoint!, () => {
        const phase = phases[position.phase];
        return phase ? planEpoch(phase, poolsOf(phase, device, split.train), seed, position.epoch).length : 0;
      });
      model.setHostWeights(saved.weights);
    }
    fitScales(model, device.data, split.train);
    const notices = noticesBeforeTraining(model.index, phases, device, split.train);
    for (const notice of notices) {
      options.onNotice?.(notice);
      options.progress?.notice?.(notice);
    }
    let best = saved?.best;
    while (position.phase < phases.length && !interrupt.requested) {
      const phase = phases[position.phase]!;
      optimizer = new OptimizerState(optimizerRule(phase.optimizer));
      const begun = saved && position.epoch + position.step > 0;
      if (begun) restoreOptimizer(optimizer, saved.optimizer);
      const heads = phase.heads.map((path) => model.index.head(path));
      weighting = new WeightingState(
        allWeightings.get(phase.weighting),
        heads,
        begun ? saved.weighting : undefined,
      );
      const finished = await runPhase({
        model,
        phase,
        device,
        split,
        seed,
        position,
        optimizer,
        weighting,
        best,
        pace,
        interrupt,
        options,
        key,
      });
      best = undefined;
      if (!finished) break;
      optimizer.dispose();
      weighting.dispose();
      optimizer = weighting = undefined;
      position.phase += 1;
      if (options.checkpoint !== undefined) {
        await writeCheckpoint(options.checkpoint, key, position, model);
      }
    }
    const finished = position.phase >= phases.length;
    options.progress?.end(finished ? undefined : "interrupted: what was learnt is kept");
    return {
      history: position.history,
      stopped: finished ? "finished" : "interrupted",
      steps: position.steps,
      seconds: position.seconds.total,
      notices,
    };
  } catch (error) {
    options.progress?.end("failed");
    throw error;
  } finally {
    interrupt.release();
    optimizer?.dispose();
    weighting?.dispose();
    for (const device of opened) device.dispose();
  }
}

/** Refuses a checkpoint that has done more steps than its data make. */
function requirePlanned(
  { step, steps }: RunPosition,
  all: number,
  checkpoint: string,
  inEpoch: () => number,
): void {
  const planned = step === 0 ? 0 : inEpoch();
  if (step <= planned && steps <= all) return;
  throw damaged(
    `it has done ${step} steps of ${planned} in its epoch, ${steps} of ${all} in all`,
    checkpoint,
  );
}
