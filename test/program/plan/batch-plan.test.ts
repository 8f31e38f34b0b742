import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Graph } from "../../../src/graph/ir";
import { compileGraph, normaliseGraph } from "../../../src/graph";
import { BatchPlan, indexGraph, requestOf, type Batch, type Mode, type Wanted } from "../../../src/program";
import { Lowering, type Segment } from "../../../src/program/lower/lowering";
import { deciderSource } from "../../../src/graph/deciders";
import type { BranchSpec, RouteNode } from "../../../src/spec";
import { threeLevels } from "../../graph/nested";
import { cascadeSpec, sharedSpec } from "../../specs";
import { factsOf, graphOf, losses, PREDICTION, programFor, TRAINING, values } from "../facts";

type Rules = Omit<RouteNode, "type" | "branches">;

/** A route over three experts (and one that the gate does not know), and a head over it. */
function mixture(rules: Rules): Graph {
  const { select } = rules;
  const extra = typeof select === "object" && "otherwise" in select && select.otherwise === "unsure";
  const sure = typeof rules.by === "object" && "sure" in rules.by;
  const keys = sure ? ["sure", "unsure"] : ["0", "1", "2", ...(extra ? ["unsure"] : [])];
  const expert: BranchSpec = [{ type: "dense", units: 2 }];
  const { graph, problems } = compileGraph(
    normaliseGraph({
      inputs: { x: { shape: [2] }, m: { shape: [3] } },
      targets: { score: { shape: [1] }, y: { classes: ["a", "b", "c"] } },
      nodes: {
        gate: { from: "x", layers: [{ type: "gate", choices: 3, noise: "learned", balance: { load: 1 } }] },
        y: { type: "head", from: "x", target: "y" },
        mixed: {
          type: "route",
          from: "x",
          ...rules,
          branches: Object.fromEntries(keys.map((key) => [key, expert])),
        },
        score: { type: "head", from: "mixed", target: "score" },
      },
      training: { epochs: 1 },
    }),
  );
  if (!graph) throw new Error(JSON.stringify(problems));
  return graph;
}

const unsure = { atLeast: 0.5, otherwise: "unsure" } as const;
const ways: [string, Rules][] = [
  ["put back", { by: "gate" }],
  ["all weighted", { by: "gate", select: "all", merge: "weighted" }],
  ["two weighted", { by: "gate", select: { top: 2 }, merge: "weighted" }],
  [
    "two weighted with room for few",
    { by: "gate", select: { top: 2 }, capacity: { factor: 0.7, overflow: "next" } },
  ],
  ["scaled with room for few", { by: "gate", merge: "scaled", capacity: { factor: 0.7, overflow: "drop" } }],
  ["straight through", { by: "gate", select: { top: 2 }, merge: "straightThrough" }],
  ["a way out of its own", { by: "gate", select: unsure, merge: "weighted" }],
  ["a way out to all", { by: "gate", select: { atLeast: 0.5, otherwise: "all" }, merge: "concatenate" }],
  ["a way out to two", { by: "gate", select: { atLeast: 0.5, otherwise: { top: 2 } }, merge: "sum" }],
  ["masked", { by: "gate", merge: "masked" }],
  ["concatenated", { by: "gate", select: { top: 2 }, merge: "concatenate" }],
  ["a mask", { by: { mask: "m" }, select: "all", merge: "weighted" }],
  ["the first of a mask", { by: { mask: "m" } }],
  ["a constant", { by: { constant: [0, 2, 1] }, select: "all", merge: "sum" }],
  ["how sure a head is", { by: { sure: "y", atLeast: 0.5 } }],
];
const answering: [string, Partial<RouteNode>][] = [
  ["two, joint", { select: { top: 2 }, merge: "joint" }],
  ["masked", { merge: "masked" }],
  ["straight through", { merge: "straightThrough" }],
  ["weighted where it is unsure", { select: { atLeast: 0.5, otherwise: "all" }, merge: "weighted" }],
];

const GATE = "group/head";
const [INSECT, FISH] = ["animal/insect/head", "animal/fish/head"];
const graph = graphOf(cascadeSpec());
const route = indexGraph(graph).route("animal");

const planFor = (wanted: readonly Wanted[], mode: Mode, batch: Batch, of = graph): BatchPlan =>
  programFor(of, wanted, mode).planOf(batch);

