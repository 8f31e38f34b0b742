import { describe, expect, it } from "vitest";
import type { Graph, LayerNode } from "../../src/graph/ir";
import { indexGraph } from "../../src/program";
import { StepPrograms } from "../../src/train/step-programs";
import type { GraphSpec, NodeSpec, TrainingSpec } from "../../src/spec";
import { graphOf } from "../graph/compile-spec";
import { sharedSpec } from "../specs";

const programsOf = (graph: Graph): StepPrograms => new StepPrograms(indexGraph(graph), graph.phases[0]!);

const samples = (...numbers: number[]): Int32Array => Int32Array.from(numbers);
const alternating = (inactiveShare: number): TrainingSpec => ({
  epochs: 1,
  alternate: { by: "heads", inactiveShare },
});

/** The turn `turn` with batches of `others`. */
const planned = (turn: number, ...others: number[]) => ({
  turn,
  samples: samples(turn),
  others: others.map((other) => ({ turn: other, samples: samples(10 + other) })),
});

const own = (head: string) => [`${head}/kernel`, `${head}/bias`];
const trunk = ["trunk/dense/kernel", "trunk/dense/bias"];
const sorted = (paths: readonly string[]) => paths.toSorted();

describe("what a step moves", () => {
  it("is all that the phase trains where nothing alternates", () => {
    const graph = graphOf(sharedSpec());
    expect(programsOf(graph).moved(planned(0))).toEqual(graph.phases[0]!.train);
  });

  it("is what the active turn moves", () => {
    const programs = programsOf(graphOf(sharedSpec(alternating(0))));
    expect(sorted(programs.moved(planned(0)))).toEqual(sorted([...trunk, ...own("group")]));
    expect(sorted(programs.moved(planned(2)))).toEqual(sorted([...trunk, ...own("fish")]));
  });

  it("is also what the turns move that keep a share, each variable once", () => {
    const programs = programsOf(graphOf(sharedSpec(alternating(0.4))));
    expect(sorted(programs.moved(planned(2, 1)))).toEqual(
      sorted([...trunk, ...own("fish"), ...own("insect")]),
    );
  });
});

describe("the parts of a step", () => {
  it("are one where nothing alternates, and it counts fully", () => {
    const parts = programsOf(graphOf(sharedSpec())).partsOf({ ...planned(0), samples: samples(4, 2) }, 0);
    expect(parts).toHaveLength(1);
    expect(parts[0]).toMatchObject({ share: 1, samples: samples(4, 2) });
    expect(parts[0]!.heads.map(({ path }) => path)).toEqual(["group", "insect", "fish"]);
  });

  it("are the active turn's first; the others divide their share among them", () => {
    const parts = programsOf(graphOf(sharedSpec(alternating(0.4)))).partsOf(planned(1, 0, 2), 0);
    expect(parts.map(({ heads }) => heads.map(({ path }) => path))).toEqual([
      ["insect"],
      ["group"],
      ["fish"],
    ]);
    expect(parts.map((part) => [...part.samples])).toEqual([[1], [10], [12]]);
    expect(parts.map(({ share }) => share)).toEqual([0.6, 0.2, 0.2]);
    expect(parts.map(({ program }) => program.request.wanted)).toEqual(
      ["insect", "group", "fish"].map((path) => [{ kind: "loss", path }]),
    );
  });

  it("count the active turn fully where no other one has samples", () => {
    const [part, ...others] = programsOf(graphOf(sharedSpec(alternating(0.4)))).partsOf(planned(1), 0);
    expect([part!.share, others]).toEqual([1, []]);
  });

  it("have no head without weight", () => {
    const spec = sharedSpec();
    const group = { type: "head", from: "trunk", target: "group", weight: 0 } as const;
    const [part] = programsOf(graphOf({ ...spec, nodes: { ...spec.nodes, group } })).partsOf(planned(0), 0);
    expect(part!.heads.map(({ path }) => path)).toEqual(["insect", "fish"]);
    expect(part!.program.request.wanted.map(({ path }) => path)).toEqual(["insect", "fish"]);
  });

  it("train along the branches that labels name", () => {
    const [part] = programsOf(graphOf(sharedSpec())).partsOf(planned(0), 0);
    expect(part!.program.request).toMatchObject({ training: true, routing: "labels", branches: "chosen" });
    expect(part!.program.request.exactMeans).toBeUndefined();
  });
});

describe("the programs of a phase", () => {
  it("are one for each pair of the active turn and the turn of a batch", () => {
    const programs = programsOf(graphOf(sharedSpec(alternating(0.4))));
    const of = (turn: number, ...others: number[]) =>
      programs.partsOf(planned(turn, ...others), 0).map(({ program }) => program);
    const first = of(0, 1, 2);
    expect(of(0, 1, 2)).toEqual(first);
    of(0, 1, 2).forEach((program, part) => expect(program).toBe(first[part]));
    const second = of(1, 0, 2);
    expect(new Set([...first, ...second]).size).toBe(6);
  });

  it("know which layers are frozen while a turn is active", () => {
    const normalised = (units: number) => [{ type: "dense", units }, { type: "batchNormalization" }] as const;
    const graph = graphOf({
      inputs: { x: { shape: [3] } },
      targets: { a: { shape: [1] }, b: { shape: [1] } },
      nodes: {
        a: { from: "x", layers: [...normalised(2), { type: "head", target: "a" }] },
        b: { from: "x", layers: [...normalised(2), { type: "head", target: "b" }] },
      },
      training: alternating(0.4),
    } satisfies GraphSpec);
    const programs = programsOf(graph);
    const normalisation = (of: string) => graph.nodes.get(`${of}/batchNormalization`) as LayerNode;
    const frozen = (turn: number, ...others: number[]) =>
      programs
        .partsOf(planned(turn, ...others), 0)
        .map(({ program }) => ["a", "b"].map((of) => program.request.moving!.isFrozen(normalisation(of))));
    expect(frozen(0)).toEqual([[false, true]]);
    expect(frozen(1)).toEqual([[true, false]]);
    // What keeps a share moves too.
    expect(
      programsOf(graph).partsOf(planned(0, 1), 0)[0]!.program.request.moving!.isFrozen(normalisation("b")),
    ).toBe(false);
  });
});

describe("weights that change", () => {
  const spec = sharedSpec();
  const group = { ...spec.nodes["group"]!, weight: { steps: [[0, 1], [1, 0], [2, 0.5]] } } as NodeSpec; // prettier-ignore
  const programs = programsOf(graphOf({ ...spec, nodes: { ...spec.nodes, group } }));
  const at = (epochs: number) => programs.partsOf(planned(0), epochs)[0]!;

  it("are those of the moment, and a head without one is no head of that step", () => {
    const weights = (epochs: number) => at(epochs).heads.map(({ name, weight }) => `${name} ${weight}`);
    expect(weights(0)).toEqual(["group 1", "insect 1", "fish 1"]);
    expect(weights(1.5)).toEqual(["insect 1", "fish 1"]);
    expect(weights(2)).toEqual(["group 0.5", "insect 1", "fish 1"]);
    expect(at(1).program.request.wanted.map(({ path }) => path)).toEqual(["insect", "fish"]);
  });

  it("change no program while the same heads count", () => {
    expect(at(0).program).toBe(at(2).program);
    expect(at(0).program).not.toBe(at(1).program);
  });
});
