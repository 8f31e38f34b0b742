import { describe, expect, test } from "vitest";
import { hierarchyLabels } from "../../src/data/hierarchy";

const classes = ["persian", "beagle", "siamese", "pug"];
const groups = { dog: ["pug", "beagle"], cat: ["persian", "siamese"] };

describe("hierarchyLabels", () => {
  test("gives the group, and the place within each group", () => {
    expect(hierarchyLabels(Int32Array.of(0, 1, 2, 3, -1), classes, groups)).toEqual({
      groups: ["dog", "cat"],
      group: Int32Array.of(1, 0, 1, 0, -1),
      within: { dog: Int32Array.of(-1, 1, -1, 0, -1), cat: Int32Array.of(0, -1, 1, -1, -1) },
    });
  });

  test.each([
    [
      "a class in no group",
      { dog: ["pug", "beagle"], cat: ["persian"] },
      `the class "siamese" is in no group`,
    ],
    ["a class in two", { ...groups, all: ["pug"] }, `the class "pug" is in the groups "dog" and "all"`],
    [
      "a class twice in one",
      { ...groups, dog: ["pug", "pug", "beagle"] },
      `the group "dog" names the class "pug" twice`,
    ],
    [
      "an unknown class",
      { ...groups, dog: ["bug"] },
      `the group "dog" names "bug", which is no class; did you mean "pug"?`,
    ],
    ["an empty group", { ...groups, bird: [] }, `the group "bird" has no classes`],
  ])("refuses %s", (_, wrong, message) => {
    expect(() => hierarchyLabels(Int32Array.of(0), classes, wrong)).toThrow(message);
  });

  test("refuses a label that is no class", () => {
    expect(() => hierarchyLabels(Int32Array.of(0, 4), classes, groups)).toThrow(
      "sample 1 has the label 4; the 4 classes",
    );
  });
});
