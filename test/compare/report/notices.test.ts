import { describe, expect, it } from "vitest";
import {
  foldNotices,
  formatReportNotice,
  NoticeBoard,
  testNotices,
} from "../../../src/compare/report/notices";
import type { NormalTask } from "../../../src/compare/normal";
import type { Prediction, RoutePrediction } from "../../../src/model/prediction";
import type { Notice } from "../../../src/notice";

const task: NormalTask = {
  input: "x",
  target: "breed",
  classes: ["siamese", "pug", "boxer"],
  gate: "species",
  groups: [
    { name: "cat", members: ["siamese"] },
    { name: "dog", members: ["pug", "boxer"] },
  ],
};

const dataOf = (labels: number[]) => ({
  size: labels.length,
  inputs: {},
  labels: { breed: Int32Array.from(labels) },
  tags: {},
});

function prediction(...routes: [name: string, taken: number[], gated: boolean][]): Prediction {
  const entries = routes.map(([name, taken, gated]): [string, RoutePrediction] => [
    name,
    {
      name,
      branches: ["cat", "dog"],
      taken: Int32Array.from(taken),
      selected: Uint8Array.from(taken.flatMap((branch) => [Number(branch === 0), Number(branch === 1)])),
      gate: gated ? new Float32Array(2 * taken.length) : undefined,
    },
  ]);
  return {
    size: routes[0]?.[1].length ?? 0,
    heads: {},
    routes: Object.fromEntries(entries),
    answers: {},
    labels: {},
  };
}

describe("the notices of a test", () => {
  it("are none where every class, branch and route has a sample", () => {
    expect(testNotices(dataOf([0, 1, 2]), task, prediction(["breed", [0, 1, 1], true]))).toEqual([]);
  });

  it("name classes without samples, branches that nobody takes and routes that nobody reaches", () => {
    const found = testNotices(
      dataOf([1, 1, -1]),
      task,
      prediction(["breed", [1, 1, 1], true], ["side", [0, 0, 0], false], ["inner", [-1, -1, -1], true]),
    );
    expect(found.map(({ code, where, message }) => `${code} ${where}: ${message}`)).toEqual([
      "classWithoutTestSamples breed: no test sample has the label siamese, boxer",
      "branchNeverChosen breed: the gate never chooses the branch cat",
      "branchNeverChosen side: no test sample takes the branch dog",
      "routeNeverTaken inner: no test sample reaches this route",
    ]);
  });
});

describe("a branch that runs beside others", () => {
  it("is no branch that nobody takes", () => {
    const found = prediction(["breed", [1, 1, 1], true]);
    const route = { ...found.routes["breed"]!, selected: Uint8Array.of(0, 1, 1, 1, 0, 1) };
    const both = { ...found, routes: { breed: route } };
    expect(testNotices(dataOf([0, 1, 2]), task, both)).toEqual([]);
  });
});

describe("the notices of a report", () => {
  const notice: Notice = { code: "a", where: "breed", message: "nothing there", hint: "look" };
  const of = (approach: string, seed: number, fold: number) => ({ notice, approach, seed, fold });
  const ofSamples = (approach: string, seed: number, fold: number) => ({
    ...of(approach, seed, fold),
    notice: { ...notice, code: "classWithoutTestSamples" },
  });

  it.each([
    ["one run", [of("flat", 1, 2)], "flat, seed 1, fold 2, breed: nothing there; look"],
    ["one approach", [of("flat", 1, 2), of("flat", 1, 3)], "flat, breed: nothing there; look (2 times)"],
    [
      "one split, which every approach sees alike",
      [ofSamples("flat", 1, 2), ofSamples("cascade", 1, 2)],
      "seed 1, fold 2, breed: nothing there; look (2 times)",
    ],
    [
      "several splits",
      [ofSamples("flat", 1, 2), ofSamples("cascade", 2, 1)],
      "breed: nothing there; look (2 times)",
    ],
    ["an approach as such", [{ notice, approach: "flat" }], "flat, breed: nothing there; look"],
  ])("are one for all equal ones: of %s", (_, placed, text) => {
    expect(foldNotices(placed).map(formatReportNotice)).toEqual([text]);
  });

  it("keep the approach that they are of, where it is not the samples", () => {
    const placed = [of("flat", 1, 2), of("cascade", 1, 2), of("flat", 1, 3)];
    expect(foldNotices(placed).map(formatReportNotice)).toEqual([
      "flat, breed: nothing there; look (2 times)",
      "cascade, seed 1, fold 2, breed: nothing there; look",
    ]);
  });

  it("stay apart where they say different things", () => {
    const other = { ...notice, message: "something else" };
    expect(foldNotices([of("flat", 1, 1), { ...of("flat", 1, 1), notice: other }])).toHaveLength(2);
  });

  it("are told once", () => {
    const told: Notice[] = [];
    const board = new NoticeBoard((one) => told.push(one));
    board.tell(of("flat", 1, 1));
    board.add(of("flat", 1, 1));
    board.add(of("flat", 1, 2));
    board.add(of("cascade", 1, 1));
    expect(told.map(({ where }) => where)).toEqual(["flat, breed", "cascade, breed"]);
    expect(board.all).toHaveLength(3);
    board.add(ofSamples("flat", 1, 1));
    board.add(ofSamples("cascade", 1, 1));
    expect(told.slice(2).map(({ where }) => where)).toEqual(["breed"]);
  });
});
