/* What the schema cannot say of one object alone: whether its parts fit together. */
import type {
  HeadLayer,
  RouteNode,
  ScheduledCurve,
  ScheduledExponential,
  ScheduledSteps,
  TrainingSpec,
} from "../language";
import * as messages from "../messages/meanings";
import { definition } from "../schema";
import type { JsonSchema } from "../json-schema";
import type { Wording } from "../messages/words";

/** A slip inside of a value: where, from the value on, and what. */
export interface Slip {
  readonly path: readonly (string | number)[];
  readonly wording: Wording;
}

/** The warm-up leaves something of the curve. */
function slipsOfCurve({ warmUp = 0, over }: ScheduledCurve | ScheduledExponential): Slip[] {
  return over === undefined || warmUp < over
    ? []
    : [{ path: ["warmUp"], wording: messages.warmUpTooLong(warmUp, over) }];
}

/** From the beginning on, one after another. */
function slipsOfSteps({ steps }: ScheduledSteps): Slip[] {
  const first = steps[0]![0];
  if (first !== 0) return [{ path: ["steps", 0, 0], wording: messages.stepsBeginLate(first) }];
  const late = steps.findIndex(([epoch], i) => i > 0 && epoch <= steps[i - 1]![0]);
  if (late < 0) return [];
  return [
    { path: ["steps", late, 0], wording: messages.stepsOutOfOrder(steps[late]![0], steps[late - 1]![0]) },
  ];
}

/** What has the option `labelSmoothing`. */
const smoothed = ["categoricalCrossentropy", "binaryCrossentropy"];

/** A head's own word for an option of its loss: only of a loss that has it, and said once. */
function slipsOfHead({ loss, labelSmoothing }: HeadLayer): Slip[] {
  if (labelSmoothing === undefined || loss === undefined) return [];
  const path = ["labelSmoothing"];
  if (typeof loss === "object" && "labelSmoothing" in loss)
    return [{ path, wording: messages.smoothedTwice() }];
  const type = typeof loss === "object" ? loss.type : loss;
  return smoothed.includes(type) ? [] : [{ path, wording: messages.notSmoothed(type, smoothed) }];
}

/** Phases say themselves what they train. */
function slipsOfTraining({ train, phases }: TrainingSpec): Slip[] {
  return train && phases ? [{ path: ["train"], wording: messages.trainBesidePhases() }] : [];
}

/** The former word says what two words say now: not both. */
function slipsOfRoute({ decode, select, merge }: RouteNode): Slip[] {
  if (decode === undefined) return [];
  const beside = [select !== undefined && "select", merge !== undefined && "merge"].filter(
    (word) => word !== false,
  );
  if (beside.length === 0) return [];
  return [{ path: ["decode"], wording: messages.decodedTwice(decode, beside) }];
}

/**
 * For each schema of an object whose parts may not fit together: what is wrong with a value that the schema has no fault to find
 * in. Wherever the language has such an object, `validate` asks here.
 */
export const meanings: ReadonlyMap<JsonSchema, (value: object) => Slip[]> = new Map([
  [definition("ScheduledCurve"), (value: object) => slipsOfCurve(value as ScheduledCurve)],
  [definition("ScheduledExponential"), (value: object) => slipsOfCurve(value as ScheduledExponential)],
  [definition("ScheduledSteps"), (value: object) => slipsOfSteps(value as ScheduledSteps)],
  [definition("HeadLayer"), (value: object) => slipsOfHead(value as HeadLayer)],
  [definition("HeadNode"), (value: object) => slipsOfHead(value as HeadLayer)],
  [definition("RouteNode"), (value: object) => slipsOfRoute(value as RouteNode)],
  [definition("TrainingSpec"), (value: object) => slipsOfTraining(value)],
]);
