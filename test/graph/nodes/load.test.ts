/* A saved model whose file is not there: the network can be looked at where the rest has a meaning without it. */
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { formatSummary } from "../../../src/graph";
import { Model, understandGraph } from "../../../src/model";
import type { GraphSpec, StackItem } from "../../../src/spec";

const around = (...rest: StackItem[]): GraphSpec => ({
  inputs: { image: { shape: [8, 8, 2] } },
  targets: { kind: { classes: 3 } },
  nodes: {
    eye: { layers: [{ type: "load", model: "none.safetensors" }, ...rest] },
    kind: { from: "eye", layers: [{ type: "head", target: "kind" }] },
  },
});

test("it is a warning at its node where the shapes after it can be known", () => {
  const { graph, problems } = understandGraph(around({ type: "dense", units: 5 }), tmpdir());
  expect(problems).toEqual([
    {
      pointer: "/nodes/eye/layers/0",
      severity: "warning",
      message: 'there is no file "none.safetensors", so that not all shapes are known',
      hint: "check the path; without the file the network can be looked at, not built",
    },
  ]);
  expect(graph.nodes.get("kind/head")!.shape).toEqual([3]);
  expect(graph.variables.get("kind/head/kernel")!.shape).toEqual([5, 3]);
  const summary = formatSummary(graph);
  expect(summary).toMatch(/eye\/load +load +\[\?\] +0 +\?/);
  expect(summary).toMatch(/eye\/dense +dense +\[5\] +\? +\?/);
  expect(summary).toMatch(/kind\/head .* +\[3\] +18 +33/);
});

test("the network is not built, and the file is named", () => {
  const { graph } = understandGraph(around(), tmpdir());
  expect(() => Model.build(graph)).toThrow(/^eye\/load: there is no file "none.safetensors".*built from all/);
});

test("it is an error at its node where they cannot be known, and the only one", () => {
  expect(() =>
    understandGraph(around({ type: "conv2d", filters: 2, kernelSize: 3 }, "flatten"), tmpdir()),
  ).toThrow(/^\/nodes\/eye\/layers\/0: .*none\.safetensors: there is no such file; check the path$/);
});
