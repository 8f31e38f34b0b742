import { describe, expect, it } from "vitest";
import { normaliseGraph } from "../../src/graph";
import { checkGraph, type GraphSpec, type NormalItem, type NormalNode, type StackItem } from "../../src/spec";

const inputs = { x: { shape: [8, 8, 3] } };

function nodesOf(spec: Partial<GraphSpec>): NormalNode[] {
  const whole: GraphSpec = { inputs, nodes: {}, ...spec };
  expect(checkGraph(whole)).toEqual([]);
  return normaliseGraph(whole).nodes;
}

function stack(layers: StackItem[], modules?: GraphSpec["modules"]) {
  const [node] = nodesOf({ nodes: { n: { layers } }, ...(modules && { modules }) });
  if (node?.kind !== "stack") throw new Error("no stack");
  return node.items;
}

const namesOf = (items: readonly NormalItem[]) => items.map((item) => "name" in item && item.name);

function phasesOf(training: GraphSpec["training"]) {
  return normaliseGraph({ inputs, nodes: { n: { type: "flatten" } }, training }).training;
}

describe("names in a stack", () => {
  it("are the types, numbered where they repeat", () => {
    const items = stack(["flatten", { type: "dense", units: 1 }, { type: "dense", units: 2 }, "flatten"]);
    expect(namesOf(items)).toEqual(["flatten", "dense", "dense-2", "flatten-2"]);
  });

  it("leave explicit ones alone, wherever those stand", () => {
    const items = stack([
      { type: "dense", units: 1 },
      { type: "dense", units: 1 },
      { type: "flatten", name: "dense-2" },
      { type: "add", name: "dense" },
    ]);
    expect(namesOf(items)).toEqual(["dense-3", "dense-4", "dense-2", "dense"]);
  });

  it("of modules are the modules' own", () => {
    const items = stack(["eye", { type: "module", module: "eye", share: true }], { eye: ["flatten"] });
    expect(items).toEqual([
      { kind: "module", name: "eye", pointer: "/nodes/n/layers/0", module: "eye", share: false },
      { kind: "module", name: "eye-2", pointer: "/nodes/n/layers/1", module: "eye", share: true },
    ]);
  });
});

describe("defaults", () => {
  it("come from the schema", () => {
    const [item] = stack([{ type: "conv2d", filters: 4, kernelSize: 3, useBias: false }]);
    expect(item).toEqual({
      kind: "layer",
      name: "conv2d",
      pointer: "/nodes/n/layers/0",
      layer: {
        type: "conv2d",
        filters: 4,
        kernelSize: [3, 3],
        strides: [1, 1],
        padding: "valid",
        activation: "linear",
        useBias: false,
        kernelInitializer: "glorotUniform",
        biasInitializer: "zeros",
      },
    });
  });

  it.each(["maxPooling2d", "averagePooling2d"] as const)("of %s: windows lie side by side", (type) => {
    const layers = stack([type, { type, poolSize: [3, 1] }, { type, poolSize: 3, strides: 1 }]).map((item) =>
      item.kind === "layer" ? item.layer : undefined,
    );
    expect(layers).toMatchObject([
      { poolSize: [2, 2], strides: [2, 2] },
      { poolSize: [3, 1], strides: [3, 1] },
      { poolSize: [3, 3], strides: [1, 1] },
    ]);
  });

  it("are never shared between two networks", () => {
    const spec: GraphSpec = {
      inputs,
      nodes: { r: { type: "route", by: { tag: "t" }, branches: { a: {} } } },
    };
    const [first] = normaliseGraph(spec).nodes;
    if (first?.kind === "route") first.branches[0]?.items.push({} as never);
    const [second] = normaliseGraph(spec).nodes;
    expect(second).toMatchObject({ branches: [{ items: [] }] });
  });

  it("stand for options that are undefined", () => {
    const [item] = stack([{ type: "dense", units: 2, activation: undefined, name: undefined }]);
    expect(item).toMatchObject({ name: "dense", layer: { activation: "linear" } });
  });
});

