import { expect, it } from "vitest";
import { inOrder, labelOf, lookOf, metricNamed, metricNames } from "../../src/metrics/look";

it("metrics are for classes or for values, each by its name", () => {
  expect(metricNames("classes")).toEqual(expect.arrayContaining(["accuracy", "f1", "topKAccuracy"]));
  expect(metricNames("values")).toContain("meanAbsoluteError");
  expect(metricNames("values")).not.toContain("accuracy");
  for (const name of metricNames("classes")) expect(metricNamed(name)!.target).toBe("classes");
  expect([metricNamed("toString"), metricNamed("loss")]).toEqual([undefined, undefined]);
});

it("loss falls, accuracy rises, and what nobody knows is called by its own name", () => {
  expect([lookOf("loss")!.better, lookOf("accuracy")!.better]).toEqual(["down", "up"]);
  expect(["loss", "f1", "later"].map((name) => labelOf(name))).toEqual(["loss", "macro F1", "later"]);
  expect(lookOf("later")).toBeUndefined();
});

it("loss comes first, then the others as they came, each once", () => {
  expect(inOrder(["f1", "loss", "accuracy", "f1"])).toEqual(["loss", "f1", "accuracy"]);
});
