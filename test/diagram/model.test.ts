import { describe, expect, test } from "vitest";
import { pictureOf, type Box, type Picture } from "../../src/diagram";
import type { Graph } from "../../src/graph";
import type { GraphSpec, NodeSpec, StackItem } from "../../src/spec";
import { drawGraph } from "../../src/view/draw-graph";
import { forms } from "../bench/growth/forms.mjs";
import { graphOf } from "../graph/compile-spec";
import { examplesIn } from "../graph/example-graphs";

const examples = new Map(examplesIn("test/examples"));
const example = (name: string): Graph => examples.get(name)!;

/** All boxes, by id. */
function boxesIn(graph: Graph, folds = {}): Map<string, Box> {
  const found = new Map<string, Box>();
  const visit = (box: Box) => {
    found.set(box.id, box);
    box.boxes.forEach(visit);
  };
  pictureOf(graph, { folds }).boxes.forEach(visit);
  return found;
}

const lines = (box: Box | undefined) => box?.rows.map(({ text, shape }) => `${text} | ${shape}`);

/** A picture, a line for each box and each edge. */
function textOf({ boxes, edges, ...rest }: Picture): string {
  const lines = [JSON.stringify(rest)];
  const visit = ({ boxes: inside, ...box }: Box, depth: number) => {
    lines.push(" ".repeat(depth) + JSON.stringify(box));
    for (const each of inside) visit(each, depth + 1);
  };
  for (const box of boxes) visit(box, 0);
  return [...lines, ...edges.map((edge) => JSON.stringify(edge)), ""].join("\n");
}

test("routes within routes to any depth have a picture", () => {
  const level = (depth: number): GraphSpec["nodes"] => ({
    r: {
      type: "route",
      by: { tag: "t" },
      merge: "sum",
      branches: {
        p: depth === 0 ? [{ type: "dense", units: 2 }] : { nodes: level(depth - 1) },
        q: [{ type: "dense", units: 2 }],
      },
    },
  });
  const graph = graphOf({
    tags: { t: ["p", "q"] },
    inputs: { x: { shape: [3] } },
    targets: { y: { shape: [2] } },
    nodes: { ...level(20), y: { from: "r", layers: [{ type: "head", target: "y" }] } },
  });
  expect([...boxesIn(graph).keys()].some((id) => id.split("/p/").length === 21)).toBe(true);
});

test("what is drawn once says how often it stands there, however long its name is", () => {
  const name = (i: number) => `a-rather-long-name-of-a-block-that-comes-again-and-again-and-again-${i}`;
  const names = Array.from({ length: 8 }, (_, i) => name(i));
  const chain = Object.fromEntries(
    names.map((each, i): [string, NodeSpec] => [
      each,
      { from: names[i - 1] ?? "x", layers: [{ type: "dense", units: 3 }] },
    ]),
  );
  const graph = graphOf({
    inputs: { x: { shape: [3] } },
    targets: { y: { shape: [2] } },
    nodes: { ...chain, y: { from: name(7), layers: [{ type: "head", target: "y" }] } },
  });
  expect(drawGraph(graph)).toMatch(/… {2}× 8</);
});

test.each(["three-levels", "shared-module", "phases", "loaded"])(
  "%s: the picture and its drawing",
  async (name) => {
    const picture = pictureOf(example(name));
    await expect(textOf(picture)).toMatchFileSnapshot(`golden/${name}.txt`);
    await expect(`${drawGraph(example(name))}\n`).toMatchFileSnapshot(`golden/${name}.svg`);
  },
);

describe("every box, edge and value has its place", () => {
  test.each([...examples])("%s", (_, graph) => {
    const boxes = boxesIn(graph);
    const { edges } = pictureOf(graph);
    for (const { from, to } of edges) {
      expect(boxes.has(from), from).toBe(true);
      expect(boxes.has(to), to).toBe(true);
    }
    // What nothing leads to takes in nothing.
    const reached = new Set(edges.map(({ to }) => to));
    for (const { path, inputs, branches } of graph.nodes.values()) {
      if (inputs.length === 0 || branches.length > 0) continue;
      const holder = [...boxes.values()].find(({ rows, count }) => count === 1 && rows[0]?.id === path);
      if (holder) expect(reached.has(holder.id), holder.id).toBe(true);
    }
  });
});

