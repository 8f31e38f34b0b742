import { PNG } from "pngjs";
import { describe, expect, test } from "vitest";
import { figureForms, type Figure } from "../../kernel-ext/figure/src";

const slow = 60_000;
const plotlyType = "application/vnd.plotly.v1+json";

describe("figureForms", () => {
  test(
    "gives Plotly's JSON, a picture with the size at which it is to be seen, and a line",
    async () => {
      const figure: Figure = {
        data: [{ type: "bar" }, { type: "bar" }, {}],
        layout: { title: { text: "Some<br>title" }, height: 200 },
      };
      const { data, metadata } = await figureForms(figure, { width: 300 });
      expect(data[plotlyType]).toBe(figure);
      expect(data["text/plain"]).toBe('Figure "Some title" (2 bar, 1 scatter)');
      expect(metadata).toEqual({ "image/png": { width: 300, height: 200 } });
      const { width, height } = PNG.sync.read(Buffer.from(data["image/png"] as string, "base64"));
      expect([width, height]).toEqual([600, 400]);
    },
    slow,
  );

  test("is there at once without the picture", () => {
    const figure: Figure = { data: [], layout: {} };
    expect(figureForms(figure, { still: false })).toEqual({
      data: { [plotlyType]: figure, "text/plain": "Figure (empty)" },
      metadata: {},
    });
  });

  test.each([
    ["a type for the browser", { type: "surface", z: [[1]] }, 'a picture of "surface" needs a browser'],
    ["too many marks", { type: "scatter", x: new Float32Array(30_000) }, "30000 marks are too many"],
  ])("says why there is no picture: %s", async (_, trace, reason) => {
    const { data } = await figureForms({ data: [trace], layout: {} });
    expect(data["text/plain"]).toContain(`; no still picture: ${reason}`);
    expect(data).not.toHaveProperty("image/png");
  });

  test.each([{ width: 1 }, { height: Number.NaN }])("says that the size %j is none", async (size) => {
    const { data } = await figureForms({ data: [], layout: {} }, size);
    expect(data["text/plain"]).toMatch(/no still picture: a picture with (width|height)/);
  });
});
