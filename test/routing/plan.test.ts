import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestEntries } from "../../src/choice";
import { inverseOrder, isEveryRow, planRoute } from "../../src/routing/plan";

const routes = fc
  .integer({ min: 1, max: 6 })
  .chain((branches) =>
    fc.tuple(fc.constant(branches), fc.array(fc.integer({ min: -1, max: branches - 1 }), { maxLength: 50 })),
  );

describe("planRoute", () => {
  it("gives each row to exactly the branch that it takes, in ascending order", () => {
    fc.assert(
      fc.property(routes, ([branches, taken]) => {
        const { rows } = planRoute(Int32Array.from(taken), branches);
        expect(rows).toHaveLength(branches);
        rows.forEach((of, branch) => {
          expect([...of]).toEqual(taken.flatMap((to, row) => (to === branch ? [row] : [])));
        });
      }),
    );
  });

  it("refuses a branch that does not exist", () => {
    expect(() => planRoute(Int32Array.of(0, 2), 2)).toThrow(/branch 2 of 2/);
  });
});

describe("inverseOrder", () => {
  it("finds every routed row again in the concatenation of the parts", () => {
    fc.assert(
      fc.property(routes, ([branches, taken]) => {
        const { rows } = planRoute(Int32Array.from(taken), branches);
        const together = rows.flatMap((of) => [...of]);
        const inverse = inverseOrder(rows, taken.length);
        taken.forEach((branch, row) => {
          if (branch === -1) expect(inverse[row]).toBe(-1);
          else expect(together[inverse[row]!]).toBe(row);
        });
      }),
    );
  });
});

describe("largestEntries", () => {
  it("takes the first of equals and -1 where a number is missing", () => {
    expect([...largestEntries([1, 3, 3, 0, NaN, 2, -5, -6, -7], 3)]).toEqual([1, -1, 0]);
  });
});

it("knows when rows are all rows", () => {
  expect(isEveryRow(Int32Array.of(0, 1, 2), 3)).toBe(true);
  expect(isEveryRow(Int32Array.of(0, 2), 3)).toBe(false);
});
