/* Networks keep what they promise: each kind of node, who decides by each way of merging, gates, heads, networks within. */
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { checkNode, type GraphSpec } from "../../src";
import { useBackend } from "../../src/backend";
import { merges } from "../../src/graph/merges";
import { deciders } from "../../src/graph/deciders/table.generated";
import { nodeLowerings } from "../../src/program/nodes/table.generated";
import { checkGraph } from "../../src/spec";
import type { BranchSpec, GateLayer, Merge, RouteBy, RouteNode, StackItem } from "../../src/spec";
import { understandGraph } from "../../src/model";
import { isRouting } from "../../src/graph/walk";

beforeAll(async () => {
  await useBackend();
});

const unit: StackItem = { type: "dense", units: 3, activation: "tanh" };
type Rules = Pick<RouteNode, "select" | "merge" | "teacherForcing" | "capacity">;

const deciding: Readonly<Record<string, RouteBy>> = {
  gate: { head: "gate" },
  head: { head: "kind" },
  tag: { tag: "side" },
  sure: { sure: "kind", atLeast: 0.4 },
  mask: { mask: "m" },
  constant: { constant: [0.5, 0, 0.25] },
};

/** A route over features, and a head behind it. */
function route(by: RouteBy, rules: Rules = {}, more: Partial<GateLayer> = {}): GraphSpec {
  const keys = "sure" in by ? ["sure", "unsure"] : ["a", "b", "c"];
  const branches: Record<string, BranchSpec> = {
    [keys[0]!]: [unit],
    [keys[1]!]: {
      nodes: { deep: { from: "x", layers: [unit, unit] }, end: { type: "add", from: ["deep", "z"] } },
    },
    ...(keys[2] && { [keys[2]]: ["shared"] }),
    ...(JSON.stringify(rules).includes('"unsure"') && { unsure: [unit] }),
  };
  return {
    tags: { side: ["a", "b", "c"] },
    inputs: { x: { shape: [3] }, z: { shape: [3] }, m: { shape: [3] } },
    targets: { kind: { classes: ["a", "b", "c"] }, score: { shape: [2] } },
    modules: { shared: [unit] },
    nodes: {
      ...("head" in by &&
        by.head === "gate" && {
          gate: { from: "x", layers: [{ ...more, type: "gate", choices: ["a", "b", "c"] }] },
        }),
      kind: { from: "x", layers: [unit, { type: "head", target: "kind" }] },
      route: { type: "route", from: "x", by, branches, ...rules },
      score: { from: "route", layers: ["flatten", { type: "head", target: "score" }] },
    },
    training: { epochs: 2, batchSize: 5, optimizer: { type: "sgd", learningRate: 0.05 } },
  };
}

/** A hierarchy of three levels: groups, classes, and an answer over all of them. */
function hierarchy(merge?: Merge): GraphSpec {
  return {
    inputs: { x: { shape: [4] } },
    targets: {
      breed: { classes: ["p", "q", "r", "s", "t"] },
      species: { groups: "breed", classes: { cat: ["p", "q"], dog: ["r", "s"], newt: ["t"] } },
      order: { groups: "species", classes: { mammal: ["cat", "dog"], other: ["newt"] } },
    },
    nodes: {
      order: { from: "x", layers: [unit, { type: "head", target: "order" }] },
      animal: {
        type: "route",
        by: "order",
        from: "x",
        branches: {
          mammal: {
            nodes: {
              species: { type: "head", target: "species", within: "mammal" },
              breed: {
                type: "route",
                by: "species",
                branches: {
                  cat: [unit, { type: "head", target: "breed", within: "cat" }],
                  dog: [{ type: "head", target: "breed", within: "dog" }],
                },
                ...(merge && { merge }),
              },
            },
            output: "breed",
          },
        },
        ...(merge && { merge }),
      },
    },
    training: { epochs: 2, batchSize: 5 },
  };
}

const several = (by: string): RouteNode["select"] =>
  by === "gate" || by === "head" ? { top: 2 } : by === "tag" || by === "sure" ? undefined : "all";

/** Everybody who decides by each way of merging that can be said of features. */
const product = Object.entries(deciding).flatMap(([who, by]) =>
  (Object.keys(merges) as Merge[]).flatMap((merge): [string, GraphSpec][] => {
    const select = merges[merge].several ? several(who) : undefined;
    const spec = route(by, { ...(select && { select }), merge });
    return checkGraph(spec).length === 0 && compiles(spec) ? [[`${who}, ${merge}`, spec]] : [];
  }),
);

