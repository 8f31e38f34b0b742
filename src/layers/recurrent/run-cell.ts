/* A cell over all steps of a sequence. */
import * as tf from "@tensorflow/tfjs-core";
import type { BackwardOf, Cell, States } from "./cell";

export interface CellRun {
  readonly cell: Cell;
  readonly units: number;
  /** Projections of the inputs, `[batch, steps, parts · units]`. */
  readonly inputs: tf.Tensor3D;
  /** The cell's recurrent weights. */
  readonly weights: readonly tf.Tensor[];
  /** `[batch, steps]`, 1 where a step counts: at others the states stay what they were. */
  readonly mask: tf.Tensor2D | undefined;
  readonly backward: boolean;
  /** The output at each step, in the steps' own order, or after the last one. */
  readonly returnSequences: boolean;
}

/**
 * `[batch, steps, units]` or `[batch, units]`.
 *
 * Where the cell knows its gradient, the steps are not recorded: the gradient walks back over what they kept, and the
 * recurrent kernel's is one product for all steps (backpropagation through time, Werbos 1990).
 */
export function runCell(run: CellRun): tf.Tensor {
  const { cell, inputs, weights } = run;
  const { back } = cell;
  if (!back) return output(run, forward(run, inputs, weights).states);
  return tf.customGrad((...args) => {
    const save = args.pop() as unknown as tf.GradSaveFunc;
    const [inputs, ...weights] = args as tf.Tensor[];
    const { states, kept } = forward(run, inputs as tf.Tensor3D, weights);
    // The mask too: all that the layer was given may be gone by then.
    const mask = run.mask ? [run.mask] : [];
    save([...mask, ...weights, ...states.flat(), ...kept.flat()]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]) =>
      backward(run, back, dy, saved.slice(mask.length), run.mask && stepMasks(saved[0] as tf.Tensor2D));
    return { value: output(run, states), gradFunc };
  })(inputs, ...weights);
}

/** Of each step: 1 where it counts, and 1 where it does not, `[batch, 1]`. */
type StepMasks = readonly (readonly [counts: tf.Tensor2D, stays: tf.Tensor2D])[];

function stepMasks(mask: tf.Tensor2D): StepMasks {
  const columns = tf.unstack(tf.expandDims(mask, 2), 1) as tf.Tensor2D[];
  const others = tf.unstack(tf.expandDims(tf.sub(1, mask), 2), 1) as tf.Tensor2D[];
  return columns.map((column, step) => [column, others[step]!]);
}

/** The steps in the order in which they are read. */
function order({ inputs, backward }: CellRun): number[] {
  const steps = Array.from({ length: inputs.shape[1] }, (_, step) => step);
  return backward ? steps.reverse() : steps;
}

const start = ({ cell, inputs, units }: CellRun): States =>
  Array.from({ length: cell.states }, () => tf.zeros<tf.Rank.R2>([inputs.shape[0], units]));

/** States and what was kept, by step. */
function forward(
  run: CellRun,
  inputs: tf.Tensor3D,
  weights: readonly tf.Tensor[],
): { states: States[]; kept: States[] } {
  const masks = run.mask && stepMasks(run.mask);
  const projections = tf.unstack(inputs, 1) as tf.Tensor2D[];
  const states: States[] = [];
  const kept: States[] = [];
  let current = start(run);
  for (const step of order(run)) {
    const made = run.cell.step(projections[step]!, current, weights);
    const [counts, stays] = masks?.[step] ?? [];
    const before = current;
    current =
      counts && stays
        ? made.states.map((state, i) => tf.add<tf.Tensor2D>(tf.mul(state, counts), tf.mul(before[i]!, stays)))
        : made.states;
    states[step] = current;
    kept[step] = made.kept;
  }
  return { states, kept };
}

function output(run: CellRun, states: readonly States[]): tf.Tensor {
  if (!run.returnSequences) return states[order(run).at(-1)!]![0]!;
  return tf.stack(
    states.map(([first]) => first!),
    1,
  );
}

/** The gradients of the projections and of the weights. */
function backward(
  run: CellRun,
  back: BackwardOf,
  dy: tf.Tensor,
  saved: readonly tf.Tensor[],
  masks: StepMasks | undefined,
): tf.Tensor[] {
  const weights = saved.slice(0, run.weights.length);
  const steps = order(run);
  const states = byStep(saved.slice(weights.length), run.cell.states, steps.length);
  const rest = saved.slice(weights.length + steps.length * run.cell.states);
  const kept = byStep(rest, rest.length / steps.length, steps.length);
  const stepBack = back(weights);
  const upstream = run.returnSequences ? (tf.unstack(dy, 1) as tf.Tensor2D[]) : [];
  const zero = start(run);
  const inputs: tf.Tensor2D[] = [];
  const products: (readonly (readonly [tf.Tensor2D, tf.Tensor2D])[])[] = [];
  let gradients = run.returnSequences ? zero : [dy as tf.Tensor2D, ...zero.slice(1)];
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at]!;
    const [first, ...others] = gradients;
    const all = upstream[step] ? [tf.add<tf.Tensor2D>(first!, upstream[step]), ...others] : gradients;
    const before = at === 0 ? zero : states[steps[at - 1]!]!;
    const [counts, stays] = masks?.[step] ?? [];
    const entering = counts ? all.map((gradient) => tf.mul<tf.Tensor2D>(gradient, counts)) : all;
    const made = stepBack(entering, kept[step]!, before, states[step]!);
    inputs[step] = made.input;
    products.push(made.products);
    gradients = stays
      ? made.states.map((gradient, i) => tf.add<tf.Tensor2D>(gradient, tf.mul(all[i]!, stays)))
      : made.states;
  }
  return [tf.stack(inputs, 1), ...weightGradients(products, weights.length > 1)];
}

function byStep(tensors: readonly tf.Tensor[], width: number, steps: number): States[] {
  return Array.from(
    { length: steps },
    (_, step) => tensors.slice(step * width, (step + 1) * width) as tf.Tensor2D[],
  );
}

/** The recurrent kernel's gradient, one product for all steps of each stretch of columns; and that of a bias beside it. */
function weightGradients(
  products: readonly (readonly (readonly [tf.Tensor2D, tf.Tensor2D])[])[],
  hasBias: boolean,
): tf.Tensor[] {
  const stretches = products[0]!.map((_, i) => ({
    left: tf.concat2d(
      products.map((step) => step[i]![0]),
      0,
    ),
    right: tf.concat2d(
      products.map((step) => step[i]![1]),
      0,
    ),
  }));
  const kernels = stretches.map(({ left, right }) => tf.matMul<tf.Tensor2D>(left, right, true));
  const kernel = kernels.length === 1 ? kernels[0]! : tf.concat2d(kernels, 1);
  return hasBias ? [kernel, tf.sum(stretches[0]!.right, 0)] : [kernel];
}
