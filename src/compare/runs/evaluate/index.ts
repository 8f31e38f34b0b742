import type { Dataset } from "../../../data/dataset";
import type { AnswerPrediction, Prediction } from "../../../model/prediction";
import type { NormalTask } from "../../normal";
import type { Readout } from "../../readout";
import type { RunRecord } from "../../report/report";
import { accuracy, branchAccuracies, classMeans, gateAccuracy, oracleAnswers } from "./accuracy";
import { confusionTable, routeRecord } from "./tables";
import { truthOf } from "./truth";

/** The part of a run's record that follows from its predictions. */
export interface Evaluation extends Pick<RunRecord, "accuracy" | "confusion" | "routes"> {
  /** For each labelled test sample, in order: 1 where the answer is correct, 0 where not. */
  readonly correct: Uint8Array;
}

/** What one network said of the test samples. */
export interface TestPredictions {
  /** With the gate as router: what counts. */
  readonly routed: Prediction;
  /** With the labels as router; only needed where the answer is a route's. */
  readonly oracle?: Prediction;
}

/**
 * Takes a network's accuracy apart: overall, with a perfect gate, the gate, each branch; and counts where the
 * samples went. Samples without a label count nowhere.
 *
 * @throws EspalierError where no test sample has a label
 */
export function evaluate(
  { routed, oracle }: TestPredictions,
  data: Dataset,
  task: NormalTask,
  readout: Readout,
): Evaluation {
  const truth = truthOf(data, task);
  const { labels } = answerOf(routed, readout);
  const perfect =
    oracle && readout.route !== undefined ? oracleAnswers(answerOf(oracle, readout), truth) : undefined;
  const gate = readout.gate === undefined ? undefined : gateAccuracy(routed.heads[readout.gate]!, truth);
  const names = task.groups.map(({ name }) => name);
  return {
    accuracy: {
      whole: accuracy(labels, truth.classes)!, // `truthOf` found a label.
      ...classMeans(labels, truth.classes, task.classes.length),
      ...(perfect && { oracle: accuracy(perfect, truth.classes) }),
      ...(gate !== undefined && { gate }),
      ...(perfect && { branches: branchAccuracies(perfect, truth, names) }),
    },
    confusion: confusionTable(labels, truth.classes, task.classes.length),
    ...(readout.route !== undefined && {
      routes: routeRecord(routed.routes[readout.route]!, labels, truth),
    }),
    correct: correctOnes(labels, truth.classes),
  };
}

function answerOf(prediction: Prediction, { answer }: Readout): AnswerPrediction {
  return prediction.answers[answer]!;
}

function correctOnes(answers: Int32Array, labels: Int32Array): Uint8Array {
  const correct: number[] = [];
  labels.forEach((label, sample) => {
    if (label >= 0) correct.push(answers[sample] === label ? 1 : 0);
  });
  return Uint8Array.from(correct);
}
