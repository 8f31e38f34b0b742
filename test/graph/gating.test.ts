/* Gates that would decide on nothing or learn nothing are said, and so are noise and balance losses without effect. */
import { expect, test } from "vitest";
import { expectedFlops } from "../../src/graph";
import type { GateLayer, GraphSpec, HeadLayer, NodeSpec, RouteNode } from "../../src/spec";
import { graphOf, problemsOf } from "./compile-spec";

type Route = Partial<Omit<RouteNode, "type">>;
const expert = [{ type: "dense", units: 3 }] as const;
const gateHint = `merge them "scaled" or "straightThrough", select { "top": 2 } and merge them "weighted", or let a head with labels decide`;

const spec = (nodes: Record<string, NodeSpec>): GraphSpec => ({
  inputs: { x: { shape: [4] } },
  targets: { y: { shape: [2] }, kind: { classes: ["a", "b", "c"] } },
  nodes,
});

/** A gate over three experts and what stands on them. */
const mixture = (gate: Partial<GateLayer>, route: Route, nodes: Record<string, NodeSpec> = {}): GraphSpec =>
  spec({
    gate: { choices: ["a", "b", "c"], ...gate, type: "gate", from: "x" },
    experts: { type: "route", from: "x", by: "gate", branches: { "*": [...expert] }, ...route },
    y: { type: "head", from: "experts", target: "y" },
    ...nodes,
  });

/** The same, decided by a head. */
const byHead = (head: Partial<HeadLayer>, route: Route): GraphSpec =>
  spec({
    kind: { target: "kind", ...head, type: "head", from: "x" },
    experts: { type: "route", from: "x", by: "kind", branches: { "*": [...expert] }, ...route },
    y: { type: "head", from: "experts", target: "y" },
  });

test.each<[string, GraphSpec]>([
  ["weighted, several", mixture({ balance: { load: 1 }, noise: "learned" }, { select: { top: 2 } })],
  ["scaled, one", mixture({ balance: { z: 1 }, noise: "gumbel" }, { merge: "scaled" })],
  ["straight through, one", mixture({ noise: 1 }, { merge: "straightThrough" })],
  ["importance of all", mixture({ balance: { importance: 1 } }, { select: "all" })],
  ["a way out that runs all", mixture({}, { select: { atLeast: 0.5, otherwise: "all" } })],
  ["a head that labels route", byHead({ temperature: 2 }, {})],
  ["a head that decides itself at times", byHead({ noise: 1 }, { teacherForcing: 0.5 })],
  ["a head over a mixture", byHead({ noise: 1, balance: { load: 1 } }, { select: { top: 2 } })],
  ["a gate that is a value too", mixture({}, {}, { z: { type: "head", from: "gate", target: "y" } })],
])("nothing is said of %s", (_, written) => {
  expect(problemsOf(written)).toEqual([]);
});

