import { Model } from "../../model/model";
import type { Prediction } from "../../model/prediction";
import { routeShares } from "../../model/route-shares";
import { evaluate } from "./evaluate";
import { inTaskOrder } from "./evaluate/task-order";
import type { FoldData } from "./folds";
import type { NormalTask } from "../normal";
import type { RunnableApproach } from "../experiment/prepare";
import type { PlannedRun } from "../experiment/plan";
import { testNotices } from "../report/notices";
import { readoutOf } from "../readout";
import type { FinishedRun } from "../report/finished-run";
import { median } from "../statistics";
import type { RunOptions, Training, Trainings } from "./training";

/** How often the test set is predicted for its time, after a first, cold prediction. */
const TIMED_PREDICTIONS = 5;

/**
 * Trains (or takes the weights of an approach that was trained alike) and tests one network. Nothing of it stays on the
 * device.
 *
 * @returns `undefined` where the signal stopped it
 */
export async function runOnce(
  approach: RunnableApproach,
  planned: PlannedRun,
  data: FoldData,
  task: NormalTask,
  trainings: Trainings,
  options: RunOptions,
): Promise<FinishedRun | undefined> {
  const training = await trainings.of(approach, planned, data, options);
  return training && testOnce(approach, planned, data, task, training);
}

function testOnce(
  { graph, stacks }: RunnableApproach,
  planned: PlannedRun,
  data: FoldData,
  task: NormalTask,
  { seed, weights, history, notices: found, seconds }: Training,
): FinishedRun {
  const model = Model.build(graph, { seed, loaded: weights, stacks });
  try {
    const readout = readoutOf(graph, task)!; // `understandExperiment` saw to it.
    const predicted = model.predict(data.test);
    const routed = inTaskOrder(predicted, task, readout);
    const oracle: Prediction | undefined =
      readout.route === undefined
        ? undefined
        : inTaskOrder(model.predict(data.test, { routing: "labels" }), task, readout);
    const { correct, ...evaluation } = evaluate({ routed, oracle }, data.test, task, readout);
    const shares = routeShares(predicted);
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
