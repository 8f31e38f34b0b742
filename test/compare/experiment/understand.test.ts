import { describe, expect, it } from "vitest";
import { formatDocument } from "../../../src/text/json";
import { understandExperiment } from "../../../src/compare/experiment/understand";
import { checkGraph } from "../../../src/spec";
import type { ApproachSpec, ExperimentSpec } from "../../../src/spec/language";
import { SpecError } from "../../../src/spec/problem";
import { pets } from "../pets";

const shape = { shape: [8, 8, 1] };

function problemsOf(spec: ExperimentSpec): string[] {
  try {
    understandExperiment(spec, shape);
  } catch (error) {
    if (error instanceof SpecError) return error.message.split("\n");
    throw error;
  }
  return [];
}

/** The problems of the pets with other approaches. */
const withApproaches = (approaches: Record<string, ApproachSpec>): string[] =>
  problemsOf(pets({ approaches }));

/** The problems of the pets with another task. */
const withTask = (task: Partial<ExperimentSpec["task"]>): string[] =>
  problemsOf(pets({ task: { ...pets().task, ...task } }));

describe("the graphs of an experiment", () => {
  const { graphs, compiled, problems } = understandExperiment(
    pets({ approaches: { ...pets().approaches, "cascade, joint": { type: "cascade", decode: "joint" } } }),
    shape,
  );

  it.each(Object.keys(graphs))("%s is a document that a person could have written", async (name) => {
    const text = formatDocument(graphs[name]!);
    expect(JSON.parse(text)).toEqual(graphs[name]);
    await expect(text).toMatchFileSnapshot(`derived/${name.replace(", ", "-")}.graph.json`);
    expect(checkGraph(graphs[name])).toEqual([]);
  });

  it("compile without a warning", () => {
    expect(problems).toEqual([]);
  });

  it("have the parameters that their layers add up to", () => {
    const count = (name: string): number =>
      [...compiled[name]!.variables.values()].reduce(
        (sum, { shape: dims }) => sum + dims.reduce((a, b) => a * b, 1),
        0,
      );
    const conv = 3 * 3 * 1 * 4 + 4;
    const dense = 3 * 3 * 4 * 8 + 8;
    const head = (classes: number): number => 8 * classes + classes;
    expect(count("flat")).toBe(conv + dense + head(5));
    expect(count("cascade")).toBe(3 * (conv + dense) + head(3) + 2 * head(2));
    expect(count("sharedBackbone")).toBe(conv + 3 * dense + head(3) + 2 * head(2));
    expect(count("alternating")).toBe(count("sharedBackbone"));
  });

  it("train as they say: apart, jointly, in turn", () => {
    expect(compiled.cascade!.phases.map(({ name }) => name)).toEqual(["species", "cat", "dog"]);
    const moved = compiled.cascade!.phases.flatMap(({ train }) => train);
    expect(new Set(moved).size).toBe(moved.length);
    expect(compiled.sharedBackbone!.phases).toHaveLength(1);
    expect(compiled.sharedBackbone!.phases[0]!.heads).toHaveLength(3);
    const turns = compiled.alternating!.phases[0]!.alternation!;
    expect(turns.schedule).toEqual({ type: "proportional", alpha: 1 });
    expect(turns.turns.map(({ name }) => name)).toEqual(["species", "breed/cat", "breed/dog"]);
  });

  it("follow from the experiment alone, which stays as it was", () => {
    const spec = pets();
    const before = structuredClone(spec);
    expect(understandExperiment(spec, shape).graphs).toEqual(understandExperiment(spec, shape).graphs);
    expect(spec).toEqual(before);
  });
});

