import { expect, it } from "vitest";
import { classLabels } from "../../src/data/class-labels";
import { EspalierError } from "../../src/errors";

const labels = { breed: Int32Array.of(0, -1), weight: Float32Array.of(1, 2) };

it("are the numbers themselves", () => {
  expect(classLabels({ labels }, "breed", { hint: "" })).toBe(labels.breed);
});

it.each(["colour", "weight", "constructor"])("are missing for %s, with what to do", (target) => {
  const advice = { where: "/task/target", hint: "name another" };
  expect(() => classLabels({ labels }, target, advice)).toThrow(
    new EspalierError(`the data has no class numbers for "${target}"`, advice),
  );
});
