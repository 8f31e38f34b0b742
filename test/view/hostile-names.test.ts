import { describe, expect, it } from "vitest";
import { comparisonTable, drawGraph, graphTable, json, table, terminalProgress } from "../../src/view";
import { displaySymbol } from "../../src/view/mime";
import { View } from "../../src/view/view";
import { svgToPng } from "../../src/plots/image";
import { EspalierError } from "../../src/errors";
import { madeUpReport } from "../plots/fixture/report";
import { graphOf } from "../graph/compile-spec";
import { hostileNames, renamed } from "./hostile-names";

/** Control characters but for line breaks, and signs of writing direction. */
const unseen = /[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069]/u;

const report = (() => {
  const made = madeUpReport();
  return renamed(made, [...made.approaches.map(({ name }) => name), ...made.task.classes, made.name]);
})();
const graph = graphOf({
  name: hostileNames[4],
  inputs: { [`a${hostileNames[4].replaceAll("/", "")}`]: { shape: [4] } },
  nodes: { out: { type: "head", target: "t", from: `a${hostileNames[4]}`, loss: "categoricalCrossentropy" } },
  targets: { t: { classes: [...hostileNames] } },
} as unknown as Parameters<typeof graphOf>[0]);

describe("names that a terminal would follow", () => {
  it.each<[string, () => string]>([
    ["a table", () => String(table([{ name: "a\u001B[2J\nb", "\u001B]0;x\u0007": 1 }]))],
    ["a report", () => String(comparisonTable(report))],
    ["a graph", () => String(graphTable(graph))],
    ["a spec", () => String(json(`{ "a": "\u001B[2J" }`))],
    ["anything made to be looked at", () => String(new View({ "text/plain": hostileNames[4] }))],
    [
      "an error",
      () => new EspalierError(hostileNames[4], { where: hostileNames[4], hint: hostileNames[4] }).message,
    ],
    [
      "progress",
      () => {
        let text = "";
        const sink = terminalProgress({ write: (part) => (text += part) });
        sink.update({ phase: hostileNames[4], epoch: 1, epochs: 1, done: 1, total: 1, figures: {} } as never);
        sink.end(hostileNames[4]);
        return text;
      },
    ],
  ])("are visible in %s", (_, text) => {
    expect(text()).not.toMatch(unseen);
    expect(text()).toContain("\\u{1b}");
  });

  it("an error's parts stay as they are, for programs", () => {
    expect(new EspalierError("\u001B").what).toBe("\u001B");
  });

  it("rows of a table stay rows", () => {
    expect(String(table([{ name: "a\nb\tc" }])).split("\n")).toHaveLength(3);
  });

  it("the drawing of a graph is well-formed", { timeout: 120_000 }, async () => {
    const svg = drawGraph(graph);
    expect(svg).not.toMatch(unseen);
    expect((await svgToPng(svg)).length).toBeGreaterThan(100);
  });
});

describe("names that a browser would run", () => {
  it("are text in tables", () => {
    const html = String(comparisonTable(report)[displaySymbol]()["text/html"]);
    expect(html).toContain("&lt;img src=x");
    expect(html).not.toMatch(/<(img|script|a)\b/);
  });
});
