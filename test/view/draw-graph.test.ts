import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { drawGraph, graphDiagram, graphTable } from "../../src/view";
import { blocksOf } from "../../src/diagram/blocks";
import { arrange } from "../../src/diagram/layers";
import { displaySymbol } from "../../src/view/mime";
import type { GraphSpec } from "../../src/spec";
import { setLimits } from "../../src/limits";
import { forms } from "../bench/growth/forms.mjs";
import { graphOf } from "../graph/compile-spec";
import { threeLevels, twoLevels } from "../graph/nested";

const cascade: GraphSpec = {
  name: "Cascade <test>",
  inputs: { image: { shape: [8, 8, 1] } },
  targets: {
    breed: { classes: ["persian", "siamese", "pug"] },
    species: { groups: "breed", classes: { cat: ["persian", "siamese"], dog: ["pug"] } },
  },
  nodes: {
    eye: {
      from: "image",
      layers: [{ type: "conv2d", filters: 4, kernelSize: 3, activation: "relu" }, "flatten"],
    },
    species: { type: "head", from: "eye", target: "species" },
    breed: {
      type: "route",
      from: "image",
      by: "species",
      branches: { cat: ["flatten", { type: "head", target: "breed", within: "cat" }] },
    },
  },
};

describe("blocksOf", () => {
  const { blocks, links } = blocksOf(graphOf(cascade));

  test("has a block for each node of the spec, and a line for each layer", () => {
    expect(blocks.map(({ id, kind }) => [id, kind])).toEqual([
      ["image", "input"],
      ["eye", "box"],
      ["species", "box"],
      ["breed", "fork"],
    ]);
    expect(blocks[1]!.lines).toEqual([
      { text: "conv2d 4, 3 × 3, relu", shape: "6 × 6 × 4", isHead: false },
      { text: "flatten", shape: "144", isHead: false },
    ]);
    expect(
      blocks[3]!.branches.map(({ title, parts }) => [
        title,
        parts.map((part) => "text" in part && part.text),
      ]),
    ).toEqual([
      ["cat", ["flatten", "head: breed"]],
      ["dog", ["the gate's answer"]],
    ]);
  });

  test("links what is carried apart from what decides", () => {
    expect(links).toEqual(
      expect.arrayContaining([
        { from: "image", to: "eye", decides: false },
        { from: "eye", to: "species", decides: false },
        { from: "image", to: "breed", decides: false },
        { from: "species", to: "breed", decides: true },
      ]),
    );
    expect(links).toHaveLength(4);
  });
});

describe("arrange", () => {
  const size = { width: 100, height: 50 };
  const drawing = arrange(
    ["a", "b", "c", "d"].map((id) => ({ id, ...size })),
    [
      { from: "a", to: "b" },
      { from: "a", to: "c" },
      { from: "b", to: "d" },
      { from: "a", to: "d" },
    ],
  );

  test("puts each block below all that leads into it, and none over another", () => {
    const at = (id: string) => drawing.blocks.get(id)!;
    for (const [above, below] of ["ab", "ac", "bd", "ad"])
      expect(at(above!).top + at(above!).height).toBeLessThan(at(below!).top);
    expect(at("b").top).toBe(at("c").top);
    expect(Math.abs(at("b").left - at("c").left)).toBeGreaterThanOrEqual(size.width);
  });

  test("leads a long link past the blocks between", () => {
    expect(drawing.channels.map((channels) => channels.length)).toEqual([0, 0, 0, 1]);
    const [channel] = drawing.channels[3]!;
    const middle = channel!.left + channel!.width / 2;
    for (const id of ["b", "c"]) {
      const { left, width } = drawing.blocks.get(id)!;
      expect(middle < left || middle > left + width).toBe(true);
    }
  });
});

