import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { topKAccuracy } from "../../src/metrics/top-k-accuracy";
import { graphOf } from "../graph/compile-spec";

interface Case {
  readonly name: string;
  readonly width: number;
  readonly logits: (number | null)[];
  readonly labels: number[];
  readonly mask: number[];
  /** By k, what Keras found. */
  readonly shares: Record<string, number>;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, "fixtures/top-k-accuracy.json"), "utf8")) as {
  cases: Case[];
};

function share(k: number, logits: (number | null)[], width: number, labels: number[], mask: number[]) {
  const options = { type: "topKAccuracy", k } as const;
  const state = topKAccuracy.start({ classes: undefined }, options);
  const values = Float32Array.from(logits, (logit) => logit ?? NaN);
  topKAccuracy.update(state, { values, width, labels: Int32Array.from(labels), mask }, options);
  return topKAccuracy.value([state]);
}

describe.each(cases)("$name", ({ width, logits, labels, mask, shares }) => {
  it.each(Object.entries(shares))("is Keras' share for k = %s", (k, expected) => {
    expect(share(Number(k), logits, width, labels, mask)).toBeCloseTo(expected, 6);
  });
});

it("takes a single logit as that of the second class, against 0", () => {
  expect(share(1, [2, -2, 0, 1], 1, [1, 1, 1, 0], [1, 1, 1, 1])).toBe(0.5);
  expect(share(2, [2, -2, 0, 1], 1, [1, 1, 1, 0], [1, 1, 1, 1])).toBe(1);
});

it("has k = 5 where the author says none", () => {
  const metricsOf = (metric: "topKAccuracy" | { type: "topKAccuracy"; k: number }) =>
    graphOf({
      inputs: { x: { shape: [2] } },
      targets: { kind: { classes: 9 } },
      nodes: { kind: { type: "head", target: "kind", metrics: ["accuracy", metric] } },
    }).heads[0]!.metrics;
  expect(metricsOf("topKAccuracy")).toEqual([{ type: "accuracy" }, { type: "topKAccuracy", k: 5 }]);
  expect(metricsOf({ type: "topKAccuracy", k: 3 })[1]).toEqual({ type: "topKAccuracy", k: 3 });
});
