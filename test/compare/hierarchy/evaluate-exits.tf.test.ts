import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend";
import { evaluateExits } from "../../../src/compare";
import { Model, routeShares, understandGraph } from "../../../src/model";
import type { GraphSpec } from "../../../src/spec/language";
import { bundleOf, exitTable } from "../../../src/view";
import { animals, cascadeSpec } from "../../specs";

beforeAll(async () => {
  await useBackend();
});

const head = { type: "head", target: "animal" } as const;
const hidden = { type: "dense", units: 8, activation: "relu" } as const;

/** Two early exits, one inside of the other, and the end. */
const exits: GraphSpec = {
  inputs: cascadeSpec().inputs,
  targets: cascadeSpec().targets,
  nodes: {
    first: { from: "features", layers: [head] },
    animal: {
      type: "route",
      from: "features",
      by: { sure: "first", atLeast: 0.55 },
      branches: {
        sure: { from: "first" },
        unsure: {
          nodes: {
            second: { layers: [hidden, head] },
            last: {
              type: "route",
              by: { sure: "second", entropyBelow: 1.6 },
              branches: { sure: { from: "second" }, unsure: [hidden, hidden, head] },
            },
          },
        },
      },
    },
  },
};

describe("early exits", () => {
  const data = animals(80);
  const labels = data.labels["animal"]!;
  const inner = "animal/unsure/last";
  const build = () => Model.build(understandGraph(exits).graph, { seed: 3 });

  it("have the shares of samples that left there, and the accuracy of these", () => {
    const model = build();
    const report = evaluateExits(model, data);
    const { routes, answers } = model.predict(data);
    const left = Array.from({ length: data.size }, (_, sample) =>
      routes["animal"]!.taken[sample] === 0 ? 0 : 1 + routes[inner]!.taken[sample]!,
    );
    expect(new Set(left)).toEqual(new Set([0, 1, 2]));
    expect(report.exits.map(({ route }) => route)).toEqual([
      ["sure"],
      ["unsure", "sure"],
      ["unsure", "unsure"],
    ]);
    report.exits.forEach(({ share, samples, accuracy }, exit) => {
      const own = left.flatMap((at, sample) => (at === exit ? sample : []));
      const right = own.filter((sample) => answers["animal"]!.labels[sample] === labels[sample]);
      expect(share).toBe(own.length / data.size);
      expect(samples).toBe(own.length);
      expect(accuracy).toBe(right.length / own.length);
    });
    expect(report.accuracy).toBeCloseTo(
      report.exits.reduce((sum, { share, accuracy }) => sum + share * accuracy!, 0),
      12,
    );
    model.dispose();
  });

  it("cost what their samples run through", () => {
    const model = build();
    const { exits: found, flops } = evaluateExits(model, data);
    const [dense4, dense8] = [8 * (2 * 4 + 1), 8 * (2 * 8 + 1)];
    const [head4, head8] = [6 * (2 * 4 + 1), 6 * (2 * 8 + 1)];
    const first = head4;
    const second = first + dense4 + head8;
    const third = second + dense4 + dense8 + head8;
    expect(flops.all).toBe(third);
    expect(flops.expected).toBeCloseTo(
      found[0]!.share * first + found[1]!.share * second + found[2]!.share * third,
      6,
    );
    model.dispose();
  });

  it("have shares of the samples that came to each route", () => {
    const model = build();
    const prediction = model.predict(data);
    const shares = routeShares(prediction);
    const outer = [...prediction.routes["animal"]!.taken];
    const came = outer.filter((branch) => branch === 1).length;
    expect(shares["animal"]![1]).toBe(came / data.size);
    expect(shares[inner]!.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12);
    expect(routeShares(model.predict(animals(0)))).toEqual({});
    model.dispose();
  });

  it("show themselves as a table", () => {
    const model = build();
    const report = evaluateExits(model, data);
    const lines = String(exitTable(report)).split("\n");
    expect(lines[0]).toMatch(/^exit +share +accuracy$/);
    expect(lines[4]).toMatch(/^unsure → unsure +0\.\d{3} +\d\.\d{3}$/);
    expect(lines.at(-1)).toMatch(/^\d+ FLOPs for one sample on average, 538 if every branch ran$/);
    expect(bundleOf(report)).toMatchObject({ "text/plain": String(exitTable(report)) });
    model.dispose();
  });

  it("are asked of a route that answers", () => {
    const model = build();
    expect(() => evaluateExits(model, data, { answer: "first" })).toThrow(/"first" is no route that answers/);
    model.dispose();
  });
});

describe("shares of branches of which several run", () => {
  it("count each that ran", () => {
    const { inputs, targets } = cascadeSpec();
    const spec: GraphSpec = {
      inputs,
      targets,
      nodes: {
        gate: { layers: [{ type: "gate", choices: 3 }] },
        mixed: {
          type: "route",
          from: "features",
          by: "gate",
          select: { top: 2 },
          merge: "weighted",
          branches: { "*": [hidden] },
        },
        animal: { layers: [head] },
      },
    };
    const model = Model.build(understandGraph(spec).graph, { seed: 3 });
    const shares = routeShares(model.predict(animals(40)))["mixed"]!;
    expect(shares.reduce((sum, share) => sum + share)).toBeCloseTo(2, 12);
    model.dispose();
  });
});
