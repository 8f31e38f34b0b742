/* What a layer promises of its tensors: each promise is a question to a run of it. */
import * as tf from "@tensorflow/tfjs-core";
import { inferLayer } from "../graph/layers";
import { isMessage } from "../graph/message";
import { notAsked, type Finding } from "./check-table";
import { gradcheck } from "./gradcheck";
import { shortNumber } from "./gradient-table";
import { difference, otherRows, rowsOf, withOtherRows, type HostValue, type LayerRun } from "./layer-run";
import { close, fail, listed, sameOnBackends } from "./sort";
import type { GivenLayer } from "./subject";

/** As far as two backends may differ. */
const closeBackends = 1e-4;

const modes = [false, true];
const manySteps = 500;
const inMode = (training: boolean): string => (training ? "while training" : "at inference");

/** What comes out has the declared shape and type, and is finite. */
export function shapeHolds(run: LayerRun): Finding {
  const { node } = run;
  for (const training of modes) {
    const { shape, dtype, data } = run.run(training);
    if (String(shape.slice(1)) !== String(node.shape))
      fail(`declared ${listed(node.shape)}, computed ${listed(shape.slice(1))}`);
    if (dtype !== node.dtype) fail(`declared ${node.dtype}, computed ${dtype}`);
    if (!data.every(Number.isFinite)) fail(`a value is not finite ${inMode(training)}`);
  }
  return { detail: `${listed(node.shape)}, ${node.dtype}` };
}

/** FLOPs are a number, and no fewer for a sample with a longer first axis. */
export function flopsScale({ node, inputs }: LayerRun): Finding {
  const { flops, layer } = node;
  if (!Number.isFinite(flops) || flops < 0) fail(`${flops} FLOPs`);
  const longer = inputs.map(({ shape: [, first, ...rest], dtype }, i) => ({
    path: `input ${i}`,
    shape: first === undefined ? [] : [2 * first, ...rest],
    dtype,
  }));
  const outcome = inferLayer(layer, longer);
  if (isMessage(outcome) || longer.some(({ shape }) => shape.length === 0))
    return { detail: `${flops} for a sample` };
  if (outcome.flops < flops) fail(`${flops} for a sample, fewer (${outcome.flops}) for a longer one`);
  return { detail: `${flops} for a sample, ${outcome.flops} for one twice as long` };
}

/** The same arguments give the same numbers; what is random has other draws at another step. */
export function isDeterministic(run: LayerRun): Finding {
  const random: string[] = [];
  for (const training of modes) {
    const [first, second] = [run.run(training), run.run(training)];
    if (String(first.data) !== String(second.data))
      fail(`the same step gives other numbers ${inMode(training)}`);
    // Where something is rarely dropped, many steps are alike.
    const steps = first.drew ? manySteps : 1;
    let changed = false;
    for (let step = 2; !changed && step < 2 + steps; step++)
      changed = String(first.data) !== String(run.run(training, run.inputs, step).data);
    if (first.drew && !changed) fail(`another step has the same draws ${inMode(training)}`);
    if (!first.drew && changed)
      fail(`random numbers do not come from the layer's stream ${inMode(training)}`);
    if (first.drew) random.push(inMode(training));
  }
  return { detail: random.length > 0 ? `random ${random.join(" and ")}` : "nothing is random" };
}

/** A row by itself has the value that it has among others. */
export function takesOneRow(run: LayerRun): Finding {
  const all = run.run(false);
  const one = run.run(
    false,
    run.inputs.map((input) => rowsOf(input, 0, 1)),
  );
  if (String(one.shape) !== String([1, ...all.shape.slice(1)])) fail(`gives ${listed(one.shape)}`);
  const apart = difference(rowsOf(all, 0, 1).data, one.data);
  if (!(apart <= close) && !all.drew) fail(`a row by itself differs by ${shortNumber(apart)}`);
  return { detail: "as among others" };
}

/** What a row becomes does not depend on the other rows. */
export function rowsAreApart(run: LayerRun): Finding {
  for (const training of modes) {
    if (training && run.follows) continue;
    const before = rowsOf(run.run(training), 0, 1);
    for (const how of otherRows) {
      const others = run.inputs.map((input) => withOtherRows(input, how));
      const apart = difference(before.data, rowsOf(run.run(training, others), 0, 1).data);
      if (!(apart <= close)) fail(`the other rows change a row by ${shortNumber(apart)} ${inMode(training)}`);
    }
  }
  return { detail: run.follows ? "at inference; training has statistics of the batch" : "always" };
}

/** The gradients agree with finite differences, at inference and in training. */
export async function gradientsAgree(
  layer: GivenLayer,
  inputs: readonly HostValue[],
  seed: number,
): Promise<Finding> {
  const checked: string[] = [];
  const tensors = inputs.map(({ shape, dtype, data }) => tf.tensor(data, [...shape], dtype));
  try {
    for (const training of modes) {
      const result = await gradcheck(layer, tensors, { training, seed, directions: 2 });
      const wrong = result.rows.find(({ agrees }) => !agrees);
      if (wrong) {
        fail(
          `${wrong.of}, ${inMode(training)}: ${shortNumber(wrong.analytic)} by the gradient, ${shortNumber(wrong.numeric)} by differences`,
        );
      }
      checked.push(...result.rows.map(({ of }) => of));
    }
  } finally {
    tf.dispose(tensors);
  }
  if (checked.length === 0) return notAsked("nothing has a gradient");
  return { detail: [...new Set(checked)].join(", ") };
}

/** Both backends give the same numbers. */
export const backendsAgree = (run: LayerRun): Promise<Finding> =>
  sameOnBackends(
    () => Object.fromEntries(modes.map((training) => [inMode(training), run.run(training).data])),
    closeBackends,
  );
