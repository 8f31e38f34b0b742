import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { figureForms, type Figure } from "../../kernel-ext/figure/src";

const plotlyType = "application/vnd.plotly.v1+json";

describe("figureForms", () => {
  test("gives Plotly's JSON, a picture with the size at which it is to be seen, and a line", async () => {
    const figure: Figure = {
      data: [{ type: "bar" }, { type: "bar" }, {}],
      layout: { title: { text: "Some<br>title" }, height: 200 },
    };
    const { data, metadata } = await figureForms(figure, { width: 300 });
    expect(data[plotlyType]).toBe(figure);
    expect(data["text/plain"]).toBe('Figure "Some title" (2 bar, 1 scatter)');
    expect(metadata).toEqual({ "image/png": { width: 300, height: 200 } });
    const { width, height } = PNG.sync.read(Buffer.from(data["image/png"] as string, "base64"));
    expect([width, height]).toEqual([300, 200]);
  });

  test("are as large as the figure says", async () => {
    const { metadata } = await figureForms({ data: [], layout: { width: 120, height: 80 } });
    expect(metadata).toEqual({ "image/png": { width: 120, height: 80 } });
  });

  test("is there at once without the picture", () => {
    const figure: Figure = { data: [], layout: {} };
    expect(figureForms(figure, { still: false })).toEqual({
      data: { [plotlyType]: figure, "text/plain": "Figure (empty)" },
      metadata: {},
    });
  });

  test.each([
    ["a type for the browser", { type: "surface", z: [[1]] }, 'a picture of "surface" needs a browser'],
    ["too great a grid", { type: "contour", z: Array(2000).fill(new Float32Array(2000)) }, "40000 marks"],
    ["too many marks", { type: "scatter", x: new Float32Array(30_000) }, "30000 marks are too many"],
  ])("says why there is no picture: %s", async (_, trace, reason) => {
    const { data } = await figureForms({ data: [trace], layout: {} });
    expect(data["text/plain"]).toContain(`; no still picture: ${reason}`);
    expect(data).not.toHaveProperty("image/png");
  });

  test("gives titles that are plain text the form that Plotly knows", async () => {
    const figure = {
      data: [],
      layout: { title: "T", xaxis: { title: "X" }, yaxis2: { title: { text: "Y" } } },
    };
    const { data } = await figureForms(figure);
    expect(data[plotlyType]).toEqual({
      data: [],
      layout: { title: { text: "T" }, xaxis: { title: { text: "X" } }, yaxis2: { title: { text: "Y" } } },
    });
    const untitled = await figureForms({ data: [], layout: {} });
    expect(data["image/png"]).not.toBe(untitled.data["image/png"]);
    expect(figure.layout.title).toBe("T");
  });

  test("draws what is counted or painted, though there is much of it", async () => {
    const samples = { type: "histogram", x: Float32Array.from({ length: 100_000 }, (_, i) => i % 7) };
    const grid = { type: "heatmap", z: Array(300).fill(new Float32Array(300)) };
    expect((await figureForms({ data: [samples, grid], layout: {} })).data).toHaveProperty("image/png");
  });

  test.each([{ width: 1 }, { height: Number.NaN }])("says that the size %j is none", async (size) => {
    const { data } = await figureForms({ data: [], layout: {} }, size);
    expect(data["text/plain"]).toMatch(/no still picture: a picture with (width|height)/);
  });
});
