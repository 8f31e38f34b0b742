/* What a loss promises: of its values, its gradient, and of samples without a label. */
import * as tf from "@tensorflow/tfjs-core";
import { EspalierError } from "../errors";
import { allLossForms } from "../graph/losses";
import { maskedLoss } from "../losses";
import type { Loss, LossSpec, NormalLoss, OwnLoss, OwnLossName } from "../spec";
import type { Reduction } from "../spec/language";
import { around } from "./around";
import { gradcheck } from "./gradcheck";
import { shortNumber } from "./gradient-table";
import { difference } from "./layer-run";
import { drawn } from "./point";
import { close, fail, listed, sameOnBackends, type Promises, type Sort } from "./sort";

/** A loss as a head writes it. */
export type GivenLoss = Loss | LossSpec | OwnLossName | OwnLoss;

const rows = 6;

/** Predictions and labels on the host: what a loss is asked about. */
interface Rows {
  readonly width: number;
  readonly prediction: Float32Array;
  readonly labels: Float32Array | Int32Array;
}

interface Options {
  readonly mask?: readonly number[];
  readonly weights?: readonly number[];
  readonly reduction?: Reduction;
}

/** A loss with its gradient, on the host. */
interface Cost {
  readonly loss: number;
  readonly gradient: Float32Array;
}

class LossRun {
  constructor(
    readonly loss: NormalLoss,
    readonly rows: Rows,
  ) {}

  get size(): number {
    return this.rows.prediction.length / this.rows.width;
  }

  /** These of its rows. */
  pick(numbers: readonly number[]): LossRun {
    const { width, prediction, labels } = this.rows;
    const each = this.size === 0 ? 0 : labels.length / this.size;
    const of = <T extends Float32Array | Int32Array>(all: T, length: number): T =>
      all.filter((_, i) => numbers.includes(Math.floor(i / length))) as T;
    return new LossRun(this.loss, { width, prediction: of(prediction, width), labels: of(labels, each) });
  }

  /** The same labels under another prediction. */
  saying(prediction: Float32Array): LossRun {
    return new LossRun(this.loss, { ...this.rows, prediction });
  }

  compute(prediction: tf.Tensor, { mask, weights, reduction = "validMean" }: Options = {}): tf.Scalar {
    const { labels, width } = this.rows;
    const whole = labels instanceof Int32Array;
    return maskedLoss(
      this.loss,
      prediction,
      whole ? tf.tensor(labels, [this.size], "int32") : tf.tensor(labels, [this.size, width]),
      tf.tensor1d(mask ? [...mask] : new Array<number>(this.size).fill(1)),
      reduction,
      weights && tf.tensor1d([...weights]),
    );
  }

  cost(options: Options = {}): Cost {
    const { prediction, width } = this.rows;
    return tf.tidy(() => {
      const x = tf.tensor(prediction, [this.size, width]);
      const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => this.compute(z, options))(x);
      if (String(grad.shape) !== String(x.shape)) fail(`the gradient has the shape ${listed(grad.shape)}`);
      return { loss: value.dataSync()[0]!, gradient: grad.dataSync<"float32">().slice() };
    });
  }
}

