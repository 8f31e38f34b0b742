/* Values that change: what is no value, and what does not fit together. */
import { describe, expect, it } from "vitest";
import { checkGraph } from "../../../src/spec";

function problemsOf(learningRate: unknown): string[] {
  const spec = {
    inputs: { x: { shape: [2] } },
    targets: { y: { classes: 2 } },
    nodes: { y: { layers: ["flatten", { type: "dense", units: 2 }, { type: "head", target: "y" }] } },
    training: { optimizer: { type: "adam", learningRate } },
  };
  return checkGraph(spec).map(
    ({ pointer, message }) => `${pointer.replace("/training/optimizer/learningRate", "…")} ${message}`,
  );
}

describe("a learning rate may be", () => {
  it.each([
    0.1,
    { from: 0.1, to: 0, over: 3 },
    { from: 0.1, to: 0, over: 3.5, shape: "cosine", warmUp: 1 },
    { from: 0.1, to: 0.001, over: 3, shape: "exponential" },
    { from: 0.1, to: 0, over: 3, shape: "steps" },
    { steps: [[0, 0.1], [8, 0.01]], warmUp: 20 }, // prettier-ignore
  ])("%j", (value) => expect(problemsOf(value)).toEqual([]));
});

describe("a learning rate may not be", () => {
  it.each([
    [0, ['… "learningRate" must be a number above 0, not 0']],
    [{ from: 0.1, over: 3 }, [/… .*"to"/]],
    [{ from: 0.1, to: -1, over: 3 }, ['…/to "to" must be a number of at least 0, not -1']],
    [{ from: 0.1, to: 0, over: 0 }, ['…/over "over" must be a number above 0, not 0']],
    [{ from: 0.1, to: 0, over: 3, shape: "exponential" }, ['…/to "to" must be a number above 0, not 0']],
    [{ from: 0.1, to: 0, over: 3, shape: "cubic" }, [/…\/shape "shape" must be/]],
    [
      { from: 0.1, to: 0, over: 3, warmUp: 3 },
      ['…/warmUp "warmUp" takes 3 of 3 epochs: nothing is left of the curve'],
    ],
    [{ steps: [] }, [/…\/steps "steps" is empty/]],
    [{ steps: [[0, 1, 2]] }, [/…\/steps\/0 .*takes 2 values, not 3/]],
    [
      { steps: [[1, 0.1]] },
      ['…/steps/0/0 the first of "steps" begins at epoch 1: nothing is said of the time before'],
    ],
    [
      {
        steps: [
          [0, 1],
          [4, 2],
          [4, 3],
        ],
      },
      ["…/steps/2/0 a step at epoch 4 comes after one at epoch 4"],
    ],
    [{ steps: [[0, 1]], over: 3 }, [/…\/over there is no option "over" here/]],
  ] as const)("%j", (value, expected) => {
    const problems = problemsOf(value);
    expect(problems).toHaveLength(expected.length);
    expected.forEach((wanted: string | RegExp, i) =>
      typeof wanted === "string" ? expect(problems[i]).toBe(wanted) : expect(problems[i]).toMatch(wanted),
    );
  });
});

describe("the former word of a route beside one of the two that say it now", () => {
  const problemsOfRoute = (words: object) =>
    checkGraph({
      inputs: { x: { shape: [2] } },
      tags: { kind: ["a", "b"] },
      targets: { y: { classes: 2 } },
      nodes: {
        routed: {
          type: "route",
          by: { tag: "kind" },
          branches: { a: ["flatten"], b: ["flatten"] },
          ...words,
        },
        y: { from: "routed", layers: [{ type: "head", target: "y" }] },
      },
    }).map(({ pointer, message, hint }) => `${pointer}: ${message}; ${hint}`);

  it.each([{}, { decode: "greedy" }, { decode: "joint" }, { select: "first", merge: "putBack" }])(
    "%j is one or the other",
    (words) => expect(problemsOfRoute(words)).toEqual([]),
  );

  it.each([
    [{ decode: "greedy", merge: "putBack" }, "merge", "remove it"],
    [
      { decode: "joint", select: "all", merge: "joint" },
      "select and merge",
      'remove it; "joint" is now "select": "all", "merge": "joint"',
    ],
  ])("%j is refused", (words, beside, hint) =>
    expect(problemsOfRoute(words)).toEqual([
      `/nodes/routed/decode: "decode" is the former word for "select" and "merge", and stands beside ${beside}; ${hint}`,
    ]),
  );
});