describe("what repeats is shown once", () => {
  const dense: StackItem = { type: "dense", units: 4, activation: "relu" };
  const base = { inputs: { x: { shape: [4] } }, targets: { t: { classes: 2 } } };
  const residual = {
    nodes: { change: { layers: [dense] }, sum: { type: "add", from: ["input", "change"] } },
  };

  test("eighteen blocks in a stack", () => {
    const modules = { residual } as GraphSpec["modules"];
    const layers: StackItem[] = [dense, ...Array.from({ length: 18 }, () => "residual"), { type: "head", target: "t" }]; // prettier-ignore
    const graph = graphOf({ ...base, ...(modules && { modules }), nodes: { net: { layers } } });
    const boxes = boxesIn(graph);
    const [net] = [boxes.get("net")!];
    expect(net.boxes.map(({ title, count }) => [title, count])).toEqual([
      ["", 1],
      ["residual … residual-18", 18],
      ["", 1],
    ]);
    // The sum is that of all eighteen: 4 · 4 + 4 each.
    expect(net.boxes[1]!.facts.parameters.all).toBe(18 * 20);
    const { edges } = pictureOf(graph);
    expect(edges.map(({ from, to }) => [from, to])).toEqual([
      ["x", "net/dense"],
      ["net/dense", "net/residual/change"],
      ["net/dense", "net/residual/sum"],
      ["net/residual/change", "net/residual/sum"],
      ["net/residual/sum", "net/head"],
    ]);
    const { id } = net.boxes[1]!.fold!;
    expect(boxesIn(graph, { [id]: false }).get("net")!.boxes).toHaveLength(20);
  });

  test("blocks of two nodes, one of which reaches back past the other", () => {
    const nodes: GraphSpec["nodes"] = { n0: { type: "dense", units: 4, from: "x" } };
    for (let i = 1; i <= 6; i++) {
      const before = i === 1 ? "n0" : `sum${i - 1}`;
      nodes[`n${i}`] = { from: before, layers: [dense] };
      nodes[`sum${i}`] = { type: "add", from: [before, `n${i}`] };
    }
    const graph = graphOf({ ...base, nodes: { ...nodes, t: { type: "head", from: "sum6", target: "t" } } });
    const { boxes, edges } = pictureOf(graph);
    expect(boxes.map(({ title, count }) => [title, count])).toEqual([
      ["x", 1],
      ["n0", 1],
      ["n1 … sum6", 6],
      ["t", 1],
    ]);
    expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual([
      "x n0",
      "n0 n1",
      "n0 sum1",
      "n1 sum1",
      "sum1 t",
    ]);
  });

  test("a block that somebody else reads is no such block", () => {
    const nodes: GraphSpec["nodes"] = {};
    for (let i = 0; i < 6; i++) nodes[`n${i}`] = { from: i === 0 ? "x" : `n${i - 1}`, layers: [dense] };
    const all: NodeSpec = { type: "add", from: ["n2", "n5"] };
    const graph = graphOf({
      ...base,
      nodes: { ...nodes, all, t: { type: "head", from: "all", target: "t" } },
    });
    expect(pictureOf(graph).boxes.map(({ count }) => count)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
  });

  test("layers in one box", () => {
    const block: StackItem[] = ["batchNormalization", dense];
    const layers = ["softmax", ...block, ...block, ...block, { type: "head", target: "t" } as const];
    const graph = graphOf({ ...base, nodes: { net: { layers } } });
    expect(lines(boxesIn(graph).get("net"))).toEqual([
      "softmax | 4",
      "× 3 | ",
      "batchNormalization | 4",
      "dense 4, relu | 4",
      "head: t | 2 classes",
    ]);
  });

  test("experts side by side, and heads; other ones stand by themselves", () => {
    const { boxes } = pictureOf(graphOf(forms.heads!.spec(12)));
    expect(boxes.map(({ title, count }) => [title, count])).toEqual([
      ["x", 1],
      ["n0 … n11", 12],
    ]);
    const route = [...boxesIn(example("three-levels")).values()].filter(({ kind }) => kind === "branch");
    expect(route.every(({ count }) => count === 1)).toBe(true);
  });
});

test("of 1,000 networks within, different ones, no more are shown than can be looked at", () => {
  const nodes: GraphSpec["nodes"] = {};
  for (let i = 0; i < 200; i++) {
    const layers = (units: number, from = "input") => ({ from, layers: [{ type: "dense", units } as const] });
    const network = (units: number) => ({ nodes: { p: layers(units), q: layers(3, "p") } });
    const branches = { a: network(2 + i), b: network(3) };
    nodes[`r${i}`] = { type: "route", from: i === 0 ? "x" : `r${i - 1}`, by: { tag: "kind" }, branches };
  }
  const graph = graphOf({
    tags: { kind: ["a", "b"] },
    inputs: { x: { shape: [3] } },
    targets: { t: { classes: 2 } },
    nodes: { ...nodes, t: { type: "head", from: "r199", target: "t" } },
  });
  const boxes = boxesIn(graph);
  expect(boxes.size).toBe(202);
  expect(lines(boxes.get("r7"))).toEqual(["by kind | ", "2 branches | ", "4 layers | ", "chosen branch | 3"]);
  // What somebody opens is open.
  expect(boxesIn(graph, { r7: false }).get("r7")!.boxes).toHaveLength(4);
});

describe("what is said of boxes", () => {
  test("who shares weights with whom", () => {
    const { boxes, shared } = pictureOf(example("shared-module"));
    expect(shared).toEqual([{ letter: "A", name: "eye", uses: 2 }]);
    expect(boxes.map(({ id, notes, facts }) => [id, notes, facts.shares])).toEqual([
      ["left", [], []],
      ["right", [], []],
      ["leftEye", ["shared module eye"], ["A"]],
      ["rightEye", ["shared module eye"], ["A"]],
      ["product", [], []],
      ["same", [], []],
    ]);
  });

  test("what each phase does with it", () => {
    const { boxes, phases } = pictureOf(example("phases"));
    expect(phases).toEqual(["coarse first", "fine", "all"]);
    expect(boxes.map(({ id, facts }) => [id, facts.training])).toEqual([
      ["features", ["none", "none", "none"]],
      ["trunk", ["trained", "frozen", "trained"]],
      ["coarse", ["trained", "not reached", "trained"]],
      ["fine", ["not reached", "trained", "trained"]],
    ]);
  });

  test("which file it comes from", () => {
    const notes = [...boxesIn(example("loaded")).values()].flatMap((box) => [
      ...box.notes,
      ...box.rows.map(({ text }) => text),
    ]);
    expect(notes.filter((note) => note.includes("loaded from")).length).toBeGreaterThan(0);
  });
});