const promisesOf = (run: LossRun, seed: number): Promises => ({
  values: () => {
    const costs = Array.from({ length: rows }, (_, i) => run.pick([i]).cost().loss);
    if (!costs.every(Number.isFinite)) fail("a loss is not finite");
    return { detail: `from ${round(Math.min(...costs))} to ${round(Math.max(...costs))} on drawn values` };
  },
  "the label costs least": () => {
    const [own, others] = [run.saying(answers(run, 0)).cost().loss, run.saying(answers(run, 1)).cost().loss];
    if (!(own < others)) fail(`${own} where the label is said, ${others} where something else is`);
    return { detail: `${round(own)}, ${round(others)} beside it` };
  },
  gradients: async () => {
    const { prediction, width } = run.rows;
    const point = tf.tensor(prediction, [rows, width]);
    const options = { mask: [1, 1, 0, 1, 1, 1], weights: [1, 0.5, 1, 2, 1, 0] };
    try {
      const { rows: [row] } = await gradcheck((x) => run.compute(x, options), [point], { seed }); // prettier-ignore
      if (!row!.agrees) fail(`${row!.analytic} by the gradient, ${row!.numeric} by differences`);
    } finally {
      point.dispose();
    }
    return { detail: "by finite differences" };
  },
  "rows apart": () => {
    const parts = Array.from({ length: rows }, (_, i) => run.pick([i]).cost());
    const all = run.cost();
    const sum = parts.reduce((total, { loss }) => total + loss, 0) / rows;
    same(all.loss, sum, "the mean of its rows by themselves");
    const gradients = parts.flatMap(({ gradient }) => [...gradient].map((slope) => slope / rows));
    sameAll(all.gradient, gradients, "the gradients of its rows by themselves");
    return { detail: "a batch is the mean of its rows" };
  },
  "labels that are missing": () => {
    const there = [0, 2, 3, 5];
    const mask = Array.from({ length: rows }, (_, i) => Number(there.includes(i)));
    const [masked, removed] = [run.cost({ mask }), run.pick(there).cost()];
    same(masked.loss, removed.loss, "the loss without these rows");
    const { width } = run.rows;
    masked.gradient.forEach((slope, i) => {
      if (mask[Math.floor(i / width)] === 0 && slope !== 0) fail("a row without a label has a gradient");
    });
    const labelled = masked.gradient.filter((_, i) => mask[Math.floor(i / width)] === 1);
    sameAll(labelled, removed.gradient, "the gradient without these rows");
    const mean = run.cost({ mask, reduction: "batchMean" }).loss;
    same(mean, (removed.loss * there.length) / rows, "the sum over the batch, by batchMean");
    return { detail: "as if the rows were not there" };
  },
  "no label at all": () => {
    const { loss, gradient } = run.cost({ mask: new Array<number>(rows).fill(0) });
    if (loss !== 0 || gradient.some((slope) => slope !== 0)) fail(`${loss}, or a gradient`);
    return { detail: "0, and no gradient" };
  },
  weights: () => {
    const [one, other] = [[1, 0, 2, 0.5, 0, 1], [0, 3, 0.5, 0, 1, 0]]; // prettier-ignore
    const both = one.map((weight, i) => weight + other[i]!);
    const sum = run.cost({ weights: one }).loss + run.cost({ weights: other }).loss;
    same(run.cost({ weights: both }).loss, sum, "the sum by the parts of the weights");
    same(
      run.cost({ weights: new Array<number>(rows).fill(1) }).loss,
      run.cost().loss,
      "the loss without weights",
    );
    return { detail: "linear in the weights of samples" };
  },
  "empty batch": () => {
    const { loss, gradient } = run.pick([]).cost();
    if (loss !== 0 || gradient.length > 0) fail(`a batch of none costs ${loss}`);
    return { detail: "0" };
  },
  backends: () =>
    sameOnBackends(() => {
      const { loss, gradient } = run.cost();
      return { "in the loss": [loss], "in the gradient": gradient };
    }, close),
});

/** What every sort asks of a head's loss. */
export const loss: Sort<GivenLoss> = (spec, seed) => {
  const type = typeof spec === "string" ? spec : spec.type;
  const form = allLossForms.find(type);
  const classes = form?.target === "classes" ? (form.classes ?? 3) : undefined;
  const names = ["a", "b", "c", "d", "e", "f", "g", "h"].slice(0, classes);
  const target =
    classes === undefined ? { shape: [2] } : { classes: classes === names.length ? names : classes };
  const standing = around({ target, head: { loss: spec } }, seed);
  const head = standing.graph.heads[0];
  if (!head) throw new EspalierError(`"${type}" stands at no head`);
  const width = head.shape.reduce((product, length) => product * length, 1);
  const stream = drawn(rows * width, seed, "labels");
  const run = new LossRun(head.loss, {
    width,
    prediction: Float32Array.from(drawn(rows * width, seed, "prediction"), (value) => 2 * value),
    labels:
      classes === undefined
        ? Float32Array.from(stream)
        : Int32Array.from({ length: rows }, (_, i) => (i * 2 + Math.floor(i / 3)) % classes),
  });
  return { name: type, promises: promisesOf(run, seed), standing };
};

/** What says each sample's label; `beside`: another class, other values. */
function answers({ rows: { labels, width } }: LossRun, beside: number): Float32Array {
  if (labels instanceof Float32Array) return labels.map((value) => value + 2 * beside);
  const values = new Float32Array(labels.length * width);
  labels.forEach((label, row) => {
    if (width === 1) values[row] = label === 1 - beside ? 2 : -2;
    else values[row * width + ((label + beside) % width)] = 2;
  });
  return values;
}

function same(found: number, expected: number, what: string): void {
  sameAll([found], [expected], what);
}

function sameAll(found: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  const apart = difference(found, expected);
  if (!(apart <= close)) fail(`differs by ${shortNumber(apart)} from ${what}`);
}

const round = (value: number): number => Number(value.toPrecision(3));
