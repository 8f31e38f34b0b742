/* Gradients against finite differences. */
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../backend";
import { dropTape } from "../backend/drop-tape";
import { EspalierError } from "../errors";
import { checkOptionKinds } from "../options";
import { GradientTable, type GradientRow } from "./gradient-table";
import { drawn, type GivenValue } from "./point";
import { slopesAlong, type Slopes } from "./slopes";
import { subjectOf, type GivenFunction, type GivenLayer, type Subject } from "./subject";

/** How gradients are checked. */
export interface GradcheckOptions {
  /** Of weights, directions and drawn inputs. Default 1. */
  readonly seed?: number;
  /** Along how many random directions each argument is looked at. Default 3. */
  readonly directions?: number;
  /** The largest relative error that agrees. Default 0.01: float32 and its differences allow no less. */
  readonly tolerance?: number;
  /** The step of the differences, relative to the size of an argument. Default 0.01. */
  readonly step?: number;
  /** Of a layer: whether it behaves as in training. Default false. */
  readonly training?: boolean;
}

type Settings = Required<GradcheckOptions>;

/** How often the point is moved where too many values have kinks. */
const moves = 8;

/**
 * Compares the gradient of a layer or of a function of tensors with central differences along random directions, for each
 * input and each weight by itself. Inputs of whole numbers have no gradient and are left out.
 *
 * What comes back is weighed by random numbers, so that every value counts. Where a value has a kink or a jump beside the
 * point, the difference is no derivative: such values are left out of both sides; where most are, the point is moved. The
 * table says how many. The same arguments give the same table.
 *
 * A relative error is |analytic - numeric| over the typical size of the derivative along such a direction,
 * max(|analytic|, |numeric|, |g| · |v| / √n).
 *
 * ```ts
 * await gradcheck({ type: "dense", units: 3 }, [{ shape: [4, 5] }]);
 * await gradcheck((x, y) => tf.mul(x, y), [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])]);
 * ```
 *
 * @param inputs tensors, numbers, or shapes to draw; the batch axis first. They stay as they are
 * @returns a table that shows itself; `agrees` says whether all of it does
 * @throws EspalierError where TensorFlow has no gradient, or the same arguments do not give the same numbers
 */
export async function gradcheck(
  subject: GivenLayer | GivenFunction,
  inputs: readonly GivenValue[],
  options: GradcheckOptions = {},
): Promise<GradientTable> {
  checkOptionKinds("gradcheck", options, {
    seed: "number",
    directions: "number",
    tolerance: "number",
    step: "number",
    training: "boolean",
  });
  await useBackend();
  const settings: Settings = {
    seed: 1,
    directions: 3,
    tolerance: 1e-2,
    step: 1e-2,
    training: false,
    ...options,
  };
  const checked = subjectOf(subject, inputs, settings);
  try {
    return new GradientTable(checked.name, rowsOf(checked, settings));
  } finally {
    for (const { value } of checked.args) value.dispose();
  }
}

function rowsOf(subject: Subject, settings: Settings): GradientRow[] {
  requireSameNumbers(subject);
  return subject.args.flatMap(({ name, value, moves: counts }, place) =>
    counts && value.size > 0 ? [rowOf(subject, place, name, settings)] : [],
  );
}

const valuesOf = (subject: Subject, tensors: readonly tf.Tensor[]): Float32Array =>
  tf.tidy(() => Float32Array.from(subject.compute(tensors).dataSync()));

function requireSameNumbers(subject: Subject): void {
  const tensors = subject.args.map(({ value }) => value);
  const [first, second] = [valuesOf(subject, tensors), valuesOf(subject, tensors)];
  if (first.length === second.length && first.every((value, i) => Object.is(value, second[i]))) return;
  throw new EspalierError(`${subject.name} gives other numbers each time`, {
    hint: "draw random numbers from the layer's own stream (context.random()), or fix them outside",
  });
}

/** The worst of an argument's directions. */
function rowOf(subject: Subject, place: number, name: string, settings: Settings): GradientRow {
  let worst: Measured | undefined;
  let kinks = 0;
  for (let direction = 0; direction < settings.directions; direction++) {
    const measured = tidied(() => measure(subject, place, direction, settings));
    kinks += measured.kinks;
    // NaN is worse than any number.
    if (!worst || !(measured.relativeError <= worst.relativeError)) worst = measured;
  }
  const { analytic = Number.NaN, numeric = Number.NaN, relativeError = Number.NaN } = worst ?? {};
  const agrees = relativeError <= settings.tolerance;
  return { of: name, directions: settings.directions, analytic, numeric, relativeError, kinks, agrees };
}

