import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import { drawGraph, graphDiagram, graphTable } from "../../src/view";
import { displaySymbol } from "../../src/view/mime";
import type { GraphSpec } from "../../src/spec";
import { setLimits } from "../../src/limits";
import { forms } from "../bench/growth/forms.mjs";
import { graphOf } from "../graph/compile-spec";
import { threeLevels } from "../graph/nested";

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
  // To the route, through its border to the diamond, and in the legend.
  expect(document.querySelectorAll("[stroke-dasharray='5 4']")).toHaveLength(3);
});

test("routes inside of branches are drawn inside", () => {
  const { document } = new JSDOM(drawGraph(threeLevels()), { contentType: "image/svg+xml" }).window;
  const texts = [...document.querySelectorAll("text")].map(({ textContent }) => textContent);
  expect(texts).toEqual(expect.arrayContaining(["by kingdom", "by family", "by age", "old"]));
});

describe("every box says what it is where it is pointed at", () => {
  const { document } = new JSDOM(drawGraph(graphOf(cascade)), { contentType: "image/svg+xml" }).window;
  const titleOf = (id: string) =>
    document.querySelector(`[data-box="${id}"] > title`)?.textContent.split("\n") ?? [];

  test("a node with its layers, its parameters and its FLOPs", () => {
    expect(titleOf("eye")).toEqual([
      "node eye",
      "conv2d 4, 3 × 3, relu: 6 × 6 × 4",
      "flatten: 144",
      "40 parameters · 2.74 k FLOPs",
    ]);
  });

  test("all of them, and the drawing as a whole in words", () => {
    for (const box of document.querySelectorAll("[data-box]"))
      expect(box.querySelector(":scope > title")?.textContent).not.toBe("");
    const svg = document.documentElement;
    expect(svg.getAttribute("role")).toBe("img");
    expect(svg.getAttribute("aria-label")).toContain("breed sends samples by species to cat and dog.");
  });
});

test("in a page the drawing has the page's colours, on paper its own", () => {
  const graph = graphOf(cascade);
  expect(drawGraph(graph, { theme: "page" })).toContain("var(--jp-content-font-color1,");
  expect(drawGraph(graph, { theme: "page" })).toContain("prefers-color-scheme:dark");
  for (const theme of ["light", "dark"] as const) expect(drawGraph(graph, { theme })).not.toContain("var(");
  expect(drawGraph(graph, { theme: "dark" })).not.toContain("#ffffff");
});

test("what is folded is said by the drawing, and opens by the same name", () => {
  const graph = graphOf(forms.chain!.spec(20));
  const folded = drawGraph(graph);
  const [, fold] = /data-fold="([^"]*)" data-folded="true"/.exec(folded)!;
  expect(folded).toContain("× 20");
  const open = drawGraph(graph, { folds: { [fold!]: false } });
  expect(open.match(/data-box=/g)).toHaveLength(22);
});

test("the diagram is a drawing, beside it a picture, and in a terminal the summary", async () => {
  const bundle = (await graphDiagram(graphOf(cascade)))[displaySymbol]();
  expect(
    Buffer.from(bundle["image/png"] as string, "base64")
      .subarray(1, 4)
      .toString(),
  ).toBe("PNG");
  expect(bundle["text/plain"]).toContain("eye/conv2d");
  const { document } = new JSDOM(String(bundle["text/html"])).window;
  expect(document.querySelectorAll("svg [data-box] > title").length).toBeGreaterThan(5);
  // A viewer that takes out drawings and styles shows the picture, with the same words.
  const still = document.querySelector("img");
  expect(still?.src).toBe(`data:image/png;base64,${String(bundle["image/png"])}`);
  expect(still?.alt).toBe(document.querySelector("svg")?.getAttribute("aria-label"));
});

test("a drawing of too many places is refused, and so is a picture of too many pixels", async () => {
  const graph = graphOf(forms.ladder!.spec(100));
  setLimits({ drawingPlaces: 100, imagePixels: 10_000 });
  try {
    expect(() => drawGraph(graph)).toThrow(
      /the drawing of 101 boxes with 51 lines .* above the limit of 100/,
    );
    setLimits({ drawingPlaces: undefined });
    await expect(graphDiagram(graph)).rejects.toThrow(
      /the picture of 100 nodes has [\d,]+ pixels .* above the limit of 10,000/,
    );
  } finally {
    setLimits({ drawingPlaces: undefined, imagePixels: undefined });
  }
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
