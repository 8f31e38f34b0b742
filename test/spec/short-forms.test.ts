/* Curves without `over`, and label smoothing at the head: short forms of what can be said at length. */
import { expect, it } from "vitest";
import { normaliseGraph } from "../../src/graph";
import { checkGraph, type GraphSpec } from "../../src/spec";

const spec = (head: object, training: GraphSpec["training"] = {}): GraphSpec => ({
  inputs: { x: { shape: [4] } },
  targets: { y: { classes: 3 } },
  nodes: { y: { type: "head", target: "y", ...head } },
  training,
});
const headOf = (graph: GraphSpec) => {
  const [node] = normaliseGraph(graph).nodes;
  return (node as unknown as { items: [{ loss?: object; weight: unknown }] }).items[0];
};

it("a curve that does not say over how many epochs goes over those of its phase", () => {
  const curve = { from: 1, to: 0.1, shape: "cosine" } as const;
  const graph = spec(
    { weight: curve },
    {
      optimizer: { type: "adam", learningRate: curve },
      epochs: 4,
      phases: [
        { name: "a", train: ["**"] },
        { name: "b", train: ["**"], epochs: 7 },
      ],
    },
  );
  expect(checkGraph(graph)).toEqual([]);
  const { phases } = normaliseGraph(graph).training;
  expect(phases.map(({ optimizer }) => optimizer)).toMatchObject([
    { learningRate: { ...curve, over: 4 } },
    { learningRate: { ...curve, over: 7 } },
  ]);
  expect(headOf(graph).weight).toEqual({ ...curve, over: 7 });
  expect(graph.nodes["y"]).toMatchObject({ weight: curve });
  expect(headOf(spec({ weight: { ...curve, over: 2 } })).weight).toEqual({ ...curve, over: 2 });
});

it("label smoothing at a head is that of its loss", () => {
  expect(headOf(spec({ labelSmoothing: 0.1 })).loss).toEqual({
    type: "categoricalCrossentropy",
    labelSmoothing: 0.1,
  });
  expect(checkGraph(spec({ labelSmoothing: 0.1, loss: "categoricalCrossentropy" }))).toEqual([]);
  expect(checkGraph(spec({ labelSmoothing: 0.1, loss: "huber" }))).toMatchObject([
    { pointer: "/nodes/y/labelSmoothing", message: 'the loss "huber" has no "labelSmoothing"' },
  ]);
  const twice = { labelSmoothing: 0.1, loss: { type: "categoricalCrossentropy", labelSmoothing: 0.2 } };
  expect(checkGraph(spec(twice))).toMatchObject([{ pointer: "/nodes/y/labelSmoothing" }]);
});