/** Some samples of a dataset, in their order. */
const cut = (batch: Batch, ...samples: number[]): Batch => ({
  ...batch,
  size: samples.length,
  samples: Int32Array.from(samples),
});

describe("labels that route", () => {
  // Classes of the gate: insect, fish, mammal.
  const known = { [GATE]: [1, 0, 2, 0, 1], [INSECT]: [-1, 1, -1, -1, -1], [FISH]: [2, -1, -1, -1, 1] };
  const plan = planFor(losses(INSECT, FISH), TRAINING, cut(factsOf(5, known), 4, 3, 2, 1, 0));

  it("are those of the samples, whatever their positions in the batch", () => {
    expect([...plan.rows("animal")!.taken]).toEqual([1, 0, 2, 0, 1]);
    expect([...plan.scope("animal/insect")!.positions]).toEqual([1, 3]);
    expect([...plan.scope("animal/fish")!.positions]).toEqual([0, 4]);
    expect(plan.scope("animal/fish")).toBe(plan.scope("animal/fish"));
    expect(plan.scope(undefined)).toEqual({ size: 5, positions: Int32Array.of(0, 1, 2, 3, 4) });
  });

  it("give each head those of its own rows, safe where there is none", () => {
    expect(plan.labels(FISH)).toEqual({
      labels: Int32Array.of(1, 2),
      mask: Float32Array.of(1, 1),
      valid: 2,
    });
    expect(plan.labels(INSECT)).toEqual({
      labels: Int32Array.of(0, 1),
      mask: Float32Array.of(0, 1),
      valid: 1,
    });
    expect(plan.labels(INSECT)).toBe(plan.labels(INSECT));
  });

  it("are none where no row of the head has one, or the data has none", () => {
    const none = planFor(losses(INSECT, FISH), TRAINING, cut(factsOf(5, known), 3, 2, 4));
    expect(none.labels(INSECT)).toBeUndefined();
    expect([none.hasLabels(INSECT), none.hasLabels(FISH)]).toEqual([false, true]);
    const bare = planFor(losses(GATE), TRAINING, factsOf(2, {}));
    expect([bare.labels(GATE), bare.hasLabels(GATE)]).toEqual([undefined, false]);
  });

  it("leave to the gate the samples without one, and only those", () => {
    const open = planFor(losses(INSECT), TRAINING, factsOf(4, { [GATE]: [0, -1, 1, -1] }));
    expect(open.scope("animal/insect")).toBeUndefined();
    expect([open.scopeState("animal/insect"), open.routeState("animal")]).toEqual([undefined, undefined]);
    expect(open.hasLabels(INSECT)).toBeUndefined();
    open.decide(route, [0, 0, 9, 0, 0, 9, 9, 0, 0, 9, 0, 0]);
    expect([...open.rows("animal")!.taken]).toEqual([0, 2, 1, 0]);
  });

  it("have no say where the gate routes", () => {
    const plan = planFor(values("animal"), PREDICTION, factsOf(2, { [GATE]: [0, 0] }));
    expect(plan.rows("animal")).toBeUndefined();
    plan.decide(route, [0, 5, 0, 0, 0, 5]);
    expect([...plan.rows("animal")!.taken]).toEqual([1, 2]);
  });
});

describe("a gate that says NaN", () => {
  const plan = planFor(values("animal"), PREDICTION, factsOf(4, {}));
  plan.decide(route, [NaN, 0, 1, 0, 9, 0, 3, NaN, 1, 9, 0, 0]);

  it("sends its sample to no branch", () => {
    expect([...plan.rows("animal")!.taken]).toEqual([-1, 1, -1, 0]);
    expect(plan.routeState("animal")).toEqual({ branches: ["some", "some", "empty"], rest: true });
    expect(plan.scopeState("animal/mammal")).toBe("empty");
  });

  it("and its row behind all others on the way back", () => {
    // Laid one after another: row 3 (insect), row 1 (fish), then the rows of no branch.
    expect([...plan.orderBack("animal")]).toEqual([2, 1, 3, 0]);
  });
});

