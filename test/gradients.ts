import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import { randomStream } from "../src/backend/random";

/** Uniform in [-1, 1), the same in each run. */
export function drawValues(size: number, ...path: (string | number)[]): Float32Array {
  const stream = randomStream(5, ...path);
  return Float32Array.from({ length: size }, () => 2 * stream.next() - 1);
}

/**
 * The gradient of a scalar function against the central difference (f(x + h v) - f(x - h v)) / 2h along random
 * directions v, for each argument by itself.
 *
 * In float32 the step has to be large (1e-2), so that functions with bends need arguments away from them; what is
 * asked is 1 % of |gradient| · |v|.
 *
 * @param passes false for an argument that must get no gradient at all
 */
export function checkGradient(
  f: (xs: readonly tf.Tensor[]) => tf.Scalar | tf.Tensor,
  xs: readonly tf.Tensor[],
  passes: readonly boolean[] = xs.map(() => true),
): void {
  if (xs.length === 0) return;
  const { grads } = tf.engine().gradients(() => f(xs), [...xs], undefined, true);
  const step = 1e-2;
  xs.forEach((x, i) => {
    const gradient = (grads as (tf.Tensor | undefined)[])[i];
    if (!passes[i]) {
      expect(gradient, `no gradient ${i}`).toBeUndefined();
      return;
    }
    if (!gradient) expect.fail(`gradient ${i} is missing`);
    expect(gradient.shape, `shape of gradient ${i}`).toEqual(x.shape);
    for (const turn of [0, 1]) {
      const direction = tf.tensor(drawValues(x.size, "direction", i, turn), x.shape);
      const at = (h: number) =>
        f(xs.map((other, j) => (j === i ? tf.add(x, tf.mul(direction, h)) : other))).dataSync()[0]!;
      const numeric = (at(step) - at(-step)) / (2 * step);
      const analytic: number = tf.sum(tf.mul(gradient, direction)).dataSync()[0]!;
      const scale = Math.sqrt(
        tf.sum(tf.square(gradient)).dataSync()[0]! * tf.sum(tf.square(direction)).dataSync()[0]!,
      );
      const error = Math.abs(numeric - analytic);
      if (!(error <= 1e-2 * scale + 2e-3)) {
        expect.fail(`gradient ${i}: along a direction ${analytic}, by finite differences ${numeric}`);
      }
    }
  });
}
