import * as tf from "@tensorflow/tfjs-core";
import { randomStream } from "../backend/random";
import { EspalierError } from "../errors";
import { BatchPlan, run } from "../program";
import type { StepGradients, StepNumbers, StepPart } from "./step";

/** Training met a number that is not finite. The weights are those from before the step. */
export class NumericError extends EspalierError {
  override readonly name = "NumericError";

  constructor(
    /** Number of the step in the run, from 1. */
    readonly step: number,
    /** Path of the node or the variable where it was first seen. */
    readonly node: string,
    what: string,
    hint: string,
  ) {
    super(what, { where: `step ${step}, ${node}`, hint });
  }
}

const LOWER = "lower the learning rate, or scale the inputs; the weights are those from before this step";

/**
 * Finds where a step first left the finite numbers, by running it again and looking at every value on the way.
 * Call it only where a loss or a penalty is not finite, or a weight after the update.
 */
export function diagnose(
  weights: ReadonlyMap<string, tf.Tensor>,
  parts: readonly StepPart[],
  { outcomes, penalties: terms, gradients }: StepGradients,
  { losses, penalties }: StepNumbers,
  { seed, step }: { seed: number; step: number },
): NumericError {
  for (const [path, value] of weights) {
    if (!isFinite(value))
      return new NumericError(step, path, "the weight is not finite before the step", LOWER);
  }
  let found: string | undefined;
  tf.tidy(() => {
    parts.forEach(({ batch, program }, part) => {
      run(program, new BatchPlan(program.request, batch), {
        weights,
        random: (path) => randomStream(seed, "layer", path, step, part),
        watch: (path, value) => {
          if (found === undefined && !isFinite(value)) found = path;
        },
      });
    });
  });
  if (found !== undefined) return new NumericError(step, found, "the output is not finite", LOWER);
  const worst = losses.findIndex((loss) => !Number.isFinite(loss));
  if (worst >= 0) {
    return new NumericError(step, outcomes[worst]!.head.path, `the loss is ${losses[worst]!}`, LOWER);
  }
  const penalty = penalties.findIndex((value) => !Number.isFinite(value));
  if (penalty >= 0)
    return new NumericError(step, terms[penalty]!.name, `the penalty is ${penalties[penalty]!}`, LOWER);
  for (const [path, gradient] of gradients) {
    if (!isFinite(gradient)) return new NumericError(step, path, "the gradient is not finite", LOWER);
  }
  return new NumericError(step, "update", "the update made a weight that is not finite", LOWER);
}

/** Whether all values are finite. One sum would overflow for large finite values, so each is looked at. */
export function isFinite(value: tf.Tensor): boolean {
  return value.dtype !== "float32" || value.dataSync<"float32">().every(Number.isFinite);
}
