import { createRequire } from "node:module";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { installTslabDisplay } from "../../../kernel-ext/kernel/src/display/tslab";
import { displayWriter } from "../../../src/view/running-kernel";
import { Recorder } from "../globals/recorder";

const nodeRequire = createRequire(__filename);
const recorder = new Recorder();
let tslab: typeof import("tslab");

beforeAll(() => {
  installTslabDisplay(recorder);
  tslab = nodeRequire("tslab") as typeof tslab;
});

beforeEach(() => {
  recorder.published.length = 0;
});

describe("tslab's display", () => {
  test("shows through the kernel, without tslab's own sockets", () => {
    tslab.display.html("<b>");
    tslab.display.png(new Uint8Array([1, 2]));
    expect(recorder.published).toEqual([
      {
        type: "display_data",
        content: { data: { "text/html": "<b>" }, metadata: {}, transient: {} },
        request: undefined,
      },
      {
        type: "display_data",
        content: { data: { "image/png": "AQI=" }, metadata: {}, transient: {} },
        request: undefined,
      },
    ]);
    expect(Object.keys(nodeRequire.cache).filter((path) => path.includes("zeromq"))).toEqual([]);
  });

  test("replaces what a display of its own has shown", () => {
    const shown = tslab.newDisplay();
    shown.text("a");
    shown.text("b");
    expect(recorder.types).toEqual(["display_data", "update_display_data"]);
    const [first, second] = recorder.published.map(({ content }) => content.transient);
    expect(first).toEqual({ display_id: expect.any(String) as string });
    expect(second).toEqual(first);
  });

  test("is found by the library, and writes for the cell that asked", () => {
    const write = recorder.within("cell 1", () => displayWriter())!;
    recorder.within("cell 2", () => {
      write({ data: { "text/plain": "x" }, metadata: {}, transient: {} }, false);
    });
    expect(recorder.published[0]!.request).toBe("cell 1");
  });
});
