import { describe, expect, it } from "vitest";
import { indexGraph, type SampleFacts } from "../../src/program";
import { countReaching, labelled, planEpoch, poolsOf } from "../../src/train/samples";
import { graphOf } from "../graph/compile-spec";
import { cascadeSpec, sharedSpec } from "../specs";
import { factsOf } from "../program/facts";

const numbers = (count: number): Int32Array => Int32Array.from({ length: count }, (_, i) => i);
/** As much of the data as choosing samples looks at. */
const dataOf = (size: number, labels: Record<string, number[]>): SampleFacts => factsOf(size, labels).data;
const sorted = (samples: Iterable<number>): number[] => [...samples].sort((a, b) => a - b);

describe("the samples that train", () => {
  const data = dataOf(5, { group: [0, -1, 1, -1, 2], insect: [1, -1, -1, 0, -1] });

  it("have a label for one of the heads at least", () => {
    expect([...labelled(data, ["group", "insect"], numbers(5))]).toEqual([0, 2, 3, 4]);
    expect([...labelled(data, ["insect"], Int32Array.of(3, 1, 0))]).toEqual([3, 0]);
    expect([...labelled(data, ["fish"], numbers(5))]).toEqual([]);
  });

  it("stand in the pools of the turns whose head they have a label for, in one pool where nothing alternates", () => {
    const alternating = graphOf(sharedSpec({ epochs: 1, alternate: { by: "heads" } })).phases[0]!;
    const pools = poolsOf(alternating, data, numbers(5)).map((pool) => [...pool]);
    expect(pools).toEqual([[0, 2, 4], [0, 3], []]);
    const plain = graphOf(sharedSpec()).phases[0]!;
    expect(poolsOf(plain, data, numbers(5)).map((pool) => [...pool])).toEqual([[0, 2, 3, 4]]);
  });

  it("may reach a branch where their label leads there, or the gate must say", () => {
    const known = dataOf(5, { "group/head": [0, 1, -1, 1, 2] });
    const reaching = (decode: "greedy" | "joint", path: string) =>
      countReaching(indexGraph(graphOf(cascadeSpec(undefined, decode))), known, path, numbers(5));
    expect(reaching("greedy", "animal/fish")).toBe(3);
    expect(reaching("greedy", "animal/insect")).toBe(2);
    expect(reaching("joint", "animal/fish")).toBe(5);
  });
});

describe("the steps of an epoch", () => {
  const plain = { ...graphOf(sharedSpec()).phases[0]!, batchSize: 4 };
  const pool = numbers(10).map((i) => 100 + i);

  it("take every sample once, the last batch what is left", () => {
    const steps = planEpoch(plain, [pool], 1, 0);
    expect(steps.map(({ samples }) => samples.length)).toEqual([4, 4, 2]);
    expect(sorted(steps.flatMap(({ samples }) => [...samples]))).toEqual([...pool]);
    expect(steps.every(({ turn, others }) => turn === 0 && others.length === 0)).toBe(true);
  });

  it("are the same again for the same seed and epoch, and others for others", () => {
    const order = (seed: number, epoch: number, phase = plain) =>
      planEpoch(phase, [pool], seed, epoch).flatMap(({ samples }) => [...samples]);
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 1)).not.toEqual(order(1, 0));
    expect(order(2, 0)).not.toEqual(order(1, 0));
    expect(order(1, 0, { ...plain, name: "another" })).not.toEqual(order(1, 0));
  });

  it("give the inactive turns a batch each where they keep a share, those without samples none", () => {
    const alternate = { by: "heads", inactiveShare: 0.3 } as const;
    const phase = { ...graphOf(sharedSpec({ epochs: 1, alternate })).phases[0]!, batchSize: 4 };
    const pools = [numbers(8), numbers(3).map((i) => 50 + i), numbers(0)];
    const steps = planEpoch(phase, pools, 1, 0);
    expect(steps.map(({ turn }) => turn).sort()).toEqual([0, 0, 1]);
    for (const { turn, others } of steps) {
      expect(others.map((other) => other.turn)).toEqual([1 - turn]);
      for (const { samples, turn } of others)
        expect([...samples].every((sample) => pools[turn]!.includes(sample))).toBe(true);
    }
    // Who gives batches beside the others begins anew when all have been drawn.
    const small = steps.flatMap(({ turn, samples, others }) =>
      [{ turn, samples }, ...others].filter((batch) => batch.turn === 1),
    );
    for (const { samples } of small) expect(sorted(samples)).toEqual([50, 51, 52]);
    expect(small).toHaveLength(3);
  });
});
