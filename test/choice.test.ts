import { expect, it } from "vitest";
import { chosenClasses, largestEntries } from "../src/choice";

it("takes the first of equals and -1 where a number is missing", () => {
  expect([...largestEntries([1, 3, 3, 0, NaN, 2, -5, -6, -7], 3)]).toEqual([1, -1, 0]);
});

it("reads one logit as the second class where it is above 0", () => {
  expect([...chosenClasses([-1, 0, 2], 1)]).toEqual([0, 0, 1]);
  expect([...chosenClasses([NaN, 2], 1)]).toEqual([-1, 1]);
  expect([...chosenClasses([-1, 0, 2, 1], 2)]).toEqual([1, 0]);
});
