import { describe, expect, it } from "vitest";
import type { Variable } from "../../src/graph/ir";
// Not through the index: this part needs no TensorFlow.
import { initialValues } from "../../src/layers/initialize";
import type { Initializer } from "../../src/spec/language";
import { language } from "../kinds";

const size = 20_000;

function values(initializer: Initializer, options: Partial<Variable> = {}, seed = 1): Float32Array {
  const variable: Variable = {
    path: "trunk/dense/kernel",
    shape: [100, 200],
    fan: { in: 100, out: 200 },
    initializer,
    trainable: true,
    ...options,
  };
  return initialValues(variable, seed);
}

function variance(numbers: Float32Array): number {
  return numbers.reduce((sum, value) => sum + value * value, 0) / numbers.length;
}

const constants = [
  ["zeros", 0],
  ["ones", 1],
] as const;

/** Limits by Keras' formulas: sqrt(6 / (in + out)), sqrt(6 / in), sqrt(3 / in). */
const uniform = [
  ["glorotUniform", Math.sqrt(6 / 300)],
  ["heUniform", Math.sqrt(6 / 100)],
  ["lecunUniform", Math.sqrt(3 / 100)],
  ["randomUniform", 0.05],
] as const;

/** Variances. */
const truncated = [
  ["glorotNormal", 2 / 300],
  ["heNormal", 2 / 100],
  ["lecunNormal", 1 / 100],
] as const;

describe("initialValues", () => {
  it("starts with a number where a layer names one", () => {
    expect(values("zeros", { initializer: 0.75, shape: [2] })).toEqual(Float32Array.of(0.75, 0.75));
    expect(values("zeros", { initializer: -2, shape: [] })).toEqual(Float32Array.of(-2));
  });

  it("is looked at for every initialiser", () => {
    const names = [...constants, ...uniform, ...truncated].map(([name]) => name);
    expect(new Set([...names, "randomNormal", "orthogonal"])).toEqual(language.initializers);
  });

  it.each([
    ["square", [12, 12]],
    ["with more columns, whose rows are orthonormal", [6, 24]],
    ["with more rows, whose columns are", [24, 6]],
    ["with several axes before the last", [2, 3, 4, 5]],
  ])("orthogonal: %s", (_, shape) => {
    const columns = shape.at(-1)!;
    const rows = shape.slice(0, -1).reduce((product, length) => product * length, 1);
    const matrix = values("orthogonal", { shape });
    const at = (row: number, column: number) => matrix[row * columns + column]!;
    const [count, length] = rows < columns ? [rows, columns] : [columns, rows];
    const entry = (i: number, j: number) => (rows < columns ? at(i, j) : at(j, i));
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) {
        let product = 0;
        for (let j = 0; j < length; j++) product += entry(a, j) * entry(b, j);
        expect(product).toBeCloseTo(a === b ? 1 : 0, 6);
      }
    expect(matrix).toEqual(values("orthogonal", { shape }));
    expect(matrix).not.toEqual(values("orthogonal", { shape }, 2));
    // Both signs, evenly: no direction is preferred.
    expect(Math.abs(matrix.filter((value) => value > 0).length / matrix.length - 0.5)).toBeLessThan(0.2);
  });

  it("starts some of the last axis at 1 where the weight says so, whatever the initialiser", () => {
    const bias = values("zeros", { shape: [2, 5], ones: [1, 3] });
    expect([...bias]).toEqual([0, 1, 1, 0, 0, 0, 1, 1, 0, 0]);
  });

  it.each(constants)("fills with %s", (name, value) => {
    expect(new Set(values(name))).toEqual(new Set([value]));
  });

  it.each(uniform)("%s is uniform within its limit", (name, limit) => {
    const drawn = values(name);
    const largest = drawn.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(Math.fround(limit));
    expect(largest).toBeGreaterThan(0.999 * limit);
    expect(variance(drawn) / (limit ** 2 / 3)).toBeCloseTo(1, 1);
  });

  it.each(truncated)(
    "%s is cut off at two standard deviations and has its variance after the cut",
    (name, expected) => {
      const drawn = values(name);
      const cut = (2 * Math.sqrt(expected)) / 0.87962566103423978;
      const largest = drawn.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      expect(largest).toBeLessThanOrEqual(Math.fround(cut) * (1 + 1e-6));
      expect(largest).toBeGreaterThan(0.98 * cut);
      expect(Math.abs(variance(drawn) / expected - 1)).toBeLessThan(0.04);
    },
  );

  it("draws randomNormal with standard deviation 0.05, without a cut", () => {
    const drawn = values("randomNormal");
    expect(Math.abs(variance(drawn) / 0.05 ** 2 - 1)).toBeLessThan(0.04);
    expect(drawn.some((value) => Math.abs(value) > 0.15)).toBe(true);
  });

  it("depends on seed and path, and on nothing else", () => {
    expect(values("heNormal")).toEqual(values("heNormal"));
    expect(values("heNormal", {}, 2)).not.toEqual(values("heNormal"));
    expect(values("heNormal", { path: "branch/dense/kernel" })).not.toEqual(values("heNormal"));
  });

  it("gives one value for a shape without axes", () => {
    expect(values("ones", { shape: [] })).toHaveLength(1);
    expect(values("zeros")).toHaveLength(size);
  });
});
