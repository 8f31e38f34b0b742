import { describe, expect, it } from "vitest";
import { graphOf } from "../graph/compile-spec";
import { cascadeSpec } from "../specs";
import { factsOf, PREDICTION, programFor, values } from "./facts";

const BRANCHES = 9;
/** As many lists as a program keeps in one place. */
const KEPT = 256;

/** A tag with so many values that more signatures than are kept can be made of them. */
const graph = graphOf({
  tags: { kind: Array.from({ length: BRANCHES }, (_, i) => `k${i}`) },
  inputs: { x: { shape: [2] } },
  targets: { y: { shape: [1] } },
  nodes: {
    side: {
      type: "route",
      from: "x",
      by: { tag: "kind" },
      branches: Object.fromEntries(
        Array.from({ length: BRANCHES }, (_, i) => [`k${i}`, [{ type: "dense", units: 2 }]]),
      ),
    },
    y: { type: "head", from: "side", target: "y" },
  },
});

/** The values of the tag whose bits are set. */
const kindsOf = (bits: number): number[] =>
  Array.from({ length: BRANCHES }, (_, i) => i).filter((i) => (bits >> i) & 1);

describe("a program", () => {
  it("keeps its lists, but no more than so many", () => {
    const { program, planOf } = programFor(graph, values("y"), PREDICTION);
    const planned = (bits: number) => planOf(factsOf(kindsOf(bits).length, {}, { kind: kindsOf(bits) }));
    const first = program.first(planned(1));
    for (let bits = 2; bits <= KEPT; bits++) program.first(planned(bits));
    expect(program.first(planned(1))).toBe(first);
    program.first(planned(KEPT + 1));
    const anew = program.first(planned(1));
    expect(anew).not.toBe(first);
    expect(anew.instructions.map(({ op }) => op)).toEqual(first.instructions.map(({ op }) => op));
    expect(program.first(planned(1))).toBe(anew);
  });

  it("keeps how it goes on after a gate, by what the gate said", () => {
    const cascade = graphOf(cascadeSpec());
    const { program, planOf } = programFor(cascade, values("animal"), PREDICTION);
    const goOn = (logits: number[]) => {
      const plan = planOf(factsOf(logits.length / 3, {}));
      const first = program.first(plan);
      plan.decide(first.read!.route, logits);
      return { first, second: program.next(first, plan) };
    };
    const one = goOn([9, 0, 0, 0, 9, 0]);
    const same = goOn([0, 9, 0, 9, 0, 0, 0, 9, 0]);
    const other = goOn([9, 0, 0, 9, 0, 0]);
    expect(same.first).toBe(one.first);
    expect(same.second).toBe(one.second);
    expect(other.first).toBe(one.first);
    expect(other.second).not.toBe(one.second);
    expect(one.first.after.size).toBe(2);
    expect(one.second).toMatchObject({ lowering: undefined, read: undefined });
  });

  it("keeps no batch: the lowering that it goes on from has forgotten its own", () => {
    const { program, planOf } = programFor(graphOf(cascadeSpec()), values("animal"), PREDICTION);
    const { lowering } = program.first(planOf(factsOf(2, {})));
    expect(() => lowering!.known).toThrow("a lowering that was released cannot go on");
  });
});
