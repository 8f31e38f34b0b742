/* How a weight starts, with Keras' definitions (keras/src/initializers/random_initializers.py). */
import { randomStream, type RandomStream } from "../backend/random";
import type { Variable } from "../graph/ir";
import type { Initializer } from "../spec/language";
import { sizeOf } from "../shape";
import { orthogonalMatrix } from "./orthogonal";

/** Standard deviation of a standard normal that is cut off at -2 and 2. */
const truncatedDeviation = 0.87962566103423978;

/** A draw for one value after another, given the number of values that enter and leave one unit, and the shape. */
type Draw = (stream: RandomStream, fan: Variable["fan"], shape: Variable["shape"]) => () => number;

function uniform(limit: (fan: Variable["fan"]) => number): Draw {
  return (stream, fan) => {
    const bound = limit(fan);
    return () => (2 * stream.next() - 1) * bound;
  };
}

/** A normal cut off at two standard deviations (beyond them it is drawn again), with this variance after the cut. */
function truncatedNormal(variance: (fan: Variable["fan"]) => number): Draw {
  return (stream, fan) => {
    const deviation = Math.sqrt(variance(fan)) / truncatedDeviation;
    return () => {
      for (;;) {
        const draw = stream.normal();
        if (Math.abs(draw) <= 2) return draw * deviation;
      }
    };
  };
}

/* Variances: Glorot and Bengio 2010, He et al. 2015, LeCun et al. 1998. A uniform draw has variance limit² / 3. */
const glorot = (fan: Variable["fan"]) => 1 / Math.max(1, (fan.in + fan.out) / 2);
const he = (fan: Variable["fan"]) => 2 / Math.max(1, fan.in);
const lecun = (fan: Variable["fan"]) => 1 / Math.max(1, fan.in);

const initializers: { readonly [I in Initializer]: Draw } = {
  zeros: () => () => 0,
  ones: () => () => 1,
  glorotUniform: uniform((fan) => Math.sqrt(3 * glorot(fan))),
  glorotNormal: truncatedNormal(glorot),
  heUniform: uniform((fan) => Math.sqrt(3 * he(fan))),
  heNormal: truncatedNormal(he),
  lecunUniform: uniform((fan) => Math.sqrt(3 * lecun(fan))),
  lecunNormal: truncatedNormal(lecun),
  randomUniform: uniform(() => 0.05),
  randomNormal: (stream) => () => 0.05 * stream.normal(),
  orthogonal: (stream, _, shape) => {
    const values = orthogonalMatrix(stream, shape);
    let i = 0;
    return () => values[i++]!;
  },
};

/**
 * The first value of a variable, in row-major order. It depends on the seed and on the variable's path and shape
 * only, so that no other part of the network changes it.
 */
export function initialValues(variable: Variable, seed: number): Float32Array {
  const size = sizeOf(variable.shape);
  if (typeof variable.initializer === "number") return new Float32Array(size).fill(variable.initializer);
  const draw = initializers[variable.initializer](
    randomStream(seed, "initializer", variable.path),
    variable.fan,
    variable.shape,
  );
  const values = new Float32Array(size);
  for (let i = 0; i < size; i++) values[i] = draw();
  if (variable.ones) startAtOne(values, variable.shape.at(-1) ?? 1, variable.ones);
  return values;
}

function startAtOne(values: Float32Array, width: number, [from, to]: readonly [number, number]): void {
  for (let row = 0; row < values.length; row += width) values.fill(1, row + from, row + to);
}
