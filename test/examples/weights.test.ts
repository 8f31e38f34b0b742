/* Numbers in the examples that follow from a formula or a paper. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scheduledAt } from "../../src/graph/scheduled";
import { parseGraph } from "../../src/spec";
import { graphOf } from "../graph/compile-spec";

function headsOf(name: string) {
  const { spec } = parseGraph(readFileSync(join(__dirname, `../../examples/${name}.graph.json`), "utf8"));
  return graphOf(spec!).heads;
}

test("losses over few and over many classes begin at one size: each head weighs 1 / ln K", () => {
  const heads = headsOf("shared-base");
  expect(heads.map(({ classes }) => classes?.length)).toEqual([2, 3, 4]);
  // What a head that knows nothing loses: ln K.
  for (const { weight, classes } of heads) expect(weight * Math.log(classes!.length)).toBeCloseTo(1, 3);
});

test("the weights from coarse to fine are those of B-CNN, one after another, and always add up to 1", () => {
  const heads = headsOf("coarse-to-fine");
  const at = (epoch: number) => heads.map(({ weightInTraining }) => scheduledAt(weightInTraining, epoch));
  const paper = [[0.98, 0.01, 0.01], [0.1, 0.8, 0.1], [0.1, 0.2, 0.7], [0, 0, 1]]; // prettier-ignore
  expect([0, 4, 8, 12].map(at)).toEqual(paper);
  expect([3.9, 7.9, 11.9, 24].map(at)).toEqual(paper);
});
