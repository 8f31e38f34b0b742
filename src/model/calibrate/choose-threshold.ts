import { largestEntries } from "../../choice";
import type { Dataset } from "../../data/dataset";
import { requireDataset } from "../../data/check-dataset";
import { EspalierError } from "../../errors";
import { checkOptionKinds } from "../../options";
import { DeviceData } from "../device-data";
import type { Model } from "../model";
import { predictAll } from "../predict";

/** What a threshold is to reach: one of the two. */
export interface ThresholdGoal {
  /** The least accuracy of the samples whose confidence is at or above it: the threshold with the most of them. */
  readonly accuracy?: number;
  /** The least share of the samples whose confidence is at or above it: the highest threshold. */
  readonly share?: number;
}

export interface Threshold {
  /** Confidence (the largest calibrated probability) from which on a sample is sure; half-way to the next one below. */
  readonly value: number;
  /** Share of the samples at or above it. */
  readonly coverage: number;
  /** Share of these whose likeliest class is their label. */
  readonly accuracy: number;
  /** Those that it was chosen on: with a label for the head, and in its branch by label. */
  readonly samples: number;
}

/**
 * The confidence from which on a head is to be believed, on data that it was not trained on: for early exits and for routes with
 * a threshold. Samples of one confidence stay together.
 *
 * @param head its name
 * @throws EspalierError where there is no such head over classes, the goal is none, no sample has a label, or no threshold
 * reaches the accuracy (it says which one is reached)
 */
export function chooseThreshold(model: Model, data: Dataset, head: string, goal: ThresholdGoal): Threshold {
  model.requireWeights();
  requireDataset(data, "chooseThreshold");
  checkGoal(goal);
  const node = model.graph.heads.find(({ name }) => name === head);
  if (!node?.classes) {
    const known = model.graph.heads.filter(({ classes }) => classes).map(({ name }) => name);
    throw new EspalierError(`chooseThreshold: there is no head "${head}" over classes`, {
      hint: `those that there are: ${known.join(", ")}`,
    });
  }
  const device = new DeviceData(model.graph, data);
  try {
    const { values, width } = predictAll(model.index, model.weights, device, { routing: "labels" }).heads[
      head
    ]!;
    return thresholdFor(values, width, device.labels(node.path)?.labels, goal, head);
  } finally {
    device.dispose();
  }
}

function checkGoal(goal: ThresholdGoal): void {
  checkOptionKinds("chooseThreshold", goal, { accuracy: "number", share: "number" });
  const given = [goal.accuracy, goal.share].filter((value) => value !== undefined);
  if (given.length === 1 && given[0]! >= 0 && given[0]! <= 1) return;
  throw new EspalierError("chooseThreshold needs an accuracy or a share, from 0 to 1", {
    hint: "for example { accuracy: 0.95 }",
  });
}

function thresholdFor(
  probabilities: Float32Array,
  width: number,
  labels: ArrayLike<number> | undefined,
  { accuracy, share = 0 }: ThresholdGoal,
  where: string,
): Threshold {
  const answers = largestEntries(probabilities, width);
  const rows = [...answers.keys()]
    .filter((row) => answers[row]! >= 0 && (labels?.[row] ?? -1) >= 0)
    .map((row) => ({
      confidence: probabilities[row * width + answers[row]!]!,
      correct: answers[row] === labels![row],
    }))
    .sort((a, b) => b.confidence - a.confidence);
  if (rows.length === 0) throw new EspalierError("no sample has a label for this head", { where });
  let correct = 0;
  // Every place between two confidences: all samples before it are sure.
  const cuts = rows.flatMap((row, i): Threshold[] => {
    correct += Number(row.correct);
    const next = rows[i + 1]?.confidence;
    if (next === row.confidence) return [];
    const value = next === undefined ? 0 : (row.confidence + next) / 2;
    const sure = i + 1;
    return [{ value, coverage: sure / rows.length, accuracy: correct / sure, samples: rows.length }];
  });
  if (accuracy === undefined) return cuts.find(({ coverage }) => coverage >= share)!;
  const found = cuts.findLast((cut) => cut.accuracy >= accuracy);
  if (found) return found;
  const best = Math.max(...cuts.map((cut) => cut.accuracy));
  throw new EspalierError(`no threshold reaches an accuracy of ${accuracy}: the most is ${best.toFixed(4)}`, {
    where,
    hint: "ask for less, or train the head longer",
  });
}
