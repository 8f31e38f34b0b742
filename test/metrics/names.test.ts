import { describe, expect, it } from "vitest";
import { formatName, namesOf, parseName } from "../../src/metrics";

describe("a name of an epoch's metric", () => {
  it.each([
    ["loss", { validation: false, head: undefined, metric: "loss" }],
    ["val/accuracy", { validation: true, head: undefined, metric: "accuracy" }],
    ["species/loss", { validation: false, head: "species", metric: "loss" }],
    ["val/breed/cat/accuracy", { validation: true, head: "breed/cat", metric: "accuracy" }],
  ])("%s says what it is of, and is built from that again", (name, parsed) => {
    expect(parseName(name)).toEqual(parsed);
    expect(formatName(parsed)).toBe(name);
  });

  it("is one of those of the heads: of all, of each, then of validation", () => {
    const heads = [
      { name: "kind", metrics: [{ type: "accuracy" }] },
      { name: "age", metrics: [] },
    ];
    const training = ["loss", "accuracy", "kind/loss", "age/loss", "kind/accuracy"];
    expect(namesOf(heads)).toEqual([...training, ...training.map((name) => `val/${name}`)]);
  });
});