function tidied<Result>(compute: () => Result): Result {
  let result: { readonly value: Result } | undefined;
  tf.tidy(() => {
    result = { value: compute() };
  });
  return result!.value;
}

interface Measured {
  readonly analytic: number;
  readonly numeric: number;
  readonly relativeError: number;
  readonly kinks: number;
}

function measure(subject: Subject, place: number, direction: number, { seed, step }: Settings): Measured {
  const start = subject.args[place]!.value;
  const key = [place, direction];
  const size = start.size;
  const v = drawn(size, seed, "direction", ...key);
  let kinks = 0;
  for (let move = 0; ; move++) {
    const point = Float64Array.from(start.dataSync());
    const h = step * Math.max(1, ...point.map(Math.abs));
    if (move > 0) drawn(size, seed, "move", ...key, move).forEach((nudge, i) => (point[i]! += 8 * h * nudge));
    const at = (values: Float64Array) => placed(subject, place, values);
    const slopes = slopesAlong((t) => {
      const tensors = at(point.map((x, i) => x + t * v[i]!));
      return valuesOf(subject, tensors);
    }, h);
    const count = slopes.kinks.filter(Boolean).length;
    kinks += count;
    // Most values bend here: another point says more. The last one counts as it is.
    if (2 * count > slopes.kinks.length && move < moves) continue;
    return { ...compare(subject, place, at(point), v, slopes, seed), kinks };
  }
}

/** The arguments, with other values at one place. */
function placed(subject: Subject, place: number, values: Float64Array): tf.Tensor[] {
  return subject.args.map(({ value }, i) =>
    i === place ? tf.tensor(Float32Array.from(values), value.shape, "float32") : value,
  );
}

function compare(
  subject: Subject,
  place: number,
  tensors: readonly tf.Tensor[],
  v: Float64Array,
  { slopes, noise, kinks }: Slopes,
  seed: number,
): Omit<Measured, "kinks"> {
  const upstream = drawn(slopes.length, seed, "upstream").map((weight, i) => (kinks[i] ? 0 : weight));
  if (upstream.every((weight) => weight === 0)) {
    return { analytic: Number.NaN, numeric: Number.NaN, relativeError: slopes.length === 0 ? 0 : Number.NaN };
  }
  const gradient = gradientOf(subject, place, tensors, Float32Array.from(upstream));
  const analytic = dot(gradient, v);
  let numeric = 0;
  let rounding = 0;
  upstream.forEach((weight, i) => {
    if (kinks[i]) return;
    numeric += weight * slopes[i]!;
    rounding += (weight * noise[i]!) ** 2;
  });
  const typical = Math.sqrt((dot(gradient, gradient) * dot(v, v)) / v.length);
  const error = Math.abs(analytic - numeric);
  const scale = Math.max(typical, Math.abs(analytic), Math.abs(numeric));
  const seen = error <= Math.sqrt(rounding) ? 0 : error;
  return { analytic, numeric, relativeError: seen === 0 ? 0 : seen / scale };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
};

/** Of one argument, where each value that comes back counts so much; 0 where the argument does not matter. */
function gradientOf(
  subject: Subject,
  place: number,
  tensors: readonly tf.Tensor[],
  upstream: Float32Array,
): Float32Array {
  const argument = tensors[place]!;
  try {
    return tf.tidy(() => {
      const { grads } = tf.engine().gradients(
        () => {
          const value = subject.compute(tensors);
          return tf.sum(tf.mul(value, tf.tensor(upstream, value.shape)));
        },
        [argument],
        undefined,
        true,
      );
      // What nothing depends on comes back as undefined, whatever the engine's type says.
      const [gradient] = grads as (tf.Tensor | undefined)[];
      if (!gradient) return new Float32Array(argument.size);
      return Float32Array.from(gradient.dataSync());
    });
  } catch (error) {
    dropTape();
    if (error instanceof EspalierError) throw error;
    throw new EspalierError(
      `${subject.name} has no gradient: ${error instanceof Error ? error.message : String(error)}`,
      {
        hint: "compute comparisons and rounding outside, or give it a gradient of its own (gradient of defineLayer, tf.customGrad)",
        cause: error,
      },
    );
  }
}
