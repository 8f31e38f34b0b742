import { PNG } from "pngjs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { bundleOf, displaySymbol, picture, pictures, show, table } from "../../src/view";
import { accuracyComparison, type Figure } from "../../src/plots";
import { graphOf } from "../graph/compile-spec";
import { madeUpReport } from "../plots/fixture/report";

const report = madeUpReport({ seeds: 1, folds: 2 });

function square(red: number): Uint8Array {
  const png = new PNG({ width: 2, height: 2 });
  png.data.fill(255);
  for (let i = 0; i < 4; i++) png.data[4 * i] = red;
  return PNG.sync.write(png);
}

describe("bundleOf", () => {
  test("gives a figure as Plotly's JSON, as a still picture and as a line", async () => {
    const figure = accuracyComparison(report);
    const bundle = await bundleOf(figure, { width: 300, height: 200 });
    expect(Object.keys(bundle)).toEqual(["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
    expect(bundle["application/vnd.plotly.v1+json"]).toEqual(figure);
    const { width, height } = PNG.sync.read(Buffer.from(bundle["image/png"] as string, "base64"));
    // As many pixels as the figure has: the Plotly renderer of JupyterLab shows the picture as large as it is.
    expect([width, height]).toEqual([300, 200]);
    expect(bundle["text/plain"]).toMatch(
      /^Figure "Accuracy of each approach: Made-up garments" \(8 scatter\)$/,
    );
  });

  test.each([
    [
      "a type for the browser",
      { type: "surface", z: [[1]] },
      /no still picture: a picture of "surface" needs/,
    ],
    [
      "too many marks",
      { type: "scatter", mode: "markers", x: Array(30_000).fill(1) },
      /no still picture: 30000 marks/,
    ],
  ] as const)("shows %s without a still picture, and says why", async (_, trace, reason) => {
    const bundle = await bundleOf({ data: [trace], layout: {} });
    expect(bundle["text/plain"]).toMatch(reason);
    expect(bundle["application/vnd.plotly.v1+json"]).toBeDefined();
    expect(bundle).not.toHaveProperty("image/png");
  });

  test("draws a long line, which is one mark", async () => {
    const x = Array.from({ length: 100_000 }, (_, i) => i);
    const figure: Figure = { data: [{ type: "scatter", mode: "lines", x, y: x }], layout: {} };
    expect(await bundleOf(figure)).toHaveProperty("image/png");
  });

  test("knows reports, graphs, what has a graph, rows and pictures", async () => {
    const graph = graphOf({
      inputs: { x: { shape: [2] } },
      targets: { y: { shape: [1] } },
      nodes: { y: { type: "head", from: "x", target: "y" } },
    });
    const html = async (value: unknown) => (await bundleOf(value))["text/html"] as string;
    expect(await html(report)).toContain("sharedBackbone");
    expect(await html(graph)).toContain("meanSquaredError");
    expect(await html({ graph })).toBe(await html(graph));
    expect(await html([{ a: 1 }, { a: 2 }])).toBe(table([{ a: 1 }, { a: 2 }])[displaySymbol]()["text/html"]);
    expect(await bundleOf(square(255))).toHaveProperty("image/png");
  });

  test("asks objects that know how to show themselves", async () => {
    const own = { [displaySymbol]: () => Promise.resolve({ "text/plain": "me", "text/latex": "$x$" }) };
    expect(await bundleOf(own)).toEqual({ "text/plain": "me", "text/latex": "$x$" });
  });

  test.each([
    ["text", "text"],
    [[], "[]"],
    [[1, 2], "[ 1, 2 ]"],
    [undefined, "undefined"],
    [null, "null"],
    [new Uint8Array([1, 2]), "Uint8Array(2) [ 1, 2 ]"],
    [[{ deep: { er: 1 } }], "[ { deep: { er: 1 } } ]"],
  ])("gives %o as text", async (value, text) => {
    expect(await bundleOf(value)).toEqual({ "text/plain": text });
  });
});

describe("show, outside of a notebook", () => {
  const written: string[] = [];
  beforeEach(() => {
    written.length = 0;
    vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  });
  afterEach(() => vi.restoreAllMocks());

  test("prints the text form, without drawing anything", async () => {
    await show(accuracyComparison(report));
    await show(table([{ a: 1 }]));
    expect(written).toEqual([
      'Figure "Accuracy of each approach: Made-up garments" (8 scatter)\n',
      "a\n─\n1\n",
    ]);
  });
});

describe("pictures", () => {
  test("lie side by side, enlarged pixel by pixel, with captions below", async () => {
    const view = await pictures(
      [
        { image: square(0), caption: "first" },
        { image: square(255), caption: "second & <last>" },
      ],
      { size: 20, columns: 2 },
    );
    const bundle = view[displaySymbol]();
    const png = PNG.sync.read(Buffer.from(bundle["image/png"] as string, "base64"));
    const pixel = (x: number, y: number) => [
      ...png.data.subarray(4 * (y * png.width + x), 4 * (y * png.width + x) + 3),
    ];
    // At twice the size: gap 10, picture 20, gap 10, picture 20, gap 10.
    expect([png.width, png.height]).toEqual([140, 120]);
    expect(pixel(21, 21)).toEqual([0, 255, 255]);
    expect(pixel(58, 58)).toEqual([0, 255, 255]);
    expect(pixel(70, 40)).toEqual([255, 255, 255]);
    expect(bundle["text/plain"]).toBe("[first] [second & <last>]");
  });

  test("are refused where they are none", async () => {
    expect(() => picture(new Uint8Array([1, 2, 3]))).toThrow(/no picture/);
    await expect(pictures([])).rejects.toThrow(/no pictures/);
  });
});
