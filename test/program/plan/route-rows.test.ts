import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { orderBack, routeRows } from "../../../src/program/plan/route-rows";

const routes = fc
  .integer({ min: 1, max: 6 })
  .chain((branches) =>
    fc.tuple(fc.constant(branches), fc.array(fc.integer({ min: -1, max: branches - 1 }), { maxLength: 50 })),
  );

/** With at most one branch a row; -1 for none. */
const grouped = (taken: readonly number[], branches: number) =>
  routeRows(
    taken.map((branch) => (branch === -1 ? [] : [branch])),
    branches,
    new Float32Array(branches),
  );

describe("routeRows", () => {
  it("gives each row to exactly the branch that it takes, in ascending order", () => {
    fc.assert(
      fc.property(routes, ([branches, taken]) => {
        const { rows } = grouped(taken, branches);
        expect(rows).toHaveLength(branches);
        rows.forEach((of, branch) => {
          expect([...of]).toEqual(taken.flatMap((to, row) => (to === branch ? [row] : [])));
        });
      }),
    );
  });

  it("refuses a branch that does not exist", () => {
    expect(() => grouped([0, 2], 2)).toThrow(/branch 2 of 2/);
  });
});

describe("orderBack", () => {
  it("finds every routed row again in the concatenation of the parts", () => {
    fc.assert(
      fc.property(routes, ([branches, taken]) => {
        const { rows } = grouped(taken, branches);
        const together = rows.flatMap((of) => [...of]);
        let rest = 0;
        const order = orderBack(rows, taken.length);
        taken.forEach((branch, row) => {
          if (branch === -1) expect(order[row]).toBe(together.length + rest++);
          else expect(together[order[row]!]).toBe(row);
        });
      }),
    );
  });
});
