import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stratifiedFolds, stratifiedHoldOut } from "../../src/data/splits";

const countOf = (labels: Int32Array, samples: Int32Array, label: number) =>
  samples.filter((sample) => labels[sample] === label).length;

/** Labels where each class has a few samples, in some order. */
const someLabels = (least: number) =>
  fc
    .array(fc.integer({ min: least, max: least + 9 }), { minLength: 1, maxLength: 5 })
    .chain((counts) => {
      const list = counts.flatMap((count, label) => new Array<number>(count).fill(label));
      return fc.shuffledSubarray(list, { minLength: list.length });
    })
    .map((list) => Int32Array.from(list));

const all = (size: number) => Int32Array.from({ length: size }, (_, i) => i);

describe("stratifiedFolds", () => {
  test("every sample tests once; folds differ by at most one in each class and in all", () => {
    fc.assert(
      fc.property(someLabels(3), fc.integer({ min: 2, max: 3 }), fc.nat(), (labels, folds, seed) => {
        const splits = stratifiedFolds(labels, folds, seed);
        expect(Int32Array.from(splits.flatMap(({ test: part }) => [...part])).sort()).toEqual(
          all(labels.length),
        );
        for (const { train, test: part } of splits)
          expect(Int32Array.of(...train, ...part).sort()).toEqual(all(labels.length));
        const spread = (counts: number[]) => Math.max(...counts) - Math.min(...counts);
        expect(spread(splits.map(({ test: part }) => part.length))).toBeLessThanOrEqual(1);
        for (const label of new Set(labels))
          expect(spread(splits.map(({ test: part }) => countOf(labels, part, label)))).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("follow from the seed", () => {
    const labels = Int32Array.from({ length: 60 }, (_, i) => i % 3);
    expect(stratifiedFolds(labels, 5, 1)).toEqual(stratifiedFolds(labels, 5, 1));
    expect(stratifiedFolds(labels, 5, 1)).not.toEqual(stratifiedFolds(labels, 5, 2));
  });

  test("take samples without a label along, however few", () => {
    const splits = stratifiedFolds(Int32Array.of(0, -1, 0), 2, 1);
    expect(splits.flatMap(({ test: part }) => [...part]).sort()).toEqual([0, 1, 2]);
  });

  test("refuse a class with fewer samples than folds, and a single fold", () => {
    const labels = Int32Array.of(0, 0, 0, 1, 1, 1, 2);
    expect(() => stratifiedFolds(labels, 3, 1, ["a", "b", "c"])).toThrow(
      `the class "c" has 1 sample, fewer than the 3 folds; take fewer folds, or add samples`,
    );
    expect(() => stratifiedFolds(labels, 3, 1)).toThrow("the class 2 has 1 sample");
    expect(() => stratifiedFolds(labels, 1, 1)).toThrow("1 folds are not a cross-validation");
  });
});

describe("stratifiedHoldOut", () => {
  test("splits everything, and each class near its share with both sides present", () => {
    fc.assert(
      fc.property(
        someLabels(2),
        fc.double({ min: 0.05, max: 0.95, noNaN: true }),
        fc.nat(),
        (labels, share, seed) => {
          const { train, test: part } = stratifiedHoldOut(labels, share, seed);
          expect(Int32Array.of(...train, ...part).sort()).toEqual(all(labels.length));
          for (const label of new Set(labels)) {
            const size = countOf(labels, all(labels.length), label);
            const tests = countOf(labels, part, label);
            expect(tests).toBeGreaterThanOrEqual(1);
            expect(tests).toBeLessThan(size);
            expect(Math.abs(tests - share * size)).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });

  test("the test set has the rounded share", () => {
    const labels = Int32Array.from({ length: 101 }, (_, i) => i % 7);
    expect(stratifiedHoldOut(labels, 0.2, 3).test.length).toBe(20);
    expect(stratifiedHoldOut(labels, 0.2, 3)).toEqual(stratifiedHoldOut(labels, 0.2, 3));
    expect(stratifiedHoldOut(labels, 0.2, 3)).not.toEqual(stratifiedHoldOut(labels, 0.2, 4));
  });

  test("refuses a class of one sample, and a share that empties a side", () => {
    expect(() => stratifiedHoldOut(Int32Array.of(0, 0, 1), 0.5, 1, ["a", "b"])).toThrow(
      `the class "b" has one sample, which cannot both train and test`,
    );
    for (const share of [0, 1, NaN])
      expect(() => stratifiedHoldOut(Int32Array.of(0, 0), share, 1)).toThrow("leaves one side empty");
  });
});
