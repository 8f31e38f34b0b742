/* What can be wrong with who decides on a route, which branches run, and how they merge: one slip, one problem. */
import { expect, test } from "vitest";
import type { BranchSpec, GateLayer, GraphSpec, NodeSpec, RouteNode, StackItem } from "../../../src/spec";
import { problemsOf } from "../compile-spec";

const unit: StackItem = { type: "dense", units: 4 };
const branches: Record<string, BranchSpec> = { "0": [unit], "1": [unit], "2": [unit] };

/** A route over three branches, by a gate without labels, with what is changed. */
function mixture(
  route: Partial<Omit<RouteNode, "type">>,
  more: { gate?: Partial<GateLayer>; nodes?: Record<string, NodeSpec>; spec?: Partial<GraphSpec> } = {},
): GraphSpec {
  return {
    tags: { source: ["web", "lab"] },
    inputs: { x: { shape: [3] }, m: { shape: [3] } },
    targets: { y: { classes: ["a", "b", "c"] }, score: { shape: [1] } },
    ...more.spec,
    nodes: {
      gate: { from: "x", layers: [{ type: "gate", choices: 3, ...more.gate }] },
      side: { from: "m", layers: [{ type: "head", target: "score" }] },
      r: { type: "route", from: "x", by: "gate", select: "all", branches, ...route },
      end: { from: "r", layers: ["flatten", { type: "head", target: "y" }] },
      ...more.nodes,
    },
  };
}

const two = { "0": branches["0"]!, "1": branches["1"]! };
const byTag = { tag: "source" } as const;
const tagged: Record<string, BranchSpec> = { web: [unit], lab: [unit] };
const sure = { sure: [unit], unsure: [unit] };

