import { describe, expect, it } from "vitest";
import type { Selection } from "../../../src/graph/ir";
import { plausibleBranches } from "../../../src/program/plan/plausible";
import { threeLevels } from "../../graph/nested";
import { factsOf, PREDICTION, programFor } from "../facts";

const first: Selection = { kind: "first" };
const logs = (...rows: number[][]) => ({ values: rows.flat().map(Math.log), width: rows[0]!.length });

describe("plausible branches", () => {
  it("are those to which the way is likely enough, the likeliest first", () => {
    const scores = logs([0.2, 0.7, 0.1], [0.2, 0.7, 0.1], [0.2, 0.7, 0.1], [0.2, 0.7, 0.1]);
    expect(plausibleBranches(scores, [1, 0.5, 0.1, 1], first, 0.15)).toEqual([[1, 0], [1], [], [1, 0]]);
  });

  it("are all where nothing is asked of them, and none where a gate says nothing", () => {
    const scores = { values: [0, NaN, 0, 1, 2, -800], width: 3 };
    expect(plausibleBranches(scores, [1, 1], first, 0)).toEqual([[], [1, 0, 2]]);
  });

  it("are the way out alone for those that take it, where the gate does not know it", () => {
    const wayOut = (index: number): Selection => {
      return { kind: "atLeast", probability: 0.6, otherwise: { kind: "branch", index } };
    };
    const scores = logs([0.55, 0.45], [0.7, 0.3]);
    expect(plausibleBranches(scores, [1, 1], wayOut(2), 0.2)).toEqual([[2], [0, 1]]);
    expect(plausibleBranches(scores, [1, 1], wayOut(1), 0.2)).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});

describe("a plan of plausible branches", () => {
  const [outer, inner] = ["species", "species/animal/animals"];
  const graph = threeLevels();
  const wanted = [outer, inner].map((path) => ({ kind: "rows", path }) as const);
  const planOf = (atLeast: number, routes = [outer, inner]) => {
    const plausible = { routes: new Set(routes), everywhere: new Set<string>(), atLeast };
    const { planOf: plan, program } = programFor(graph, wanted, { ...PREDICTION, plausible });
    const { index } = program.request;
    const made = plan(factsOf(3, {}, { age: [0, 0, 0] }));
    made.decide(index.route(outer), [0.1, 0.9, 0.5, 0.5, 0.9, 0.1].map(Math.log));
    const animals = made.scope("species/animal")!.size;
    const says = [0.4, 0.6, 0.4, 0.6, 0.2, 0.8].slice(6 - 2 * animals);
    made.decide(index.route(inner), says.map(Math.log));
    return made;
  };
  const positions = (plan: ReturnType<typeof planOf>, branch: string) => [
    ...plan.scope(`${inner}/${branch}`)!.positions,
  ];

  it("sends a sample into every branch to which its whole way is likely enough", () => {
    const plan = planOf(0.25);
    expect([...plan.scope("species/animal")!.positions]).toEqual([1, 2]);
    // 0.5 · 0.4 and 0.9 · 0.2 are too little.
    expect(positions(plan, "insect")).toEqual([]);
    expect(positions(plan, "fish")).toEqual([1, 2]);
    expect([...plan.likelihoods(inner)].map((p) => p.toFixed(3))).toEqual([
      "0.400",
      "0.600",
      "0.200",
      "0.800",
    ]);
  });

  it("sends it everywhere where nothing is asked", () => {
    const plan = planOf(0);
    expect([positions(plan, "insect"), positions(plan, "fish")]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ]);
  });

  it("leaves other routes their own choice", () => {
    const plan = planOf(0.25, [inner]);
    expect([...plan.scope("species/animal")!.positions]).toEqual([1, 2]);
    // Here it is the gate's 0.4 alone that is enough.
    expect(positions(plan, "insect")).toEqual([1]);
    expect(positions(plan, "fish")).toEqual([1, 2]);
  });
});
