import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { EspalierError, plots } from "../../src";
import { svgToPng } from "../../src/plots/image";
import { madeUpReport } from "./fixture/report";

// As users reach them.
const { accuracyComparison, figureToPng, figureToSvg } = plots;
const report = madeUpReport({ seeds: 2, folds: 2 });

describe("figures of the library as pictures", () => {
  test("are drawn", async () => {
    const size = { width: 300, height: 150 };
    const figure = accuracyComparison(report);
    const { width, height } = PNG.sync.read(await figureToPng(figure, { ...size, scale: 1 }));
    expect([width, height]).toEqual([300, 150]);
    const svg = await figureToSvg(figure, size);
    expect(await svgToPng(svg, { scale: 1 })).toEqual(await figureToPng(figure, { ...size, scale: 1 }));
  });

  test.each([figureToPng, figureToSvg])("are refused with an error of the library: %o", async (draw) => {
    const drawing = draw({ data: [{ type: "surface" }], layout: {} });
    await expect(drawing).rejects.toBeInstanceOf(EspalierError);
    await expect(drawing).rejects.toMatchObject({
      what: expect.stringContaining('a picture of "surface" needs a browser') as string,
      where: "/data/0/type",
      hint: expect.stringContaining("show the figure in a notebook") as string,
    });
  });
});
