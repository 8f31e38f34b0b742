import { describe, expect, test } from "vitest";
import { mixedDataTypes } from "../../../src/data/synthetic";

describe("mixedDataTypes", () => {
  const data = mixedDataTypes({ samples: 2001, seed: 3 });
  const scores = data.labels["score"]!;
  const variance = (values: Float32Array) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  };

  test("half of the samples has a vector, half an id, and the tag says which", () => {
    expect(data.size).toBe(2001);
    const { vector, id } = data.inputs;
    expect([vector!.shape, id!.shape]).toEqual([[10], []]);
    expect(id!.data).toBeInstanceOf(Int32Array);
    data.tags["dataType"]!.forEach((type, sample) => {
      expect(vector!.rows![sample]! >= 0).toBe(type === 0);
      expect(id!.rows![sample]! >= 0).toBe(type === 1);
    });
    expect(data.tags["dataType"]!.filter((type) => type === 1).length).toBe(1000);
  });

  test("an id's mean score explains nearly all that the noise leaves", () => {
    const ids = data.inputs["id"]!.data;
    const own = scores.slice(1001) as Float32Array;
    const rest = own.map((score, i) => {
      const same = own.filter((_, j) => ids[j] === ids[i]);
      return score - same.reduce((sum, value) => sum + value, 0) / same.length;
    });
    expect(variance(own)).toBeGreaterThan(0.2);
    expect(variance(rest)).toBeLessThan(0.012);
  });

  test("most of the variance of a vector's score is signal, and the noise has the size that is asked for", () => {
    const quiet = mixedDataTypes({ samples: 2001, seed: 3, noise: 0 }).labels["score"]!.slice(
      0,
      1001,
    ) as Float32Array;
    const noisy = scores.slice(0, 1001) as Float32Array;
    expect(variance(quiet)).toBeGreaterThan(0.2);
    expect(variance(noisy.map((score, i) => score - quiet[i]!))).toBeCloseTo(0.01, 2);
  });

  test("follows from the seed", () => {
    expect(mixedDataTypes({ samples: 20, seed: 3 })).toEqual(mixedDataTypes({ samples: 20, seed: 3 }));
    expect(mixedDataTypes({ samples: 20, seed: 3 })).not.toEqual(mixedDataTypes({ samples: 20, seed: 4 }));
  });
});
