import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { boxOf } from "../../kernel-ext/figure/src/boxes";
import { figureToPng, figureToSvg } from "../../kernel-ext/figure/src/draw";
import { loadTextMeasure } from "../../kernel-ext/figure/src/fonts";
import { loadStage } from "../../kernel-ext/figure/src/stage";
import { parseTransform, transformBox } from "../../kernel-ext/figure/src/transform";
import { accuracyComparison, routeSankey, type Figure } from "../../src/plots";
import { madeUpReport } from "../plots/fixture/report";

const report = madeUpReport({ seeds: 2, folds: 2 });

/** The colour at a place of the figure (not of the scaled picture). */
function pixelOf(png: Buffer, scale: number) {
  const { width, data } = PNG.sync.read(png);
  return (x: number, y: number) => [
    ...data.subarray(4 * (y * scale * width + x * scale), 4 * (y * scale * width + x * scale) + 4),
  ];
}

describe("figureToPng", () => {
  test("has the size that was asked for, on white, with ink on it", async () => {
    const png = PNG.sync.read(
      await figureToPng(accuracyComparison(report), { width: 600, height: 300, scale: 2 }),
    );
    expect([png.width, png.height]).toEqual([1200, 600]);
    expect([...png.data.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    expect(png.data.some((value) => value < 128)).toBe(true);
  });

  test("is the same for the same figure, whatever was drawn in between", async () => {
    const first = await figureToPng(routeSankey(report));
    await figureToPng(accuracyComparison(report));
    expect(first.equals(await figureToPng(routeSankey(report)))).toBe(true);
  });

  test("draws text with the font of our own", async () => {
    const title = (text: string): Figure => ({ data: [], layout: { title: { text } } });
    const [without, with_] = await Promise.all([figureToPng(title(" ")), figureToPng(title("Title"))]);
    expect(with_.equals(without)).toBe(false);
  });

  test("keeps the cells of a heatmap apart, and colours its bar", async () => {
    const figure: Figure = {
      data: [
        {
          type: "heatmap",
          z: [[0, 1]],
          colorscale: [
            [0, "#ff0000"],
            [1, "#0000ff"],
          ],
          colorbar: { x: 1, xpad: 0, thickness: 40, y: 0.5, len: 1, ypad: 0, outlinewidth: 0 },
        },
      ],
      layout: {
        margin: { l: 0, r: 100, t: 0, b: 0 },
        xaxis: { visible: false },
        yaxis: { visible: false },
      },
    };
    const pixel = pixelOf(await figureToPng(figure, { width: 500, height: 200, scale: 1 }), 1);
    expect(pixel(190, 100)).toEqual([255, 0, 0, 255]);
    expect(pixel(210, 100)).toEqual([0, 0, 255, 255]);
    const [red, , blue] = pixel(415, 10);
    expect(blue).toBeGreaterThan(200);
    expect(red).toBeLessThan(50);
  });

  test("can leave the background out", async () => {
    const png = await figureToPng(accuracyComparison(report), { background: "transparent", scale: 1 });
    expect(pixelOf(png, 1)(1, 1)[3]).toBe(0);
  });
});

describe("figureToSvg", () => {
  test("does not change the figure", async () => {
    const figure = accuracyComparison(report);
    const before = structuredClone<Figure>(figure);
    await figureToSvg(figure);
    expect(figure).toEqual(before);
  });

  test.each(["surface", "scattergl", "scattermap", "choropleth"])(
    "refuses %s, which needs a browser, before it hangs",
    async (type) => {
      const drawing = figureToSvg({ data: [{ type: "scatter" }, { type }], layout: {} });
      await expect(drawing).rejects.toThrow(
        new RegExp(`/data/1/type: a picture of "${type}" needs a browser`),
      );
    },
  );

  test("gives up when the time is up, and draws the next one", async () => {
    const figure = accuracyComparison(report);
    await loadStage();
    await expect(figureToSvg(figure, { timeout: 1e-6 })).rejects.toThrow(/not drawn within/);
    await expect(figureToSvg(figure)).resolves.toMatch(/^<svg/);
  });

  test.each([{ width: 0 }, { height: Number.NaN }, { width: 1e9 }])("refuses the size %j", async (size) => {
    await expect(figureToSvg(accuracyComparison(report), size)).rejects.toThrow(/10 to 20000/);
  });
});

describe("sizes without a browser", () => {
  test("text is as wide as its glyphs", async () => {
    const measure = await loadTextMeasure();
    const style = { size: 1000, bold: false, italic: false };
    // Advance widths of Open Sans Regular, of 2048 units: H 1511, space 532.
    expect(measure.width("H", style)).toBeCloseTo((1000 * 1511) / 2048, 0);
    expect(measure.width(" ", style)).toBeCloseTo((1000 * 532) / 2048, 0);
    expect(measure.width("H", { ...style, bold: true })).toBeGreaterThan(measure.width("H", style));
  });

  test("lines of text lie below each other, around their anchor", async () => {
    const measure = await loadTextMeasure();
    const { JSDOM } = await import("jsdom");
    const { document } = new JSDOM(
      `<svg><text style="font-size: 10px" text-anchor="end">
      <tspan class="line" x="5" y="20" dy="0em">HH</tspan><tspan class="line" x="5" y="20" dy="1.5em">H</tspan></text></svg>`.replaceAll(
        /\n\s*/g,
        "",
      ),
    ).window;
    const box = boxOf(document.querySelector("text")!, measure);
    expect(box.right).toBe(5);
    expect(box.left).toBeCloseTo(5 - measure.width("HH", { size: 10, bold: false, italic: false }), 6);
    expect(box.top).toBeCloseTo(20 - 10 * measure.ascent, 6);
    expect(box.bottom).toBeCloseTo(35 + 10 * measure.descent, 6);
  });

  test("a turned box is bounded upright", () => {
    const box = transformBox(
      { left: 0, top: 0, right: 4, bottom: 2 },
      parseTransform("translate(10,20) rotate(90,0,0)"),
    );
    expect(box.left).toBeCloseTo(8);
    expect(box.right).toBeCloseTo(10);
    expect(box.top).toBeCloseTo(20);
    expect(box.bottom).toBeCloseTo(24);
  });
});
