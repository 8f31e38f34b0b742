/* How each who decides on a route does so: what is known beforehand, and what its numbers say. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../src/backend/random";
import { indexGraph, type Batch } from "../../src/program";
import { decidingOf } from "../../src/program/deciders";
import { logitScores } from "../../src/program/deciders/deciding";
import type { RouteNode } from "../../src/spec";
import { softmax } from "./plainly";
import { cascadeSpec } from "../specs";
import { factsOf, graphOf, PREDICTION, TRAINING } from "./facts";

describe("numbers of a mask", () => {
  it("rule out branches from 0 on, and say nothing where one is none", () => {
    const scores = decidingOf({ mask: "m" }).scores!({ mask: "m" }, [0, 2, -1, NaN, 1, 3], 3);
    expect(scores.width).toBe(3);
    expect([...(scores.values as Float64Array)]).toEqual([-Infinity, 2, -Infinity, NaN, 1, 3]);
  });

  it("are the same for every row where they are a constant", () => {
    const by = { constant: [0, 2] };
    const scores = decidingOf(by).given!(by, 2);
    expect([...(scores.values as Float64Array)]).toEqual([-Infinity, 2, -Infinity, 2]);
    expect(decidingOf(by).given!(by, 0).values).toHaveLength(0);
  });
});

describe("logits", () => {
  it("are as they are; one stands for the second of two, and says nothing where it is no number", () => {
    const values = [1, 2, 3];
    expect(logitScores(values, 3)).toEqual({ values, width: 3 });
    const pairs = logitScores([-1, NaN], 1);
    expect([...(pairs.values as Float64Array), pairs.width]).toEqual([0, -1, NaN, NaN, 2]);
  });
});

describe("how sure a head is", () => {
  const logits = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 1, maxLength: 5 });

  it("is its largest probability, or its entropy, against the limit", () => {
    fc.assert(
      fc.property(logits, fc.double({ min: 0.05, max: 1, noNaN: true }), (row, limit) => {
        const p = softmax(row.length === 1 ? [0, row[0]!] : row);
        const entropy = -p.reduce((sum, one) => sum + (one > 0 ? one * Math.log(one) : 0), 0);
        const says = (measure: "confidence" | "entropy"): boolean => {
          const by = { sure: "h", measure, limit };
          const { values, width } = decidingOf(by).scores!(by, row, row.length);
          expect([width, values.length]).toEqual([2, 2]);
          expect([values[0] === 0, values[1] === 0]).toContain(true);
          expect(values[0] === -Infinity).toBe(values[1] === 0);
          return values[0] === 0;
        };
        if (Math.abs(Math.max(...p) - limit) > 1e-9) expect(says("confidence")).toBe(Math.max(...p) >= limit);
        if (Math.abs(entropy - limit) > 1e-9) expect(says("entropy")).toBe(entropy < limit);
      }),
      { numRuns: 300, seed: 1 },
    );
  }); // prettier-ignore

  it("is nothing of logits that are no numbers, and of infinite ones", () => {
    const by = { sure: "h", measure: "confidence", limit: 0.5 } as const;
    const { values } = decidingOf(by).scores!(by, [NaN, 1, 0, 9, Infinity, 0], 2);
    expect([values[0], values[2], values[3], values[4]]).toEqual([NaN, 0, -Infinity, NaN]);
    // Even the smallest entropy is below no limit that it reaches.
    const entropy = { sure: "h", measure: "entropy", limit: Math.LN2 } as const;
    expect(decidingOf(entropy).scores!(entropy, [1, 1], 2).values[1]).toBe(0);
  });
});

describe("labels of a head", () => {
  const spec = cascadeSpec();
  const animal = spec.nodes["animal"] as RouteNode;
  const graph = graphOf({
    ...spec,
    nodes: { ...spec.nodes, animal: { ...animal, teacherForcing: { from: 1, to: 0, over: 4 } } },
  });
  const route = indexGraph(graph).route("animal");
  const SIZE = 2000;
  const labels = Array.from({ length: SIZE }, (_, i) => (i % 4) - 1);
  const known = (batch: Partial<Batch>, mode = TRAINING): Int32Array =>
    decidingOf(route.by).known!(route.by, {
      batch: { ...factsOf(SIZE, { "group/head": labels }), ...batch },
      mode,
      route,
      positions: Int32Array.from({ length: SIZE }, (_, i) => i),
    });
  const random = (path: string) => randomStream(3, path);

  it("decide for the share of the samples that is so far, the same samples each time", () => {
    for (const [epochs, share] of [[0, 1], [1, 0.75], [2, 0.5], [4, 0], [9, 0]] as const) {
      const found = known({ epochs, random });
      const kept = found.filter((label) => label >= 0).length / (SIZE * 0.75);
      expect(Math.abs(kept - share)).toBeLessThan(share % 1 === 0 ? 1e-12 : 0.05);
      found.forEach((label, i) => expect([-1, labels[i]]).toContain(label));
      expect(known({ epochs, random })).toEqual(found);
    }
    const other = known({ epochs: 2, random: (path) => randomStream(4, path) });
    expect(other).not.toEqual(known({ epochs: 2, random }));
  }); // prettier-ignore

  it("decide for all while nothing trains, and for none where the gate routes", () => {
    expect([...known({}, { ...TRAINING, training: false })]).toEqual(labels);
    expect(new Set(known({}, PREDICTION))).toEqual(new Set([-1]));
  });
});
