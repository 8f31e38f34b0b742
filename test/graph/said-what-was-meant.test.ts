/* Slips of people who meant something that the language says otherwise: the message says how. */
import { expect, test } from "vitest";
import { compileGraph, normaliseGraph } from "../../src/graph";
import { formatProblem, parseGraph } from "../../src/spec";

const head = { from: "x", type: "head", target: "parity" };
const answer = [{ type: "head", target: "parity" }];
const base = {
  inputs: { x: { shape: [2] } },
  targets: { parity: { classes: ["a", "b"] } },
  tags: { t: ["a", "b"] },
};
const route = (by: unknown, b: unknown = answer) => ({
  type: "route",
  from: "x",
  by,
  branches: { a: answer, b },
});
const inner = { type: "route", by: "g", branches: { a: ["flatten"], b: ["flatten"] } };

test.each<[string, unknown, string]>([
  ["a route in a branch", { ...base, nodes: { g: head, r: route({ tag: "t" }, inner) } }, "/nodes/r/branches/b: a route is a node, and a branch is a list of layers or a network within"],
  ["a tag for a head", { ...base, nodes: { r: route("t") } }, '"t" is a tag, not a head; write { "tag": "t" }'],
  ["a route for a head", { ...base, nodes: { r: route({ tag: "t" }), s: route("r") } }, '"r" is a route: it answers, but does not decide'],
  ["a head as an option", { ...base, nodes: { n: { from: "x", layers: ["flatten"], head: "parity" } } }, 'write { "type": "head", "target": … }'],
  ["the batch axis", { ...base, inputs: { x: { shape: [null, 8] } }, nodes: { e: head } }, "the batch axis is not written"],
  ["the batch axis as -1", { ...base, inputs: { x: { shape: [-1, 8] } }, nodes: { e: head } }, "the batch axis is not written"],
  ["Infinity", '{ "inputs": { "x": { "shape": [Infinity] } } }', "Infinity is no number in JSON; write a finite number"],
  ["YAML", "inputs:\n  x:\n    shape: [2]\n", "this looks like YAML; write the spec as JSON"],
  ["YAML with a beginning", "---\ninputs:\n  x: 1\n", "this looks like YAML"],
])("%s", (_, written, expected) => {
  const { spec, problems } = parseGraph(typeof written === "string" ? written : JSON.stringify(written));
  const all = [...problems, ...(spec ? compileGraph(normaliseGraph(spec)).problems : [])].filter(
    ({ severity }) => severity === "error",
  );
  expect(all).toHaveLength(1);
  expect(formatProblem(all[0]!)).toContain(expected);
}); // prettier-ignore
