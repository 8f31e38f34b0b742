import { describe, expect, it } from "vitest";
import { formatSegment } from "../../../src/program/format";
import type { GraphSpec } from "../../../src/spec";
import { nest } from "../../graph/nested";
import { cascadeSpec, sharedSpec } from "../../specs";
import { factsOf, graphOf, losses, PREDICTION, programFor, TRAINING, values } from "../facts";

const GATE = "group/head";
const [INSECT, FISH] = ["animal/insect/head", "animal/fish/head"];

describe("a step in which labels route", () => {
  const graph = graphOf(cascadeSpec());
  const wanted = losses(GATE, INSECT, FISH);

  it("is one list without a cut", () => {
    const { program, planOf } = programFor(graph, wanted, TRAINING);
    const plan = planOf(
      factsOf(4, { [GATE]: [0, 1, 0, 2], [INSECT]: [0, -1, 1, -1], [FISH]: [-1, 2, -1, -1] }),
    );
    const step = program.first(plan);
    expect(step.read).toBeUndefined();
    expect(formatSegment(step)).toMatchInlineSnapshot(`
      "%0 = input features
      %1 = inputRows features %0 <- positions:
      %2 = layer dense group/dense %1
      %3 = layer dense group/head %2
      %4 = loss group/head %3 <- labels:group/head size:
      %5 = inputRows features %0 <- positions:animal/insect
      %6 = layer dense animal/insect/dense %5
      %7 = layer dense animal/insect/head %6
      %8 = loss animal/insect/head %7 <- labels:animal/insect/head size:
      %9 = inputRows features %0 <- positions:animal/fish
      %10 = layer dense animal/fish/dense %9
      %11 = layer dense animal/fish/head %10
      %12 = loss animal/fish/head %11 <- labels:animal/fish/head size:"
    `);
  });

  it("has nothing of a branch without rows, and gathers nothing where all rows take one", () => {
    const { program, planOf } = programFor(graph, wanted, TRAINING);
    const plan = planOf(factsOf(2, { [GATE]: [1, 1], [INSECT]: [-1, -1], [FISH]: [0, 2] }));
    expect(formatSegment(program.first(plan))).toMatchInlineSnapshot(`
      "%0 = input features
      %1 = inputRows features %0 <- positions:
      %2 = layer dense group/dense %1
      %3 = layer dense group/head %2
      %4 = loss group/head %3 <- labels:group/head size:
      %5 = inputRows features %0 <- positions:animal/fish
      %6 = layer dense animal/fish/dense %5
      %7 = layer dense animal/fish/head %6
      %8 = loss animal/fish/head %7 <- labels:animal/fish/head size:"
    `);
  });

  it("has nothing of a head without labels, nor of what only it needs", () => {
    const { program, planOf } = programFor(graph, wanted, TRAINING);
    const plan = planOf(factsOf(2, { [GATE]: [1, 0], [INSECT]: [-1, -1], [FISH]: [0, -1] }));
    expect(formatSegment(program.first(plan))).not.toContain("insect");
  });

  it("is cut where a sample's label does not say, and the gate is read there", () => {
    const { program, planOf } = programFor(graph, losses(INSECT), TRAINING);
    const plan = planOf(factsOf(3, { [GATE]: [0, -1, 1], [INSECT]: [0, 1, -1] }));
    const first = program.first(plan);
    expect(formatSegment(first)).toMatchInlineSnapshot(`
      "%0 = input features
      %1 = inputRows features %0 <- positions:
      %2 = layer dense group/dense %1
      %3 = layer dense group/head %2
      read %3, for animal"
    `);
    plan.decide(first.read!.route, [0, 0, 0, 5, 1, 1, 0, 0, 0]);
    const second = program.next(first, plan);
    expect(second.read).toBeUndefined();
    expect([...plan.scope("animal/insect")!.positions]).toEqual([0, 1]);
    expect(formatSegment(second)).toMatchInlineSnapshot(`
      "%4 = inputRows features %0 <- positions:animal/insect
      %5 = layer dense animal/insect/dense %4
      %6 = layer dense animal/insect/head %5
      %7 = loss animal/insect/head %6 <- labels:animal/insect/head size:"
    `);
  });
});

describe("the list of a batch", () => {
  const graph = graphOf(cascadeSpec());

  it("is the same for every batch with the same signature: what differs comes in by name", () => {
    const { program, planOf } = programFor(graph, losses(GATE, INSECT), TRAINING);
    const one = planOf(factsOf(3, { [GATE]: [0, 1, 2], [INSECT]: [0, -1, -1] }));
    const other = planOf(factsOf(5, { [GATE]: [1, 0, 0, 2, 1], [INSECT]: [-1, 1, 0, -1, -1] }));
    expect(other.signature).toBe(one.signature);
    expect(program.first(other)).toBe(program.first(one));
  });

  it("is another one where a branch is empty", () => {
    const { program, planOf } = programFor(graph, losses(GATE, INSECT), TRAINING);
    const one = planOf(factsOf(2, { [GATE]: [0, 1], [INSECT]: [0, -1] }));
    const other = planOf(factsOf(2, { [GATE]: [1, 1], [INSECT]: [-1, -1] }));
    expect(program.first(other)).not.toBe(program.first(one));
  });
});

