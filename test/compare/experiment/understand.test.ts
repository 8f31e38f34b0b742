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

it("an early head has its own weight, whatever the heads of its target are told", () => {
  const weightOf = (exit: { readonly exitWeight?: number }) => {
    const spec = pets({
      heads: { breed: { weight: 0.3 } },
      approaches: { exit: { type: "earlyExit", ...exit } },
    });
    const { heads } = understandExperiment(spec, shape).compiled["exit"]!;
    return heads.map(({ weight }) => weight);
  };
  expect(weightOf({})).toEqual([1, 0.3]);
  expect(weightOf({ exitWeight: 1 })).toEqual([1, 0.3]);
  expect(weightOf({ exitWeight: 0.5 })).toEqual([0.5, 0.3]);
});

describe("the graphs of an experiment", () => {
  const { graphs, compiled, problems } = understandExperiment(
    pets({
      approaches: {
        ...pets().approaches,
        "cascade, joint": { type: "cascade", decode: "joint" },
        "cascade, masked": { type: "cascade", decode: "masked" },
        "cascade, unsure": { type: "cascade", decode: { atLeast: 0.8, otherwise: "all" } },
        predictThenSelect: {},
        mixture: { experts: 3 },
        "mixture, sparse": {
          type: "mixture",
          top: 2,
          balance: { load: 0.01 },
          noise: 1,
          temperature: { from: 2, to: 0.5 },
          capacity: { factor: 1.5, overflow: "next" },
        },
        "mixture, switch": { type: "mixture", top: 1 },
        earlyExit: {},
        "earlyExit, twice": {
          type: "earlyExit",
          after: [1, 2],
          sure: { entropyBelow: 0.4 },
          exitWeight: 0.3,
        },
        coarseToFine: {
          heads: {
            breed: { loss: { type: "focal", gamma: 1 }, metrics: ["accuracy", "f1"] },
            species: { labelSmoothing: 0.1, weight: 0.5 },
          },
        },
      },
    }),
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

describe("what heads are told", () => {
  it("is what the experiment says, and over it, option by option, what the approach says", () => {
    const { graphs } = understandExperiment(
      pets({
        heads: { breed: { loss: "focal", classWeights: { siamese: 2, pug: 3 } }, species: { weight: 0.2 } },
        approaches: { flat: { heads: { breed: { loss: "categoricalCrossentropy" } } }, sharedBackbone: {} },
      }),
      shape,
    );
    const head = (approach: string, node: string): unknown => {
      const stack = graphs[approach]!.nodes[node]!;
      return "layers" in stack && Array.isArray(stack.layers) ? stack.layers.at(-1) : undefined;
    };
    expect(head("flat", "breed")).toEqual({
      type: "head",
      target: "breed",
      loss: "categoricalCrossentropy",
      classWeights: { siamese: 2, pug: 3 },
    });
    expect(head("sharedBackbone", "species")).toEqual({ type: "head", target: "species", weight: 0.2 });
    // Of the weights of classes those of its own.
    expect(head("sharedBackbone", "dog")).toEqual({
      type: "head",
      target: "breed",
      within: "dog",
      loss: "focal",
      classWeights: { pug: 3 },
    });
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

  it("needs layers for experts, no more of them than there are, and something behind an exit", () => {
    const blocks = { ...pets().blocks, branch: [] };
    const approaches = { mixture: { top: 5 }, earlyExit: {} };
    expect(problemsOf(pets({ blocks, approaches }))).toEqual([
      '/approaches/mixture: the experts of a mixture are the layers of branch, and there are none; write the layers of an expert in "branch" of /blocks',
      '/approaches/mixture/top: 5 experts cannot be chosen of 4; choose at most 4, or raise "experts"',
      '/approaches/earlyExit: nothing follows the exit at the end of the trunk: the last head would stand where it stands; write layers in "branch" of /blocks, or put the exit further up: "after": [1]',
    ]);
    expect(
      withApproaches({ earlyExit: { after: [2, 1] }, late: { type: "earlyExit", after: [1, 4] } }),
    ).toEqual([
      "/approaches/earlyExit/after/1: no exit can stand after layer 1 here: the trunk has 3, and each exit stands behind the one before; write rising numbers up to 3",
      "/approaches/late/after/1: no exit can stand after layer 4 here: the trunk has 3, and each exit stands behind the one before; write rising numbers up to 3",
    ]);
  });

  it("leaves the gate's name to tasks where an approach has no such node", () => {
    const task = { ...pets().task, gate: "gate" };
    expect(problemsOf(pets({ task, approaches: { mixture: {}, cascade: {} } }))).toEqual([]);
  });

  it("shows what is wrong with a head, or with an option, where it was written", () => {
    const heads = { breed: { loss: "huber" as const } };
    expect(problemsOf(pets({ heads, approaches: { flat: {} } }))).toEqual([
      expect.stringMatching(/^\/heads\/breed\/loss: /),
    ]);
    expect(withApproaches({ cascade: { heads } })).toEqual([
      expect.stringMatching(/^\/approaches\/cascade\/heads\/breed\/loss: /),
    ]);
    expect(withApproaches({ cascade: { decode: { atLeast: 0.9, otherwise: "bird" } } })).toEqual([
      expect.stringMatching(/^\/approaches\/cascade\/decode: .*bird/),
    ]);
    expect(withApproaches({ flat: { heads: { breeds: {} } } })).toEqual([
      '/approaches/flat/heads/breeds: the task has no target "breeds"; name breed or species',
    ]);
  });

  it("warns of what is said to a head that is not there", () => {
    const { problems } = understandExperiment(
      pets({ approaches: { flat: { heads: { species: { weight: 0.5 } } } } }),
      shape,
    );
    expect(problems.map(({ pointer, message }) => `${pointer}: ${message}`)).toEqual([
      '/approaches/flat/heads/species: flat has no head over "species"',
    ]);
  });

  it("shows a layer of a trunk that exits cut where it was written", () => {
    const trunk = [
      "flatten",
      { type: "dense", units: 4 },
      { type: "conv2d", filters: 4, kernelSize: 3 },
    ] as const;
    const [problem] = problemsOf(
      pets({
        blocks: { ...pets().blocks, trunk: [...trunk] },
        approaches: { earlyExit: { after: [1] } },
      }),
    );
    expect(problem).toMatch(/^\/blocks\/trunk\/2: /);
  });

  it("shows a figure that is not there where it was written", () => {
    const earlyStopping = { monitor: "val/nothing" };
    const [shared] = problemsOf(pets({ training: { validationSplit: 0.1, earlyStopping } }));
    expect(shared).toMatch(/^\/training\/earlyStopping\/monitor: /);
    const [own] = withApproaches({ flat: { training: { validationSplit: 0.1, earlyStopping } } });
    expect(own).toMatch(/^\/approaches\/flat\/training\/earlyStopping\/monitor: /);
  });
});