describe("what is known of branches", () => {
  it("is whether none, some or all rows take them", () => {
    const all = planFor(losses(FISH), TRAINING, factsOf(2, { [GATE]: [1, 1], [FISH]: [0, 1] }));
    expect(all.routeState("animal")).toEqual({ branches: ["empty", "all", "empty"], rest: false });
    expect([undefined, "animal/insect", "animal/fish"].map((branch) => all.scopeState(branch))).toEqual([
      "all",
      "empty",
      "all",
    ]);
    const some = planFor(losses(FISH), TRAINING, factsOf(2, { [GATE]: [1, 0] }));
    expect(some.routeState("animal")).toEqual({ branches: ["some", "some", "empty"], rest: false });
    expect(some.scopeState("animal/fish")).toBe("some");
  });

  it("is that they run for all rows where every branch does, whoever takes them", () => {
    const plan = planFor(values("animal"), { ...PREDICTION, branches: "all" }, factsOf(3, {}));
    expect(plan.scope("animal/fish")).toEqual({
      size: 3,
      positions: Int32Array.of(0, 1, 2),
      rows: Int32Array.of(0, 1, 2),
    });
    expect(plan.scopeState("animal/fish")).toBe("all");
    plan.decide(route, [9, 0, 0, 0, 9, 0, 9, 0, 0]);
    expect([...plan.rows("animal")!.rows[1]!]).toEqual([1]);
    expect(plan.scope("animal/fish")!.size).toBe(3);
  });

  it("is known of a batch without samples, and no gate is asked", () => {
    const plan = planFor(values("animal"), PREDICTION, factsOf(0, {}));
    expect(plan.routeState("animal")).toEqual({ branches: ["empty", "empty", "empty"], rest: false });
    expect([plan.scopeState(undefined), plan.scopeState("animal/fish")]).toEqual(["empty", "empty"]);
    expect(plan.signature).toMatch(/^empty/);
  });
});

describe("branches inside of branches", () => {
  const nested = threeLevels();
  const [outer, inner] = ["species", "species/animal/animals"];
  const at = indexGraph(nested);
  const [insect, fish] = [`${inner}/insect`, `${inner}/fish`];

  it("count rows in the branch around and positions in the batch", () => {
    const facts = factsOf(4, {}, { age: [0, 0, 0, 1] });
    const plan = planFor(values("species"), PREDICTION, facts, nested);
    expect(plan.scope(insect)).toBeUndefined();
    // Sample 0 is a plant.
    plan.decide(at.route(outer), [0, 3, 3, 0, 3, 0, 3, 0]);
    expect(plan.scope(insect)).toBeUndefined();
    // Sample 1 is a fish.
    plan.decide(at.route(inner), [0, 3, 3, 0, 3, 0]);
    expect(plan.scope(fish)).toEqual({ size: 1, positions: Int32Array.of(1), rows: Int32Array.of(0) });
    expect(plan.scope(insect)).toEqual({
      size: 2,
      positions: Int32Array.of(2, 3),
      rows: Int32Array.of(1, 2),
    });
    // The tag's values stand by sample.
    expect(plan.scope(`${insect}/insects/old`)).toEqual({
      size: 1,
      positions: Int32Array.of(3),
      rows: Int32Array.of(1),
    });
    expect(plan.scopeOf(`${insect}/insects/old/head`)!.size).toBe(1);
  });

  it("ask no gate where no row comes in", () => {
    const plan = planFor(values("species"), PREDICTION, factsOf(2, {}, { age: [0, 1] }), nested);
    plan.decide(at.route(outer), [0, 3, 0, 3]);
    expect(plan.routeState(inner)).toEqual({ branches: ["empty", "empty"], rest: false });
    expect([plan.scopeState(insect), plan.scopeState(`${insect}/insects/old`)]).toEqual(["empty", "empty"]);
  });

  it("are those of the whole branch around where its rows are all of the batch's, or fewer", () => {
    const plan = planFor(values("species"), PREDICTION, factsOf(3, {}, { age: [0, 1, 0] }), nested);
    plan.decide(at.route(outer), [0, 3, 3, 0, 3, 0]);
    plan.decide(at.route(inner), [3, 0, 3, 0]);
    // Two of three samples are animals; all animals are insects.
    expect([plan.scopeState("species/animal"), plan.scopeState(insect)]).toEqual(["some", "all"]);
  });
});

