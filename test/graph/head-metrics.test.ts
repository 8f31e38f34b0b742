/* Which metrics a head may have, by the kind of its target. */
import { describe, expect, it } from "vitest";
import { metrics } from "../../src/metrics/table.generated";
import type { GraphSpec, HeadLayer } from "../../src/spec";
import { graphOf, problemsOf } from "./compile-spec";

const heading = (head: Partial<HeadLayer>): GraphSpec => ({
  inputs: { x: { shape: [8] } },
  targets: { kind: { classes: 4 }, age: { shape: [1] } },
  nodes: { guess: { type: "head", target: "kind", ...head } },
});
const metricsOf = (head: Partial<HeadLayer>) => graphOf(heading(head)).heads[0]!.metrics;

describe.each(Object.entries(metrics))("%s", (name, { target }) => {
  const type = name as keyof typeof metrics;
  const fitting = target === "classes" ? "kind" : "age";

  it("is counted of a head with its kind of target, with options or by its bare name", () => {
    const [written] = metricsOf({ target: fitting, metrics: [type] });
    expect(written).toMatchObject({ type });
    expect(metricsOf({ target: fitting, metrics: [{ type }] })).toEqual([written]);
  });

  it("is refused for a head with the other kind", () => {
    const other = target === "classes" ? "age" : "kind";
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

it("a head without metrics counts accuracy of classes, and nothing of values", () => {
  expect(metricsOf({})).toEqual([{ type: "accuracy" }]);
  expect(metricsOf({ target: "age" })).toEqual([]);
  expect(metricsOf({ metrics: [] })).toEqual([]);
});

it("an unknown metric is refused with what there is, not with another way to write it", () => {
  const unknown = () => problemsOf(heading({ metrics: ["recall" as never] }));
  expect(unknown).toThrow(/must be "accuracy", .* or an object, not "recall"$/);
});
