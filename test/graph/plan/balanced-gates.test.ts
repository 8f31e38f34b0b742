/* Where the balance losses of a gate are among what a phase minimises, "penalty" is there to be watched. */
import { expect, test } from "vitest";
import type { BalanceSpec, GraphSpec, PhaseSpec, RouteNode } from "../../../src/spec";
import { problemsOf } from "../compile-spec";

/** Heads behind a route, within one of its branches and beside it. */
function gated(balance: BalanceSpec | undefined, phase: Partial<PhaseSpec>): GraphSpec {
  return {
    inputs: { x: { shape: [8] } },
    targets: { y: { classes: ["a", "b"] }, z: { shape: [1] } },
    nodes: {
      trunk: { layers: [{ type: "dense", units: 4 }] },
      gate: { from: "trunk", layers: [{ type: "gate", choices: 2, ...(balance && { balance }) }] },
      by: {
        type: "route",
        from: "trunk",
        by: { head: "gate" },
        select: "all",
        merge: "weighted",
        branches: {
          "0": [{ type: "dense", units: 2 }],
          "1": [
            { type: "dense", units: 3 },
            { type: "head", target: "y" },
          ],
        },
      },
      behind: { from: "by", layers: [{ type: "head", target: "y" }] },
      beside: { from: "trunk", layers: [{ type: "head", target: "z" }] },
    },
    training: { phases: [{ name: "p", train: ["**"], earlyStopping: { monitor: "penalty" }, ...phase }] },
  };
}

const about = (spec: GraphSpec) => problemsOf(spec).filter((text) => text.includes('"penalty"'));

test("is known where a gate on the way to a head has balance losses", () => {
  expect(about(gated({ load: 0.01 }, {}))).toEqual([]);
  expect(about(gated({ load: 0.01 }, { heads: ["behind"] }))).toEqual([]);
  expect(about(gated({ load: 0.01 }, { heads: ["by/1/head"] }))).toEqual([]);
});

test("is unknown where no gate has any, and where the phase's heads need no gate", () => {
  expect(about(gated(undefined, {}))).toHaveLength(1);
  expect(about(gated({ load: 0.01 }, { heads: ["beside"] }))).toHaveLength(1);
});

test("is known to what lowers learning rates too", () => {
  const rule = { earlyStopping: { monitor: "loss" }, reduceOnPlateau: { monitor: "penalty" } };
  expect(about(gated({ z: 1 }, rule))).toEqual([]);
  expect(about(gated(undefined, rule))).toHaveLength(1);
});

test("is known where another route stands between that gate's branch and the head", () => {
  const spec = gated({ load: 0.01 }, { heads: ["by/1/inner/0/head"] });
  const inner: RouteNode = {
    type: "route",
    by: { constant: [1, 1] },
    select: "all",
    merge: "sum",
    branches: {
      "0": [
        { type: "dense", units: 2 },
        { type: "head", target: "y" },
      ],
      "1": [{ type: "dense", units: 2 }],
    },
  };
  const by = spec.nodes["by"] as RouteNode;
  const nodes = { ...spec.nodes, by: { ...by, branches: { ...by.branches, "1": { nodes: { inner } } } } };
  expect(about({ ...spec, nodes })).toEqual([]);
});