describe("nodes", () => {
  it("that are single layers are stacks of one", () => {
    expect(nodesOf({ nodes: { sum: { type: "add", from: ["x", "x"] } } })).toEqual([
      {
        kind: "stack",
        name: "sum",
        pointer: "/nodes/sum",
        from: ["x", "x"],
        single: true,
        items: [{ kind: "layer", name: "add", pointer: "/nodes/sum", layer: { type: "add" } }],
      },
    ]);
  });

  it("take the only input where they say nothing; branches take what enters the route", () => {
    const [first, route] = nodesOf({
      tags: { t: ["a", "b", "c"] },
      nodes: {
        first: { layers: ["flatten"] },
        route: {
          type: "route",
          from: "first",
          by: { tag: "t" },
          branches: { a: ["flatten"], b: { layers: ["flatten"] }, c: { from: ["x"] } },
        },
      },
    });
    expect(first).toMatchObject({ from: ["x"], single: false });
    expect(route).toMatchObject({
      select: "first",
      teacherForcing: 1,
      branches: [
        { key: "a", from: ["first"], items: [{ pointer: "/nodes/route/branches/a/0" }] },
        { key: "b", from: ["first"], items: [{ pointer: "/nodes/route/branches/b/layers/0" }] },
        { key: "c", from: ["x"], items: [] },
      ],
    });
  });

  it("that route by a text route by a head", () => {
    const [route] = nodesOf({ nodes: { r: { type: "route", by: "gate", branches: { a: [] } } } });
    expect(route).toMatchObject({ by: { head: "gate" } });
  });

  it("have heads whose loss may be left to their target", () => {
    const [head] = nodesOf({ nodes: { h: { type: "head", target: "y", within: "cat" } } });
    expect(head).toMatchObject({
      items: [
        { target: "y", within: "cat", loss: undefined, weight: 1, reduction: "validMean", project: true },
      ],
    });
  });
});

describe("targets", () => {
  it("have classes by name, also where they are a number", () => {
    const targets = {
      few: { classes: 3 },
      size: { shape: [2] },
      all: { groups: "few", classes: { a: ["0"], b: ["1", "2"] } },
    };
    expect(normaliseGraph({ inputs, targets, nodes: { n: { type: "flatten" } } }).targets).toEqual([
      { kind: "classes", name: "few", pointer: "/targets/few", classes: ["0", "1", "2"] },
      { kind: "values", name: "size", pointer: "/targets/size", shape: [2] },
      {
        kind: "groups",
        name: "all",
        pointer: "/targets/all",
        of: "few",
        groups: [
          { name: "a", members: ["0"] },
          { name: "b", members: ["1", "2"] },
        ],
      },
    ]);
  });
});

describe("training", () => {
  const adam = { type: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

  it("without phases is one that trains everything", () => {
    const phase = {
      name: "train",
      train: ["**"],
      heads: undefined,
      optimizer: adam,
      batchSize: 32,
      epochs: 10,
      weighting: "fixed",
    };
    const none = { earlyStopping: undefined, alternate: undefined };
    expect(phasesOf(undefined)).toEqual({
      seed: 1,
      validationSplit: 0,
      phases: [{ ...phase, ...none, pointer: "" }],
    });
    expect(phasesOf({ seed: 0 })).toMatchObject({ seed: 0, phases: [{ pointer: "/training" }] });
  });

  it("gives its phases what they do not say", () => {
    const { phases } = phasesOf({
      optimizer: { type: "sgd", learningRate: 0.5 },
      batchSize: 4,
      epochs: 2,
      earlyStopping: { patience: 9 },
      alternate: { by: { tag: "t" } },
      phases: [
        { name: "a", train: ["a"] },
        {
          name: "b",
          train: ["b"],
          heads: ["h"],
          optimizer: "adam",
          batchSize: 8,
          epochs: 1,
          earlyStopping: {},
          alternate: {},
        },
      ],
    });
    const alternate = { schedule: { type: "roundRobin" }, inactiveShare: 0, importanceWeights: false };
    const stopping = { monitor: "val/loss", minDelta: 0, restoreBest: true };
    expect(phases).toEqual([
      {
        name: "a",
        pointer: "/training/phases/0",
        train: ["a"],
        heads: undefined,
        optimizer: { type: "sgd", learningRate: 0.5 },
        batchSize: 4,
        epochs: 2,
        earlyStopping: { ...stopping, patience: 9, pointer: "/training/earlyStopping" },
        alternate: { ...alternate, by: { tag: "t" }, pointer: "/training/alternate" },
        weighting: "fixed",
      },
      {
        name: "b",
        pointer: "/training/phases/1",
        train: ["b"],
        heads: ["h"],
        optimizer: adam,
        batchSize: 8,
        epochs: 1,
        earlyStopping: { ...stopping, patience: 3, pointer: "/training/phases/1/earlyStopping" },
        alternate: { ...alternate, by: "heads", pointer: "/training/phases/1/alternate" },
        weighting: "fixed",
      },
    ]);
  });
});