test.each<[string, GraphSpec, string]>([
  [
    "one choice",
    mixture({ choices: 1 }, {}),
    "/nodes/gate/choices: a gate chooses among branches, and this one has a single choice; give it 2 choices or more, or leave the gate and its route out",
  ],
  ...(["putBack", "sum", "concatenate", "masked"] as const).map((merge): [string, GraphSpec, string] => [
    merge,
    mixture({}, { merge }),
    `warning /nodes/gate: the gate "gate" never learns: "merge": "${merge}" of "experts" takes the branches' values as they are, whatever the gate says of them; ${gateHint}`,
  ]),
  [
    "weights of one branch",
    mixture({}, { merge: "weighted" }),
    `warning /nodes/gate: the gate "gate" never learns: one branch runs for a sample of "experts", and its renewed weight is always 1; ${gateHint}`,
  ],
  [
    "a sum of several",
    mixture({}, { select: { top: 2 }, merge: "sum" }),
    `warning /nodes/gate: the gate "gate" never learns: "merge": "sum" of "experts" takes the branches' values as they are, whatever the gate says of them; merge them "weighted", "scaled" or "straightThrough", or let a head with labels decide`,
  ],
  [
    "a gate without a route",
    spec({ gate: { type: "gate", from: "x", choices: 3, noise: 1 }, y: { type: "head", from: "gate", target: "y" } }),
    `warning /nodes/gate: no route is decided by the gate "gate"; name it in the "by" of a route, or write "dense" for "gate"`,
  ],
  [
    "a gate that nothing uses",
    spec({ gate: { type: "gate", from: "x", choices: 3 }, y: { type: "head", from: "x", target: "y" } }),
    `warning /nodes/gate: nothing uses the node "gate", and it has no head; name it in a "from", give it a head, or remove it`,
  ],
  [
    "the load of all",
    mixture({ balance: { load: 0.01 } }, { select: "all" }),
    `warning /nodes/gate/balance: every branch runs for every sample: all loads are alike, and "load" is the same number whatever the gate says; use "importance", or leave "load" out`,
  ],
  [
    "noise of a head that decides on nothing",
    spec({ kind: { type: "head", from: "x", target: "kind", noise: 1 } }),
    `warning /nodes/kind/noise: "noise" counts where this decides on a route, and it decides on none; name it in the "by" of a route, or leave "noise" out`,
  ],
  [
    "noise of a head that labels route",
    byHead({ noise: 1 }, {}),
    `warning /nodes/kind/noise: while training the labels decide on the route, not what this says of it: "noise" only reaches samples without a label; leave "noise" out, or let it decide itself in part of the steps ("teacherForcing" on the route)`,
  ],
  [
    "balance of a head that labels route",
    byHead({ balance: { load: 1 } }, {}),
    `warning /nodes/kind/balance: while training the labels decide on the route, not what this says of it: "balance" would push what it says away from the labels; leave "balance" out, or let it decide itself in part of the steps ("teacherForcing" on the route)`,
  ],
  ...[
    { from: 1, to: 0, over: 2 },
    { from: 1, to: 0.5, over: 2, warmUp: 1 },
    { steps: [[0, 1], [2, 0]] as [number, number][] },
  ].map((temperature): [string, GraphSpec, string] => [
    `a temperature of 0 at some time: ${JSON.stringify(temperature)}`,
    mixture({ temperature }, { merge: "scaled" }),
    `/nodes/gate/temperature: the logits are divided by the temperature, and it comes to 0; let it go to a small number (0.1, say), and leave "warmUp" out`,
  ]),
  [
    "the same of a head",
    byHead({ temperature: { from: 1, to: 0, over: 2 } }, {}),
    `/nodes/kind/temperature: the logits are divided by the temperature, and it comes to 0; let it go to a small number (0.1, say), and leave "warmUp" out`,
  ],
])("said once: %s", (_, written, expected) => {
  expect(problemsOf(written)).toEqual([expected]);
}); // prettier-ignore

test("balance losses are a penalty that early stopping may watch", () => {
  const written = (balance: GateLayer["balance"]): GraphSpec => ({
    ...mixture(balance ? { balance } : {}, { merge: "scaled" }),
    training: { earlyStopping: { monitor: "penalty", patience: 1 } },
  });
  expect(problemsOf(written({ load: 0.1 }))).toEqual([]);
  expect(problemsOf(written(undefined))[0]).toMatch(/no figure "penalty"/);
});

test("a gate costs what its dense layer costs, and noise, which is for training only, nothing", () => {
  // A dense layer of m numbers to n: 2 m n, and n for the bias, as TensorFlow counts.
  const dense = (from: number, to: number): number => 2 * from * to + to;
  const cost = (gate: Partial<GateLayer>, route: Route): number =>
    expectedFlops(graphOf(mixture(gate, route)));
  expect(cost({}, { merge: "scaled" })).toBe(dense(4, 3) + dense(4, 3) + dense(3, 2));
  expect(cost({ noise: "learned" }, { select: { top: 2 } })).toBe(
    dense(4, 3) + 2 * dense(4, 3) + dense(3, 2),
  );
  expect(cost({}, { select: "all" })).toBe(dense(4, 3) + 3 * dense(4, 3) + dense(3, 2));
});