const cases: readonly (readonly [string, GraphSpec, string])[] = [
  [
    "a gate of one choice",
    mixture({ branches: { only: [unit] } }, { gate: { choices: ["only"] } }),
    "/nodes/gate/layers/0/choices: a gate chooses among branches, and this one has a single choice; give it 2 choices or more, or leave the gate and its route out",
  ],
  [
    "a gate over an image",
    mixture({}, { spec: { inputs: { x: { shape: [2, 2, 1] }, m: { shape: [3] } } } }),
    '/nodes/gate/layers/0: a gate takes a vector and gets [2, 2, 1]; put "flatten" or "globalAveragePooling2d" before it',
  ],
  [
    "a gate that only chooses",
    mixture({ select: "first" }),
    'warning /nodes/gate/layers/0: the gate "gate" never learns: "merge": "putBack" of "r" takes the branches\' values as they are, whatever the gate says of them; merge them "scaled" or "straightThrough", select { "top": 2 } and merge them "weighted", or let a head with labels decide',
  ],
  [
    "a gate of several choices, of which nothing is weighed",
    mixture({ merge: "sum" }),
    'warning /nodes/gate/layers/0: the gate "gate" never learns: "merge": "sum" of "r" takes the branches\' values as they are, whatever the gate says of them; merge them "weighted", "scaled" or "straightThrough", or let a head with labels decide',
  ],
  [
    "a gate without labels that is to be sure",
    mixture({ by: { sure: "gate", atLeast: 0.5 }, select: "first", branches: sure }),
    '/nodes/r/by/sure: "gate" is a gate without labels: it is never sure of an answer; name a head over classes',
  ],
  [
    "a head of values that is to be sure",
    mixture({ by: { sure: "side", atLeast: 0.5 }, select: "first", branches: sure }),
    '/nodes/r/by/sure: the head "side" predicts "score", which has values: a route needs classes; name a head whose target has classes',
  ],
  [
    "nobody who is sure",
    mixture({ by: { sure: "gaet", atLeast: 0.5 }, select: "first", branches: sure }),
    '/nodes/r/by/sure: there is no head "gaet"; did you mean "gate"?',
  ],
  [
    "another branch than sure and unsure",
    mixture(
      { by: { sure: "end", atLeast: 0.5 }, select: "first", branches: { sure: [unit], other: [unit] } },
      {
        nodes: {
          end: { from: "x", layers: [{ type: "head", target: "y" }] },
          last: { from: "r", layers: [{ type: "head", target: "y" }] },
        },
      },
    ),
    '/nodes/r/branches/other: a route by how sure a head is has the branches "sure" and "unsure"; rename "other" to "unsure"',
  ],
  [
    "an unknown mask",
    mixture({ by: { mask: "n" } }),
    '/nodes/r/by: there is no node or input "n"; name one of those there are (there are gate, side, end, x and m)',
  ],
  [
    "a mask of another shape",
    mixture({ by: { mask: "m" }, branches: two }),
    '/nodes/r/by/mask: the input "m" has the shape [3], and there are 2 branches; give it the shape [2]: a number for each branch, in their order',
  ],
  [
    "a mask that only some samples have",
    mixture(
      { by: { mask: "k" } },
      {
        spec: {
          inputs: { x: { shape: [3] }, m: { shape: [3] }, k: { shape: [3], when: { source: "web" } } },
        },
      },
    ),
    '/nodes/r/by/mask: only some samples have the input "k", and it is to decide for all; take "when" away from it',
  ],
  [
    "a constant of another length",
    mixture({ by: { constant: [1, 0] } }),
    "/nodes/r/by/constant: there are 2 numbers for 3 branches; give one for each branch, in their order",
  ],
  [
    "a constant that rules all out",
    mixture({ by: { constant: [0, 0, 0] } }),
    "/nodes/r/by/constant: every branch is ruled out; give at least one a number above 0",
  ],
  [
    "a branch too many by a mask",
    mixture({ by: { mask: "m" }, branches: { ...branches, "3": [unit] } }),
    '/nodes/r/by/mask: the input "m" has the shape [3], and there are 4 branches; give it the shape [4]: a number for each branch, in their order',
  ],
  [
    "all branches of a tag",
    mixture({ by: byTag, branches: tagged }),
    '/nodes/r/select: "source" names one branch for each sample: there are no others to select; leave "select" out, or route by a head or a gate',
  ],
  [
    "the likeliest of a tag",
    mixture({ by: byTag, branches: tagged, select: { top: 1 } }),
    '/nodes/r/select: "source" names one branch for each sample: there are no others to select; leave "select" out, or route by a head or a gate',
  ],
  [
    "more than there are",
    mixture({ select: { top: 4 } }),
    '/nodes/r/select: the likeliest 4 are asked for, and there are 3 branches; give a number from 1 to 3, or "all"',
  ],
  [
    "more than there are, where it is unsure",
    mixture({ select: { atLeast: 0.5, otherwise: { top: 4 } } }),
    '/nodes/r/select: the likeliest 4 are asked for, and there are 3 branches; give a number from 1 to 3, or "all"',
  ],
  [
    "an unknown way out",
    mixture({ select: { atLeast: 0.5, otherwise: "botj" } }),
    '/nodes/r/select: "otherwise" is "botj", and there is no such branch; write "all", { "top": 2 } or the key of a branch (there are all, 0, 1 and 2)',
  ],
  [
    "a threshold on a mask",
    mixture({ by: { mask: "m" }, select: { atLeast: 0.5, otherwise: "all" } }),
    '/nodes/r/select: "atLeast" needs the probabilities of a gate, and "m" says none; route by a head or a gate, or leave "atLeast" out',
  ],
  [
    "several put back",
    mixture({ merge: "putBack" }),
    '/nodes/r/merge: several branches may run for a sample, and "putBack" takes the value of one; merge them: "joint", "weighted", "sum" or "concatenate", say',
  ],
  [
    "several put back, where it is unsure",
    mixture({ select: { atLeast: 0.5, otherwise: "all" }, merge: "putBack" }),
    '/nodes/r/merge: several branches may run for a sample, and "putBack" takes the value of one; merge them: "joint", "weighted", "sum" or "concatenate", say',
  ],
  [
    "straight through a mask",
    mixture({ by: { mask: "m" }, merge: "straightThrough" }),
    '/nodes/r/merge: "straightThrough" needs the probabilities of a gate, and "m" says none; route by a head or a gate, or leave "straightThrough" out',
  ],
  [
    "weighed by a tag",
    mixture({ by: byTag, select: "first", branches: tagged, merge: "weighted" }),
    '/nodes/r/merge: "weighted" needs the probabilities of a gate, and "source" says none; route by a head or a gate, or leave "weighted" out',
  ],
  [
    "joint features",
    mixture({ merge: "joint" }),
    '/nodes/r/merge: "joint" weighs the classes of all branches against each other, but the branches do not end in heads over classes of one target; end each in a head of that target, or merge them in another way ("weighted", say)',
  ],
  [
    "branches that do not fit side by side",
    mixture({
      merge: "concatenate",
      branches: { ...two, "2": [unit, { type: "reshape", targetShape: [2, 2] }] },
    }),
    '/nodes/r/branches/2: the branches do not fit side by side: "0" ends in [4], "2" in [2, 2]; let all axes but the last be alike',
  ],
  [
    "branches of other widths, added up",
    mixture({ merge: "sum", branches: { ...two, "2": [{ type: "dense", units: 5 }] } }),
    '/nodes/r/branches/2: the branches end in different shapes: "0" in [4], "2" in [5]; let all end in one shape, or all in heads of one target',
  ],
  [
    "whole numbers that are added up",
    mixture(
      {
        merge: "sum",
        select: "all",
        branches: { "0": { from: "i" }, "1": { from: "i" }, "2": { from: "i" } },
      },
      {
        spec: { inputs: { x: { shape: [3] }, m: { shape: [3] }, i: { shape: [3], dtype: "int32" } } },
        nodes: { end: { from: "x", layers: [{ type: "head", target: "y" }] } },
      },
    ),
    '/nodes/r/branches/0: the branch "0" ends in whole numbers (int32), which cannot be added up; end it in a layer that makes real numbers, or let one branch run for a sample',
  ],
  [
    "a class in two branches, masked",
    mixture(
      {
        select: "first",
        merge: "masked",
        branches: {
          "0": [{ type: "head", target: "y" }],
          "1": [{ type: "head", target: "y" }],
          "2": [{ type: "head", target: "y" }],
        },
      },
      { nodes: { end: { from: "x", layers: [{ type: "head", target: "score" }] } } },
    ),
    '/nodes/r/merge: the class "a" stands in several branches, and "masked" needs one place for each; let each class stand in one branch, or use "joint"',
  ],
  [
    "a share above one",
    mixture({ teacherForcing: { from: 1.5, to: 0, over: 3 } }),
    "/nodes/r/teacherForcing: the share of the samples comes to 1.5; give numbers from 0 to 1",
  ],
];

test.each(cases)("%s", (_, spec, problem) => {
  expect(problemsOf(spec)).toEqual([problem]);
});