describe("an answer", () => {
  it("is put together from the branches that samples take, once the gate was read", () => {
    const { program, planOf } = programFor(graphOf(sharedSpec()), values("animal"), PREDICTION);
    const plan = planOf(factsOf(3, {}));
    const first = program.first(plan);
    expect(first.read!.route.path).toBe("animal");
    plan.decide(first.read!.route, [9, 0, 0, 0, 0, 9, 9, 0, 0]);
    expect(formatSegment(program.next(first, plan))).toMatchInlineSnapshot(`
      "%4 = layer dense insect %2
      %5 = rows %4 <- rows:animal/insect
      %6 = probabilities %5
      %7 = spread %6
      %8 = certain <- takerCount:animal/mammal
      %9 = putBack animal %7 %8 <- order:animal"
    `);
  });

  it("needs no gate on the host where it is joint: every branch runs on every sample", () => {
    const graph = graphOf(cascadeSpec(undefined, "joint"));
    const { program, planOf } = programFor(graph, values("animal"), PREDICTION);
    const step = program.first(planOf(factsOf(3, {})));
    expect(step.read).toBeUndefined();
    expect(formatSegment(step)).toMatchInlineSnapshot(`
      "%0 = input features
      %1 = inputRows features %0 <- positions:
      %2 = layer dense group/dense %1
      %3 = layer dense group/head %2
      %4 = probabilities %3
      %5 = inputRows features %0 <- positions:animal/insect
      %6 = layer dense animal/insect/dense %5
      %7 = layer dense animal/insect/head %6
      %8 = probabilities %7
      %9 = spread %8
      %10 = weigh %9 %4
      %11 = inputRows features %0 <- positions:animal/fish
      %12 = layer dense animal/fish/dense %11
      %13 = layer dense animal/fish/head %12
      %14 = probabilities %13
      %15 = spread %14
      %16 = weigh %15 %4
      %17 = certain <- size:
      %18 = weigh %17 %4
      %19 = sum animal %10 %16 %18"
    `);
  });
});

describe("a joint answer inside of a branch", () => {
  it("runs all of its branches in training where only the route around hands it on", () => {
    const { nodes, ...rest } = sharedSpec();
    const flat = graphOf({
      ...rest,
      tags: { kind: ["known", "open"] },
      nodes: {
        ...nodes,
        animal: { ...nodes["animal"], decode: "joint" } as GraphSpec["nodes"][string],
        all: { type: "head", from: "trunk", target: "animal" },
        either: {
          type: "route",
          by: { tag: "kind" },
          branches: { known: { from: "animal" }, open: { from: "all" } },
        },
        top: { type: "head", from: "either", target: "group" },
      },
    });
    const graph = nest(flat, "either/known", ["animal"]);
    const { program, planOf } = programFor(graph, losses("top"), TRAINING);
    const plan = planOf(factsOf(4, { top: [0, 1, 2, 0], group: [0, 1, 2, 0] }, { kind: [0, 1, 0, 0] }));
    const text = formatSegment(program.first(plan));
    expect(text).toContain("weigh");
    expect(text).toContain("rows:either/known");
    expect(text).not.toContain("rows:either/known/animal");
  });
});
describe("values on the way", () => {
  const graph = graphOf({
    inputs: { x: { shape: [2] } },
    targets: { kind: { classes: ["a", "b"] }, side: { classes: ["l", "r"] } },
    nodes: {
      kind: { type: "head", from: "x", target: "kind", project: false },
      sure: { type: "probabilities", from: "kind" },
      side: { type: "head", from: "sure", target: "side" },
    },
  });

  it("are a head's input itself where it has no layer of its own, and probabilities of its logits", () => {
    const { program, planOf } = programFor(graph, values("side"), PREDICTION);
    expect(formatSegment(program.first(planOf(factsOf(2, {}))))).toMatchInlineSnapshot(`
      "%0 = input x
      %1 = inputRows x %0 <- positions:
      %2 = probabilities sure %1
      %3 = layer dense side %2"
    `);
  });

  it("are given back by path; losses only where they were wanted", () => {
    const wanted = [...values("kind"), ...losses("side"), ...losses("kind")];
    const { program, planOf } = programFor(graph, wanted, TRAINING);
    const { results } = program.first(planOf(factsOf(2, { side: [0, 1] })));
    expect([...results!.values]).toEqual([
      ["kind", 1],
      ["side", 3],
    ]);
    expect([...results!.losses]).toEqual([["side", 4]]);
  });
});

it("an answer is that of its one branch as it is where all rows take it", () => {
  const { program, planOf } = programFor(graphOf(cascadeSpec()), values("animal"), PREDICTION);
  const plan = planOf(factsOf(2, {}));
  const first = program.first(plan);
  plan.decide(first.read!.route, [0, 9, 0, 0, 9, 0]);
  const { instructions, results } = program.next(first, plan);
  expect(instructions.map(({ op }) => op)).toEqual([
    "inputRows",
    "layer",
    "layer",
    "probabilities",
    "spread",
  ]);
  expect(results!.values.get("animal")).toBe(instructions.at(-1)!.to);
});
