import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { nativeIsInstalled, useBackend, type BackendName } from "../../src/backend";
import { operations, type Operation } from "./operations";

const ofThisProject = process.env["ESPALIER_BACKEND"] !== "native";

const goldenRatio = (Math.sqrt(5) - 1) / 2;

/** Values from -1.7 to 1.7, the same everywhere; no two are close, so that small steps change no maximum. */
function values(shape: readonly number[], salt: number): Float32Array {
  const size = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length: size }, (_, i) => 3.4 * (((i + 1 + 31 * salt) * goldenRatio) % 1) - 1.7);
}

interface Outcome {
  readonly shape: readonly number[];
  readonly value: Float32Array;
  /** Of sum(value * weights), for fixed weights. */
  readonly gradients: readonly Float32Array[];
}

const weightsOf = (shape: readonly number[]) => tf.tensor(values(shape, 7), [...shape]);

function outcome({ shapes, run }: Operation): Outcome {
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => tf.tensor(values(shape, i), [...shape]));
    const value = run(...(inputs as never[]));
    const gradients = tf.grads(run as (...x: tf.Tensor[]) => tf.Tensor)(inputs, weightsOf(value.shape));
    return {
      shape: [...value.shape],
      value: value.dataSync<"float32">(),
      gradients: gradients.map((gradient) => gradient.dataSync<"float32">()),
    };
  });
}

/** Largest difference, as a share of 1 + |value|; NaN equals NaN. */
function distance(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  return actual.reduce((largest, value, i) => {
    if (Number.isNaN(value) && Number.isNaN(expected[i]!)) return largest;
    const difference = Math.abs(value - expected[i]!) / (1 + Math.abs(expected[i]!));
    return Number.isNaN(difference) ? Infinity : Math.max(largest, difference);
  }, 0);
}

async function outcomeOn(backend: BackendName, operation: Operation): Promise<Outcome> {
  await useBackend(backend);
  return outcome(operation);
}

describe.runIf(ofThisProject)("on WASM", () => {
  let before = 0;
  beforeEach(async () => {
    await useBackend("wasm");
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  describe.skipIf(!nativeIsInstalled()).each([3, 1])(
    "a batch of %i is as native TensorFlow has it:",
    (rows) => {
      test.each(operations(rows).map((operation) => [operation.name, operation] as const))(
        "%s",
        async (_, operation) => {
          const expected = await outcomeOn("native", operation);
          const actual = await outcomeOn("wasm", operation);
          expect(actual.shape).toEqual(expected.shape);
          expect(distance(actual.value, expected.value)).toBeLessThan(1e-5);
          actual.gradients.forEach((gradient, i) =>
            expect(distance(gradient, expected.gradients[i]!), `gradient ${i}`).toBeLessThan(1e-5),
          );
        },
      );
    },
  );

  describe("gradients are those of finite differences:", () => {
    test.each(operations(2).map((operation) => [operation.name, operation] as const))(
      "%s",
      (_, { shapes, run, name }) => {
        const { gradients } = outcome({ shapes, run, name });
        const step = 1e-3;
        shapes.forEach((shape, moved) => {
          const direction = values(shape, 11);
          const shifted = (sign: number) =>
            tf.tidy(() => {
              const inputs = shapes.map((shape, i) => {
                const data = values(shape, i);
                return tf.tensor(i === moved ? data.map((x, j) => x + sign * step * direction[j]!) : data, [
                  ...shape,
                ]);
              });
              const value = run(...(inputs as never[]));
              const weights = weightsOf(value.shape).dataSync<"float32">();
              return value.dataSync<"float32">().reduce((sum, x, j) => sum + x * weights[j]!, 0);
            });
          const slope = (shifted(1) - shifted(-1)) / (2 * step);
          const predicted = gradients[moved]!.reduce((sum, g, j) => sum + g * direction[j]!, 0);
          expect(Math.abs(slope - predicted), `input ${moved}`).toBeLessThan(0.02 * (1 + Math.abs(slope)));
        });
      },
    );
  });

  describe("a batch without rows has a shape in line with the others', and no gradient:", () => {
    test.each(operations(0).map((operation, i) => [operation.name, operation, i] as const))(
      "%s",
      (_, operation, number) => {
        const none = outcome(operation);
        const [one, two] = [1, 2].map((rows) => outcome(operations(rows)[number]!).shape);
        expect(none.shape).toEqual(one!.map((length, axis) => 2 * length - two![axis]!));
        none.gradients.forEach((gradient, i) => {
          expect(gradient).toHaveLength(operation.shapes[i]!.reduce((a, b) => a * b, 1));
          if (none.value.length === 0) expect([...gradient]).toEqual([...gradient].fill(0));
        });
      },
    );

    test("and leaves the heap whole for what comes after", () => {
      for (const operation of operations(0)) outcome(operation);
      const expected = values([64, 64], 1);
      const product = tf.tidy(() => tf.matMul(tf.tensor2d(expected, [64, 64]), tf.eye(64)).dataSync());
      expect(product).toEqual(expected);
    });
  });

  test("one tensor may be the right-hand matrix in several shapes", () => {
    const sums = tf.tidy(() => {
      const values = tf.range(0, 16);
      return [2, 4, 8, 2].map((rows) => [
        ...tf.matMul(tf.ones([1, rows]), tf.reshape(values, [rows, 16 / rows])).dataSync(),
      ]);
    });
    expect(sums[0]).toEqual([8, 10, 12, 14, 16, 18, 20, 22]);
    expect(sums[1]).toEqual([24, 28, 32, 36]);
    expect(sums[2]).toEqual([56, 64]);
    expect(sums[3]).toEqual(sums[0]);
  });
});