describe("the signature", () => {
  const label = fc.integer({ min: -1, max: 2 });
  const logit = fc.constantFrom(0, 1, 2, NaN);

  /** What each segment is told by: instructions without the batch's numbers, what is read, where results stand. */
  const textOf = ({ instructions, read, results }: Segment): string =>
    JSON.stringify({
      instructions: instructions.map((one) => ("head" in one ? { ...one, head: one.head.path } : one)),
      read: read && [read.route.path, read.logits],
      results: results && [[...results.values], [...results.losses]],
    });

  const shared = graphOf(sharedSpec());
  const joint = graphOf(cascadeSpec(undefined, "joint"));
  const nested = threeLevels();
  const nestedHeads = nested.heads.map(({ path }) => path);
  const all: Mode = { ...PREDICTION, branches: "all" };
  const cases: [string, Graph, Wanted[], Mode][] = [
    ["losses of a cascade", graph, losses(GATE, INSECT, FISH), TRAINING],
    ["losses inside of branches alone", graph, losses(INSECT, FISH), TRAINING],
    ["an answer", graph, values("animal"), PREDICTION],
    ["an answer of which every branch runs", graph, values("animal"), all],
    ["values inside of branches", graph, values(INSECT, FISH), PREDICTION],
    ["an answer of heads over one trunk", shared, values("animal", "insect"), PREDICTION],
    ["a joint answer", joint, values("animal"), PREDICTION],
    ["losses below a joint answer", joint, losses(GATE, INSECT, FISH), TRAINING],
    ["losses at three levels", nested, losses(...nestedHeads), TRAINING],
    ["an answer at three levels", nested, values("species"), PREDICTION],
    ["an answer at three levels of which every branch runs", nested, values("species"), all],
    ...ways.flatMap(([name, rules]): typeof cases => {
      const graph = mixture(rules);
      return [
        [`${name}, in training`, graph, losses("score"), TRAINING],
        [`${name}, in prediction`, graph, values("score"), PREDICTION],
        [`${name}, of which every branch runs`, graph, values("score"), all],
      ];
    }),
    ...answering.flatMap(([name, rules]): typeof cases => {
      const { animal, ...nodes } = cascadeSpec().nodes;
      const graph = graphOf({
        ...cascadeSpec({ epochs: 1 }),
        nodes: { ...nodes, animal: { ...(animal as RouteNode), ...rules } },
      });
      return [
        [`an answer: ${name}`, graph, values("animal"), PREDICTION],
        [`an answer of which every branch runs: ${name}`, graph, values("animal"), all],
      ];
    }),
  ];

  it.each(cases)("is one only for batches with one list: %s", (_, graph, wanted, mode) => {
    const request = requestOf(indexGraph(graph), wanted, mode);
    const lists = new Map<string, string>();
    const perSample = fc.record({
      labels: fc.array(label, { minLength: graph.heads.length, maxLength: graph.heads.length }),
      age: fc.integer({ min: 0, max: 1 }),
    });
    const facts = fc.tuple(fc.array(perSample, { maxLength: 4 }), fc.infiniteStream(logit));
    fc.assert(
      fc.property(facts, ([samples, logits]) => {
        const labels = graph.heads.map(({ path, shape }, head): [string, number[]] => [
          path,
          samples.map((sample) => Math.min(sample.labels[head]!, shape[0]! - 1)),
        ]);
        const age = samples.map((sample) => sample.age);
        const plan = new BatchPlan(request, factsOf(samples.length, Object.fromEntries(labels), { age }));
        let lowering = Lowering.begin(request, plan);
        for (let way = plan.signature; ; way += ` ${plan.signature}`) {
          const segment = lowering.next();
          const text = textOf(segment);
          expect(lists.get(way) ?? text).toBe(text);
          lists.set(way, text);
          if (!segment.read) break;
          const { path } = segment.read.route;
          const source = deciderSource(segment.read.route.by)!;
          const width = (request.index.node(source) ?? request.index.input(source))!.shape[0]!;
          const count = plan.scopeOf(path)!.size * width;
          plan.decide(
            segment.read.route,
            Array.from({ length: count }, () => logits.next().value as number),
          );
          lowering = lowering.after(plan);
        }
      }),
      { numRuns: 150, seed: 1 },
    );
    expect(lists.size).toBeGreaterThan(1);
  });
});