/** Words and pictures, each with its own beginning; what the gate says enters what it chose. */
const mixed: GraphSpec = {
  tags: { source: ["text", "image"] },
  inputs: {
    words: { shape: [4], dtype: "int32", when: { source: "text" } },
    picture: { shape: [5, 5, 1], when: { source: "image" } },
  },
  targets: { topic: { classes: ["a", "b"] }, fine: { classes: ["c", "d", "e"] } },
  nodes: {
    features: {
      type: "route",
      by: { tag: "source" },
      branches: {
        text: {
          from: "words",
          layers: [
            { type: "embedding", inputDim: 6, outputDim: 3 },
            "flatten",
            { type: "dense", units: 3 },
            "batchNormalization",
          ],
        },
        image: {
          from: "picture",
          layers: [{ type: "conv2d", filters: 2, kernelSize: 3 }, "flatten", { type: "dense", units: 3 }],
        },
      },
    },
    topic: {
      from: "features",
      layers: [
        { type: "dropout", rate: 0.3 },
        { type: "head", target: "topic" },
      ],
    },
    said: { type: "probabilities", from: "topic" },
    beside: { type: "concatenate", from: ["features", "said"] },
    fine: {
      type: "route",
      by: "topic",
      from: "beside",
      branches: { a: [unit], b: [unit, unit] },
    },
    end: {
      from: "fine",
      layers: [{ type: "head", target: "fine", loss: "focal", classWeights: "balanced" }],
    },
  },
  training: {
    epochs: 2,
    batchSize: 5,
    optimizer: "adamW",
    weighting: "uncertainty",
    alternate: { by: { tag: "source" }, inactiveShare: 0.2 },
  },
};

const networks: [string, GraphSpec][] = [
  ["words and pictures", mixed],
  ...product,
  ["a head is forced by half", route(deciding["head"]!, { teacherForcing: 0.5 })],
  [
    "no room for all",
    route(deciding["gate"]!, { merge: "scaled", capacity: { factor: 0.5, overflow: "next" } }),
  ],
  [
    "the gate is unsure",
    route(deciding["gate"]!, { select: { atLeast: 0.4, otherwise: "all" }, merge: "weighted" }),
  ],
  ["a way out", route(deciding["gate"]!, { select: { atLeast: 0.4, otherwise: "unsure" }, merge: "scaled" })],
  [
    "noise and balance",
    route(
      deciding["gate"]!,
      { merge: "scaled" },
      { noise: "gumbel", balance: { importance: 0.1 }, temperature: 0.7 },
    ),
  ],
  ["a hierarchy, put back", hierarchy()],
  ["a hierarchy, joint", hierarchy("joint")],
  ["a hierarchy, masked", hierarchy("masked")],
];

function compiles(spec: GraphSpec): boolean {
  try {
    understandGraph(spec);
    return true;
  } catch {
    return false;
  }
}

describe("networks keep what they promise:", () => {
  it.each(networks)("%s", async (_, spec) => {
    const before = tf.memory().numTensors;
    const checked = await checkNode({ network: spec });
    expect(checked.kept, String(checked)).toBe(true);
    expect(tf.memory().numTensors, "tensors left behind").toBe(before);
  });

  it("everybody who decides, every merge and every kind of node is here", () => {
    const nodes = networks.flatMap(([, spec]) => [...understandGraph(spec).graph.nodes.values()]);
    const routes = nodes.filter(isRouting);
    expect(new Set(nodes.map(({ kind }) => kind))).toEqual(new Set(Object.keys(nodeLowerings)));
    expect(new Set(routes.map(({ by }) => Object.keys(by)[0]))).toEqual(new Set(Object.keys(deciders)));
    expect(new Set(routes.map(({ merge }) => merge))).toEqual(new Set(Object.keys(merges)));
  });

  it("and each way of merging for everybody who can", () => {
    const all = ["concatenate", "masked", "putBack", "sum"];
    const byNumbers = ["concatenate", "masked", "putBack", "scaled", "sum", "weighted"];
    const byGate = ["concatenate", "masked", "putBack", "scaled", "straightThrough", "sum", "weighted"];
    const expected = {
      gate: byGate,
      head: byGate,
      tag: all,
      sure: all,
      mask: byNumbers,
      constant: byNumbers,
    };
    expect(product.map(([name]) => name).toSorted()).toEqual(
      Object.entries(expected)
        .flatMap(([who, merges]) => merges.map((merge) => `${who}, ${merge}`))
        .toSorted(),
    );
  });
});