test("the drawing is well-formed, and holds what is told within its bounds", () => {
  const { document } = new JSDOM(drawGraph(graphOf(cascade)), { contentType: "image/svg+xml" }).window;
  const svg = document.documentElement;
  const [width, height] = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
  const texts = [...document.querySelectorAll("text")];
  expect(texts.map((text) => text.textContent)).toEqual(
    expect.arrayContaining(["image", "by species", "answer: breed", "3 classes", "head: species"]),
  );
  for (const text of texts) {
    expect(Number(text.getAttribute("x"))).toBeLessThanOrEqual(width);
    expect(Number(text.getAttribute("y"))).toBeLessThanOrEqual(height);
  }
  expect(document.querySelectorAll("[stroke-dasharray='5 4']")).toHaveLength(1);
});

describe("routes inside of branches", () => {
  test.each([
    ["two levels", twoLevels, ["species", "animals"]],
    ["three levels", threeLevels, ["species", "animals", "insects"]],
  ])("%s: a block within its branch, and everything within its bounds", (_, graph, titles) => {
    const found: string[] = [];
    const { blocks, links } = blocksOf(graph());
    let block = blocks.find(({ id }) => id === "species");
    while (block) {
      found.push(block.title);
      const parts = block.branches.flatMap((branch) => branch.parts);
      block = parts.find((part) => "kind" in part && part.kind === "fork") as typeof block;
    }
    expect(found).toEqual(titles);
    // The gate inside decides inside of the block.
    expect(links.filter(({ decides }) => decides)).toEqual([
      { from: "kingdom", to: "species", decides: true },
    ]);
    const { document } = new JSDOM(drawGraph(graph()), { contentType: "image/svg+xml" }).window;
    const texts = [...document.querySelectorAll("text")].map(({ textContent }) => textContent);
    expect(texts).toEqual(expect.arrayContaining(["by kingdom", "by family", "by age", "old"]));
    const boxes = [...document.querySelectorAll("rect[rx]")].map((rect) =>
      ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name))),
    );
    // Any two boxes lie apart, or one within the other.
    for (const [x, y, width, height] of boxes as [number, number, number, number][])
      for (const [left, top, wide, high] of boxes as [number, number, number, number][]) {
        const apart = left >= x + width || x >= left + wide || top >= y + height || y >= top + high;
        const inside = left >= x && top >= y && left + wide <= x + width && top + high <= y + height;
        const around = left <= x && top <= y && left + wide >= x + width && top + high >= y + height;
        expect(apart || inside || around).toBe(true);
      }
  });
});

test("the diagram is a picture, and in a terminal the summary", async () => {
  const bundle = (await graphDiagram(graphOf(cascade)))[displaySymbol]();
  expect(
    Buffer.from(bundle["image/png"] as string, "base64")
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  expect(bundle["text/plain"]).toContain("eye/conv2d");
});

test("a drawing whose links pass too many rows is refused, and so is a picture of too many pixels", async () => {
  expect(() => drawGraph(graphOf(forms.nested!.spec(1_000)))).toThrow(
    /the drawing of 1,002 blocks with 2,000 links has 500,502 places.* above the limit of 100,000/,
  );
  await expect(graphDiagram(graphOf(forms.routed!.spec(1_000)))).rejects.toThrow(
    /the picture of 1,002 nodes has [\d,]+ pixels .* above the limit of 50,000,000/,
  );
});

test("a picture of a large drawing has fewer pixels, not more than an image may", async () => {
  setLimits({ imagePixels: 100_000 });
  try {
    const bundle = (await graphDiagram(graphOf(cascade)))[displaySymbol]();
    const png = Buffer.from(String(bundle["image/png"]), "base64");
    const pixels = png.readUInt32BE(16) * png.readUInt32BE(20);
    expect(pixels).toBeGreaterThan(80_000);
    expect(pixels).toBeLessThan(105_000);
  } finally {
    setLimits({ imagePixels: undefined });
  }
});

test("the table of a graph has its totals, and escapes its name", () => {
  const bundle = graphTable(graphOf(cascade))[displaySymbol]();
  expect(bundle["text/html"]).toContain("Cascade &lt;test&gt;");
  // conv2d 3 * 3 * 4 + 4, species head 144 * 2 + 2, cat head 64 * 2 + 2
  expect(bundle["text/plain"]).toContain(`${40 + 290 + 130} parameters.`);
});
