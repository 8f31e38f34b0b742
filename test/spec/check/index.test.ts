import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { checkExperiment, checkGraph, formatProblem, SpecError } from "../../../src/spec";

const inputs = { x: { shape: [4] } };

function problems(value: unknown): string[] {
  return checkGraph(value).map((problem) => formatProblem(problem));
}

describe("checkGraph of a value that is no JSON", () => {
  const circle: Record<string, unknown> = { inputs };
  circle.nodes = { n: circle };

  it.each([
    [undefined, "/: undefined cannot stand in a spec; a spec is plain JSON"],
    [{ inputs, nodes: { n: () => 1 } }, "/nodes/n: a function cannot stand in a spec; a spec is plain JSON"],
    [
      { inputs, nodes: { n: new Date(0) } },
      "/nodes/n: an object of the class Date cannot stand in a spec; a spec is plain JSON",
    ],
    [
      { inputs, nodes: { n: [undefined] } },
      "/nodes/n/0: undefined cannot stand in a spec; a spec is plain JSON",
    ],
    [circle, "/nodes/n: an object that contains itself cannot stand in a spec; a spec is plain JSON"],
    [
      { inputs: { x: { shape: [NaN] } }, nodes: { n: { type: "flatten" } } },
      '/inputs/x/shape/0: this entry of "shape" must be a whole number of at least 1, not NaN',
    ],
  ])("%#", (value, problem) => {
    expect(problems(value)).toEqual([problem]);
  });

  it("takes an option that is undefined for one that is left out", () => {
    expect(problems({ inputs, nodes: { n: { type: "dense", units: 1, activation: undefined } } })).toEqual(
      [],
    );
    expect(problems({ inputs, nodes: { n: { type: "dense", units: undefined } } })).toEqual([
      '/nodes/n: "units" is missing from this "dense"; add "units": a whole number of at least 1 (width of the output)',
    ]);
  });

  it("takes objects of another realm, as a notebook's cells make them", () => {
    const spec: unknown = runInNewContext(
      '({ inputs: { x: { shape: [4] } }, nodes: { n: { type: "flatten" } } })',
    );
    expect(problems(spec)).toEqual([]);
  });

  it("nests too deeply", () => {
    let deep: unknown = 1;
    for (let level = 0; level < 20_000; level++) deep = [deep];
    expect(problems({ inputs, nodes: deep })).toHaveLength(1);
  });
});

describe("one slip is one problem", () => {
  it("where a required key is misspelt", () => {
    expect(problems({ inputs, nodes: { n: { type: "dense", unit: 3 } } })).toEqual([
      '/nodes/n/unit: there is no option "unit" here; did you mean "units"?',
    ]);
  });

  it("where a number breaks several bounds", () => {
    expect(problems({ inputs, nodes: { n: { type: "dense", units: -0.5 } } })).toEqual([
      '/nodes/n/units: "units" must be a whole number of at least 1, not -0.5',
    ]);
  });

  it("does not suggest what stands there already", () => {
    expect(problems({ inputs, nodes: { n: { type: "dense", units: 3, unit: 3 } } })).toEqual([
      '/nodes/n/unit: there is no option "unit" here; the options are "from", "name", "type", "units", "activation", "useBias", "kernelInitializer" and "biasInitializer"',
    ]);
  });

  it("at the key, with the pointer escaped", () => {
    expect(problems({ inputs, nodes: { "a~b": { type: "flatten" } }, "x/y": 1 })).toMatchObject([
      expect.stringMatching(/^\/x~1y: /),
    ]);
  });
});

describe("the check of an experiment", () => {
  it("has no modules", () => {
    const spec = {
      data: { format: "synthetic" },
      task: { target: "a", classes: ["x", "y"], groups: { one: ["x"], two: ["y"] } },
      blocks: { trunk: ["eye"] },
      approaches: { flat: {} },
    };
    expect(checkExperiment(spec).map((problem) => formatProblem(problem))).toEqual([
      '/blocks/trunk/0: there is no layer "eye"; name a layer: an experiment has no modules',
    ]);
  });
});

describe("a file of the other kind", () => {
  const graph = { inputs, nodes: { n: { type: "flatten" } } };
  const experiment = {
    data: { format: "synthetic" },
    task: { target: "a", classes: ["x", "y"], groups: { one: ["x"], two: ["y"] } },
    blocks: { trunk: ["flatten"] },
    approaches: { flat: {} },
  };

  it("is named, in place of all that a graph or an experiment would need", () => {
    expect(problems(experiment)).toEqual([
      "/: this is an experiment, not a graph; compare it, or derive its graphs and take one of them",
    ]);
    expect(checkExperiment(graph).map((problem) => formatProblem(problem))).toEqual([
      '/: this is a graph, not an experiment; build it, or name its file in an experiment\'s approach: { "type": "graph", "file": … }',
    ]);
  });

  it("is not guessed where the author began to write the right one", () => {
    expect(problems({ ...experiment, nodes: {} })).not.toContainEqual(expect.stringContaining("experiment,"));
  });
});

describe("SpecError", () => {
  it("tells every problem, with the file", () => {
    const found = checkGraph({ inputs, nodes: { n: { type: "dens", units: 3 }, m: { type: "dense" } } });
    expect(new SpecError(found, "my.graph.json").message.split("\n")).toEqual([
      'my.graph.json /nodes/n/type: there is no type "dens"; did you mean "dense"?',
      'my.graph.json /nodes/m: "units" is missing from this "dense"; add "units": a whole number of at least 1 (width of the output)',
    ]);
  });
});
