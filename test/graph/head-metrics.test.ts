/* Which metrics a head may have, by the kind of its target. */
import { describe, expect, it } from "vitest";
import { metrics } from "../../src/metrics/table.generated";
import type { GraphSpec, HeadLayer } from "../../src/spec";
import { graphOf, problemsOf } from "./compile-spec";

const heading = (head: Partial<HeadLayer>): GraphSpec => ({
  inputs: { x: { shape: [8] } },
  targets: { kind: { classes: 4 }, age: { shape: [1] }, marks: { labels: 3 } },
  nodes: { guess: { type: "head", target: "kind", ...head } },
});
const metricsOf = (head: Partial<HeadLayer>) => graphOf(heading(head)).heads[0]!.metrics;

const targetsOf = { classes: "kind", labels: "marks", values: "age" } as const;

describe.each(Object.entries(metrics))("%s", (name, { target }) => {
  const type = name as keyof typeof metrics;
  const fitting = targetsOf[target];

  it("is counted of a head with its kind of target, with options or by its bare name", () => {
    const [written] = metricsOf({ target: fitting, metrics: [type] });
    expect(written).toMatchObject({ type });
    expect(metricsOf({ target: fitting, metrics: [{ type }] })).toEqual([written]);
  });

  const others = Object.values(targetsOf).filter((other) => other !== fitting);
  it.each(others)("is refused for a head over %s", (other) => {
    const [problem, ...more] = problemsOf(heading({ target: other, metrics: [type] }));
    expect(more).toEqual([]);
    expect(problem).toContain(`/nodes/guess/metrics/0: the metric "${name}" is for ${target}`);
    expect(problem).toMatch(/; (use ".*", or )?remove it$/);
  });

  it("is refused a second time", () => {
    expect(problemsOf(heading({ target: fitting, metrics: [type, { type }] }))).toEqual([
      `/nodes/guess/metrics/1: the metric "${name}" stands twice in "metrics"; a head counts each metric once: remove one`,
    ]);
  });
});

it("a head without metrics counts accuracy of classes, two of labels, and nothing of values", () => {
  expect(metricsOf({ target: "marks" })).toEqual([{ type: "labelAccuracy" }, { type: "microF1" }]);
  expect(metricsOf({})).toEqual([{ type: "accuracy" }]);
  expect(metricsOf({ target: "age" })).toEqual([]);
  expect(metricsOf({ metrics: [] })).toEqual([]);
});

it("an unknown metric is refused with what there is, not with another way to write it", () => {
  const unknown = () => problemsOf(heading({ metrics: ["recall" as never] }));
  expect(unknown).toThrow(/must be "accuracy", .* or an object, not "recall"$/);
});
