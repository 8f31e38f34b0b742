import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { meanAbsoluteError } from "../../src/metrics/mean-absolute-error";

interface Case {
  readonly name: string;
  readonly width: number;
  readonly values: number[];
  readonly labels: number[];
  readonly mask: number[];
  /** What Keras found. */
  readonly error: number;
}

const { cases } = JSON.parse(readFileSync(join(__dirname, "fixtures/mean-absolute-error.json"), "utf8")) as {
  cases: Case[];
};
const options = { type: "meanAbsoluteError" } as const;

it.each(cases)("is that of Keras: $name", ({ width, values, labels, mask, error }) => {
  const state = meanAbsoluteError.start({ classes: undefined }, options);
  const rows = { values: Float32Array.from(values), width, labels: Float32Array.from(labels), mask };
  meanAbsoluteError.update(state, rows, options);
  expect(meanAbsoluteError.value([state])).toBeCloseTo(error, 5);
});
