import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { scheduledAt, scheduledRange } from "../../../src/graph/scheduled";
import { shapes } from "../../../src/graph/scheduled/table.generated";
import type { Scheduled, ScheduledCurve, ScheduledExponential, ShapeName } from "../../../src/spec/language";

interface Fixture {
  readonly stepsOfEpoch: number;
  readonly cases: readonly { readonly value: Scheduled; readonly numbers: readonly number[] }[];
}

const keras = JSON.parse(
  readFileSync(join(__dirname, "../../fixtures/keras-scheduled.json"), "utf8"),
) as Fixture;

const curve = (shape: ShapeName): ScheduledCurve | ScheduledExponential =>
  shape === "exponential"
    ? { from: 1, to: 0.1, over: 10, shape, warmUp: 2 }
    : { from: 1, to: 0.1, over: 10, shape, warmUp: 2 };

const everyShape = Object.keys(shapes) as ShapeName[];

describe("a value that changes", () => {
  it.each(keras.cases.map(({ value, numbers }) => [JSON.stringify(value), value, numbers] as const))(
    "is what Keras' schedule says: %s",
    (_, value, numbers) => {
      expect(numbers.length).toBeGreaterThan(40);
      const own = numbers.map((_, step) => scheduledAt(value, step / keras.stepsOfEpoch));
      numbers.forEach((number, step) => expect(own[step], `step ${step}`).toBeCloseTo(number, 6));
    },
  );

  it("of one number is that number", () => {
    expect([scheduledAt(0.3, undefined), scheduledAt(0.3, 0), scheduledAt(0.3, 99)]).toEqual([0.3, 0.3, 0.3]);
  });

  it.each(everyShape)("rises evenly from 0, goes from `from` to `to` and stays there: %s", (shape) => {
    const value = curve(shape);
    const at = (epochs: number) => scheduledAt(value, epochs);
    expect([at(0), at(0.5), at(1), at(2)]).toEqual([0, 0.25, 0.5, 1]);
    const way = Array.from({ length: 80 }, (_, i) => at(2 + i / 10));
    way.forEach((number, i) => expect(number).toBeLessThanOrEqual(way[i - 1] ?? 1));
    expect(at(9.999)).toBeGreaterThan(0.1);
    expect([at(10), at(11), scheduledAt(value, undefined)]).toEqual([0.1, 0.1, 0.1]);
  });

  it("in steps keeps still within an epoch", () => {
    const value: Scheduled = { from: 1, to: 0, over: 4, shape: "steps" };
    const at = (epochs: number) => scheduledAt(value, epochs);
    expect([at(0), at(0.9), at(1), at(1.99), at(3.5), at(4)]).toEqual([1, 1, 0.75, 0.75, 0.25, 0]);
  });

  it("by a list of steps is the last of them outside of training, and is warmed up by a share", () => {
    const value: Scheduled = { steps: [[0, 0.5], [8, 0.25], [28, 0.5]], warmUp: 16 }; // prettier-ignore
    expect(scheduledAt(value, undefined)).toBe(0.5);
    expect([scheduledAt(value, 0), scheduledAt(value, 4), scheduledAt(value, 12)]).toEqual([
      0, 0.125, 0.1875,
    ]);
    expect([scheduledAt(value, 16), scheduledAt(value, 27.9), scheduledAt(value, 28)]).toEqual([
      0.25, 0.25, 0.5,
    ]);
  });

  it("says its bounds", () => {
    expect(scheduledRange(0.3)).toEqual({ min: 0.3, max: 0.3 });
    expect(scheduledRange({ from: 0.2, to: 1, over: 3 })).toEqual({ min: 0.2, max: 1 });
    expect(scheduledRange({ steps: [[0, 0.5], [2, 0.25]], warmUp: 1 })).toEqual({ min: 0, max: 0.5 }); // prettier-ignore
  });
});
