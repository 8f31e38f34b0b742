/* The class probabilities of a head as a value: their shape, what is refused, and that a branch learns from them. */
import { beforeAll, expect, test } from "vitest";
import { useBackend } from "../../../src/backend";
import { formatSummary, normaliseGraph, reached } from "../../../src/graph";
import { Model } from "../../../src/model";
import type { GraphSpec } from "../../../src/spec";
import { train } from "../../../src/train";
import { animals, CLASSES } from "../../specs";
import { graphOf, problemsOf } from "../compile-spec";

beforeAll(async () => {
  await useBackend();
});

function spec(loss?: "binaryCrossentropy"): GraphSpec {
  return {
    inputs: { features: { shape: [4] } },
    targets: {
      animal: { classes: CLASSES },
      kind: { groups: "animal", classes: { low: CLASSES.slice(0, 3), high: CLASSES.slice(3) } },
    },
    nodes: {
      kind: { type: "head", target: "kind", ...(loss && { loss }) },
      sure: { type: "probabilities", from: "kind" },
      both: { type: "concatenate", from: ["features", "sure"] },
      animal: { type: "head", from: "both", target: "animal" },
    },
  };
}

test.each([[undefined], ["binaryCrossentropy"]] as const)("a value for each class, loss %s", (loss) => {
  const graph = graphOf(spec(loss));
  expect(graph.nodes.get("sure")).toMatchObject({ shape: [2], inputs: ["kind"], flops: 10, variables: [] });
  expect(graph.nodes.get("both")?.shape).toEqual([6]);
  expect(reached(graph, ["animal"])).toContain("kind/kernel");
  expect(formatSummary(graph)).toMatch(/^sure +probabilities +\[2\] +0 +10$/m);
});

test.each([
  ["features", '/nodes/sure/from: "features" does not end in a head over classes'],
  [["kind", "features"], '/nodes/sure: "probabilities" takes one value and gets 2: kind and features'],
])("refuses %j", (from, message) => {
  const wrong = spec();
  wrong.nodes["sure"] = { type: "probabilities", from };
  expect(problemsOf(wrong)[0]).toContain(message);
});

test.each([[undefined], ["binaryCrossentropy"]] as const)(
  "trains, and sums to one, loss %s",
  async (loss) => {
    const model = Model.build(graphOf({ ...spec(loss), training: { epochs: 2 } }), { seed: 1 });
    const before = model.hostWeights().get("kind/kernel")!.data.slice();
    await train(model, animals(40));
    expect(model.hostWeights().get("kind/kernel")!.data).not.toEqual(before);
    expect(normaliseGraph(spec()).nodes[1]).toMatchObject({ kind: "probabilities", from: ["kind"] });
  },
);
