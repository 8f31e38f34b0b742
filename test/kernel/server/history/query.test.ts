import { describe, expect, it } from "vitest";
import { queried } from "../../../../kernel-ext/kernel/src/server/history/query";

const recorded = {
  current: 3,
  entries: [
    { session: 1, line: 1, code: "let a = 1" },
    { session: 1, line: 2, code: "a" },
    { session: 2, line: 1, code: "a" },
    { session: 3, line: 1, code: "let b = 2" },
    { session: 3, line: 2, code: "b" },
    { session: 3, line: 3, code: "a" },
  ],
  outputs: new Map([[2, "2"]]),
};
const rows = (content: object) => queried(content as Record<string, unknown>, recorded);

describe("tail", () => {
  it("gives the last cells of all sessions, oldest first", () => {
    expect(rows({ hist_access_type: "tail", n: 4 })).toEqual([
      [2, 1, "a"],
      [3, 1, "let b = 2"],
      [3, 2, "b"],
      [3, 3, "a"],
    ]);
    expect(rows({ hist_access_type: "tail" })).toHaveLength(6);
    expect(rows({ hist_access_type: "tail", n: 0 })).toEqual([]);
  });

  it("comes with the results of this session if they are asked for", () => {
    expect(rows({ hist_access_type: "tail", n: 2, output: true })).toEqual([
      [3, 2, ["b", "2"]],
      [3, 3, ["a", null]],
    ]);
  });
});

describe("range", () => {
  it("is of this session by default, from start to before stop", () => {
    expect(rows({ hist_access_type: "range", start: 1, stop: 3 })).toEqual([
      [0, 1, "let b = 2"],
      [0, 2, "b"],
    ]);
    expect(rows({ hist_access_type: "range", session: 0, start: -1 })).toEqual([[0, 3, "a"]]);
    expect(rows({ hist_access_type: "range", session: 0, start: 2, output: true })).toEqual([
      [0, 2, ["b", "2"]],
      [0, 3, ["a", null]],
    ]);
  });

  it("counts sessions from the first, or back from this one", () => {
    expect(rows({ hist_access_type: "range", session: 1, start: 2 })).toEqual([[1, 2, "a"]]);
    expect(rows({ hist_access_type: "range", session: 3, start: 3 })).toEqual([[3, 3, "a"]]);
    expect(rows({ hist_access_type: "range", session: -1 })).toEqual([[2, 1, "a"]]);
    expect(rows({ hist_access_type: "range", session: -9 })).toEqual([]);
  });
});

describe("search", () => {
  it("gives what the pattern fits, the last of it if n is given, equal cells once if they are to be unique", () => {
    expect(rows({ hist_access_type: "search", pattern: "a" })).toEqual([
      [1, 2, "a"],
      [2, 1, "a"],
      [3, 3, "a"],
    ]);
    expect(rows({ hist_access_type: "search", pattern: "a", n: 1 })).toEqual([[3, 3, "a"]]);
    expect(rows({ hist_access_type: "search", pattern: "a", unique: true })).toEqual([[3, 3, "a"]]);
    expect(rows({ hist_access_type: "search", pattern: "let*" })).toHaveLength(2);
  });
});

it("an access that nobody knows gives nothing", () => {
  expect(rows({ hist_access_type: 7 })).toEqual([]);
  expect(rows({})).toEqual([]);
});