describe("the plan of an experiment", () => {
  it("runs every approach for each fold of each seed", () => {
    const { plan } = understandExperiment(pets({ repeats: { seeds: [3, 8], folds: 2 } }), shape);
    expect(plan.runs).toHaveLength(2 * 2 * 4);
    expect(plan.runs.slice(0, 5)).toEqual([
      { approach: "flat", seed: 3, fold: 1 },
      { approach: "cascade", seed: 3, fold: 1 },
      { approach: "sharedBackbone", seed: 3, fold: 1 },
      { approach: "alternating", seed: 3, fold: 1 },
      { approach: "flat", seed: 3, fold: 2 },
    ]);
  });

  it("says what each phase trains", () => {
    const { plan } = understandExperiment(
      pets({ approaches: { cascade: { training: { epochs: 7 } } } }),
      shape,
    );
    expect(plan.phases.cascade).toEqual([
      {
        name: "species",
        epochs: 7,
        batchSize: 16,
        optimizer: "adam",
        parameters: 40 + 296 + 27,
        heads: ["species"],
      },
      {
        name: "cat",
        epochs: 7,
        batchSize: 16,
        optimizer: "adam",
        parameters: 40 + 296 + 18,
        heads: ["breed/cat"],
      },
      {
        name: "dog",
        epochs: 7,
        batchSize: 16,
        optimizer: "adam",
        parameters: 40 + 296 + 18,
        heads: ["breed/dog"],
      },
    ]);
  });
});

describe("problems of an experiment", () => {
  it("has none as it is", () => {
    expect(problemsOf(pets())).toEqual([]);
  });

  it("stops at those of the language", () => {
    expect(withTask({ classes: ["siamese", "persian", "pug", "boxer", "goldfish", "newt"] })).toEqual([
      expect.stringMatching(/^\/task\/groups: .*newt/),
    ]);
    expect(withApproaches({ cascad: {} })).toEqual([expect.stringMatching(/did you mean "cascade"/)]);
  });

  it("needs a branch for approaches that route", () => {
    const groups = Object.fromEntries(pets().task.classes.map((name) => [name, [name]]));
    expect(withTask({ groups })).toEqual(
      ["cascade", "sharedBackbone", "alternating"].map(
        (name) =>
          `/approaches/${name}: ${name} has no branch here: every group is one class; put classes together into groups, or compare only flat`,
      ),
    );
  });

  it("needs names that do not collide in a graph", () => {
    expect(withTask({ input: "trunk" })).toEqual([
      '/task/input: the approach sharedBackbone has another node called "trunk"; choose another name',
    ]);
    const groups = { trunk: ["siamese", "persian"], image: ["pug", "boxer"], fish: ["goldfish"] };
    expect(withTask({ groups })).toEqual([
      '/task/groups/trunk: the approach sharedBackbone has another node called "trunk"; choose another name',
      '/task/groups/image: the approach sharedBackbone has another node called "image"; choose another name',
    ]);
  });

  it("alternates in approaches only", () => {
    expect(problemsOf(pets({ training: { alternate: { by: "heads" } } }))).toEqual([
      '/training/alternate: only an approach of the type alternating trains branches in turn; write "schedule" and "inactiveShare" in that approach itself',
    ]);
  });

  it("leaves the training of a graph file to that file", () => {
    const mine = { type: "graph", file: "a.graph.json", training: { epochs: 3 } } as ApproachSpec;
    const [problem] = withApproaches({ mine });
    expect(problem).toMatch(/^\/approaches\/mine\/training: /);
  });

  it("needs layers in the trunk", () => {
    expect(problemsOf(pets({ blocks: { trunk: [] } }))).toEqual([
      '/blocks/trunk: the trunk has no layers; write at least one, such as "flatten"',
    ]);
  });

  it("needs something to test on", () => {
    expect(problemsOf(pets({ repeats: { testShare: 0 } }))).toEqual([
      "/repeats/testShare: a test share of 0 leaves nothing to test on; give a share such as 0.2",
    ]);
  });

  it("shows a layer that does not fit once, where it was written", () => {
    const [problem, ...others] = problemsOf(
      pets({
        blocks: { ...pets().blocks, trunk: ["flatten", { type: "conv2d", filters: 4, kernelSize: 3 }] },
      }),
    );
    expect(others).toEqual([]);
    expect(problem).toMatch(/^\/blocks\/trunk\/1: /);
  });

  it("shows a figure that is not there where it was written", () => {
    const earlyStopping = { monitor: "val/nothing" };
    const [shared] = problemsOf(pets({ training: { validationSplit: 0.1, earlyStopping } }));
    expect(shared).toMatch(/^\/training\/earlyStopping\/monitor: /);
    const [own] = withApproaches({ flat: { training: { validationSplit: 0.1, earlyStopping } } });
    expect(own).toMatch(/^\/approaches\/flat\/training\/earlyStopping\/monitor: /);
  });
});
