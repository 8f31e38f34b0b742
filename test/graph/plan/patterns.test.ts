import { expect, test } from "vitest";
import { matchPaths } from "../../../src/graph";

const paths = [
  "gate/dense/kernel",
  "gate/head/kernel",
  "gates/kernel",
  "breed/cat/dense/kernel",
  "breed/dog/dense/kernel",
  "breed/dog/dense/bias",
  "t-shirt (blue) [x]/head/kernel",
  ".hidden/kernel",
];

test.each([
  ["a bare name means all under it, and no name that only begins so", ["gate"], [0, 1]],
  ["a path too", ["breed/dog"], [4, 5]],
  ["a slash at its end changes nothing", ["breed/dog/"], [4, 5]],
  ["a whole path means itself", ["gates/kernel"], [2]],
  ["** stands for any number of names", ["breed/**"], [3, 4, 5]],
  ["** for all, names with a dot included", ["**"], [0, 1, 2, 3, 4, 5, 6, 7]],
  ["* stands for one name, and what is under it", ["breed/*"], [3, 4, 5]],
  ["* in the middle", ["breed/*/dense/kernel"], [3, 4]],
  ["* before the rest of a name", ["**/*ias"], [5]],
  ["braces are alternatives", ["breed/{cat,bird}/**"], [3]],
  ["names need no care for letters that mean something in patterns", ["t-shirt (blue) [x]"], [6]],
  ["several patterns are one selection in the order of the paths", ["gates", "gate/dense"], [0, 2]],
  ["! takes away what was chosen before it", ["breed", "!breed/*/*/bias"], [3, 4]],
  ["and what comes after it adds again", ["breed", "!breed/dog", "**/bias"], [3, 5]],
  ["nothing chooses nothing", [], []],
  ["nor does an empty pattern", ["", "!"], []],
])("%s", (_, patterns, expected) => {
  expect(matchPaths(patterns, paths)).toEqual(expected.map((i) => paths[i]));
});
