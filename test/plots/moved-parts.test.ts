import { describe, expect, it } from "vitest";
import { movedParts, movements } from "../../src/plots";
import { stepTable } from "../../src/view";
import type { StepRecord } from "../../src/train";
import { madeUpSteps } from "./fixture/steps";

const step = (number: number, moved: readonly string[], phase = "train"): StepRecord => {
  return { step: number, phase, epoch: 1, samples: 1, losses: {}, moved };
};

describe("the parts of a network that moved", () => {
  it("are the shortest paths whose weights moved together", () => {
    expect(movedParts(madeUpSteps.slice(0, 8)).map(({ name, weights }) => [name, weights])).toEqual([
      ["trunk", 2],
      ["features/float", 2],
      ["features/int", 2],
      ["score", 1],
    ]);
    expect(movedParts(madeUpSteps).map(({ name }) => name)).toEqual([
      "trunk",
      "features/float/dense/kernel",
      "features/float/dense/bias",
      "features/int/dense/kernel",
      "features/int/dense/bias",
      "score",
    ]);
  });

  it("are nodes at least, also where everything always moved", () => {
    const steps = [
      step(1, ["a/x/kernel", "a/y/kernel", "b/kernel"]),
      step(2, ["a/x/kernel", "a/y/kernel", "b/kernel"]),
    ];
    expect(movedParts(steps)).toEqual([
      { name: "a", weights: 2, moved: [2, 2] },
      { name: "b", weights: 1, moved: [1, 1] },
    ]);
  });

  it("are those that were asked for: how many of their weights, in each step, none where nothing is below", () => {
    expect(movedParts(madeUpSteps.slice(7, 10), { parts: ["features/int", "feat", "score/kernel"] })).toEqual(
      [
        { name: "features/int", weights: 2, moved: [2, 2, 1] },
        { name: "feat", weights: 0, moved: [0, 0, 0] },
        { name: "score/kernel", weights: 1, moved: [1, 1, 1] },
      ],
    );
  });

  it("need steps", () => {
    expect(() => movedParts([])).toThrow(/there are no steps; keep what train says of each/);
    expect(() => movements(undefined as never)).toThrow(/there are no steps/);
  });
});

describe("the figure of what moved when", () => {
  it("has a bar for each run of steps, by whose turn it was; paler where a part moved in part", () => {
    const { data } = movements(madeUpSteps, { parts: ["features/float", "trunk"] });
    expect(data.map(({ name }) => name)).toEqual(["float", "int"]);
    const [float, int] = data as unknown as {
      base: number[];
      x: number[];
      y: number[];
      marker: { color: string[] };
    }[];
    const bars = ({ base, x, y }: typeof float & object, row: number) =>
      base.flatMap((from, i) => (y[i] === row ? [[from + 0.5, from + x[i]! - 0.5]] : []));
    expect(bars(float!, 0)).toEqual([
      [1, 1],
      [4, 4],
      [7, 7],
      [10, 10],
    ]);
    expect(bars(int!, 0)).toEqual([
      [9, 9],
      [11, 12],
    ]);
    expect(bars(int!, 1)).toEqual([
      [2, 3],
      [5, 6],
      [8, 9],
      [11, 12],
    ]);
    expect(new Set(float!.marker.color).size).toBe(1);
    expect(int!.marker.color.slice(0, 2).every((colour) => colour.startsWith("rgba"))).toBe(true);
  });

  it("is by phase where nothing alternates, with a line for each new epoch", () => {
    const { data, layout } = movements([
      step(4, ["a/kernel"], "gate"),
      step(5, ["a/kernel"], "gate"),
      step(6, ["b/kernel"], "branch"),
    ]);
    expect(data.map(({ name, base, x }) => [name, base, x])).toEqual([
      ["gate", [3.5], [2]],
      ["branch", [5.5], [1]],
    ]);
    expect(layout["shapes"]).toMatchObject([{ x0: 5.5, x1: 5.5 }]);
    expect(JSON.stringify(layout["title"])).toContain("steps 4 to 6; colour: the phase; dotted: a new epoch");
  });

  it("lets names be names", () => {
    const { data, layout } = movements([{ ...step(1, ["<b>/kernel"]), turn: "%{x}" }]);
    expect(data[0]!["name"]).toBe("%&#123;x}");
    expect(layout["yaxis"]).toMatchObject({ ticktext: ["&lt;b&gt;"] });
  });
});

describe("the table of steps", () => {
  it("has a column for each part", () => {
    const text = String(stepTable(madeUpSteps.slice(7, 9), { parts: ["trunk", "features/int"] }));
    expect(text.split("\n").map((line) => line.trim().split(/ {2,}/))).toEqual([
      ["step", "epoch", "turn", "samples", "loss", "trunk", "features/int"],
      expect.anything(),
      ["8", "2", "int", "32", "0.125", "moved", "moved"],
      ["9", "2", "int", "32", "0.1111", "moved", "moved"],
    ]);
    expect(String(stepTable(madeUpSteps.slice(7, 10), { parts: ["features/int"] }))).toContain("1 of 2");
  });

  it("names phases and heads where there are several", () => {
    const both = { ...step(1, ["a/kernel"], "gate"), losses: { x: 1, y: 2 } };
    const [heading] = String(stepTable([both])).split("\n");
    expect(heading!.trim().split(/ {2,}/)).toEqual([
      "step",
      "epoch",
      "phase",
      "samples",
      "x/loss",
      "y/loss",
      "a",
    ]);
  });
});
