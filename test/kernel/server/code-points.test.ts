import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toPoints, toUnits } from "../../../kernel-ext/kernel/src/server/code-points";

const text = "a😀b";

describe("positions", () => {
  it("count a character outside the basic plane once", () => {
    expect([0, 1, 2, 3].map((points) => toUnits(text, points))).toEqual([0, 1, 3, 4]);
    expect([0, 1, 3, 4].map((units) => toPoints(text, units))).toEqual([0, 1, 2, 3]);
  });

  it("outside the text are its ends", () => {
    expect([toUnits(text, -3), toUnits(text, 99), toPoints(text, -3), toPoints(text, 99)]).toEqual([
      0, 4, 0, 3,
    ]);
  });

  it("between the halves of a character are in front of it", () => {
    expect(toPoints(text, 2)).toBe(1);
  });

  it("come back as they went, in any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.nat(), (any, at) => {
        const points = Math.min(at, Array.from(any).length);
        expect(toPoints(any, toUnits(any, points))).toBe(points);
        expect(toUnits(any, points)).toBe(Array.from(any).slice(0, points).join("").length);
      }),
    );
  });
});
