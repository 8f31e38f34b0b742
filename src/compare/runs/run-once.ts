import { Model } from "../../model/model";
import type { Prediction } from "../../model/prediction";
import type { Notice } from "../../notice";
import { train, type ProgressSink } from "../../train";
import { evaluate } from "./evaluate";
import { branchShares } from "./evaluate/branch-shares";
import { inTaskOrder } from "./evaluate/task-order";
import type { FoldData } from "./folds";
import type { NormalTask } from "../normal";
import type { RunnableApproach } from "../experiment/prepare";
import type { PlannedRun } from "../experiment/plan";
import { testNotices } from "../report/notices";
import { readoutOf } from "../readout";
import { runSeed } from "./run-seed";
import type { FinishedRun } from "../report/finished-run";
import { median } from "../statistics";

/** How often the test set is predicted for its time, after a first, cold prediction. */
const TIMED_PREDICTIONS = 5;

/**
 * Builds, trains and tests one network. Nothing of it stays on the device.
 *
 * @returns `undefined` where the signal stopped it: a network that learnt half is no result
 */
export async function runOnce(
  { graph, loaded, stacks }: RunnableApproach,
  planned: PlannedRun,
  data: FoldData,
  task: NormalTask,
  options: {
    readonly signal: AbortSignal;
    readonly progress: ProgressSink | undefined;
    readonly onNotice: (notice: Notice) => void;
  },
): Promise<FinishedRun | undefined> {
  const seed = runSeed(planned.seed, planned.fold);
  const model = Model.build(graph, { seed, loaded, stacks });
  try {
    const {
      history,
      stopped,
      seconds,
      notices: found,
    } = await train(model, data.train, {
      seed,
      signal: options.signal,
      interruptible: false, // The comparison listens to Ctrl+C itself.
      progress: options.progress,
      onNotice: options.onNotice,
    });
    if (stopped === "interrupted") return undefined;
    const readout = readoutOf(graph, task)!; // `understandExperiment` saw to it.
    const read = (routing: "gate" | "labels"): Prediction =>
      inTaskOrder(model.predict(data.test, { routing }), task, readout);
    const routed = read("gate");
    const oracle = readout.route === undefined ? undefined : read("labels");
    const { correct, ...evaluation } = evaluate({ routed, oracle }, data.test, task, readout);
    const shares = branchShares(graph, routed, readout.route);
    const notices = [...found, ...testNotices(data.test, task, routed)];
    const validation = Math.round(graph.validationSplit * data.train.size);
    return {
      correct,
      record: {
        ...planned,
        trainingSeed: seed,
        samples: { train: data.train.size - validation, validation, test: data.test.size },
        history,
        ...evaluation,
        ...(Object.keys(shares).length > 0 && { shares }),
        ...(notices.length > 0 && { notices }),
        seconds: { train: seconds, predict: predictionSeconds(model, data) },
      },
    };
  } finally {
    model.dispose();
  }
}

/** Median wall time to predict all of the test set, uploads and downloads included. */
function predictionSeconds(model: Model, { test }: FoldData): number {
  const times = Array.from({ length: TIMED_PREDICTIONS }, () => {
    const start = performance.now();
    model.predict(test);
    return (performance.now() - start) / 1000;
  });
  return median(times);
}
