import { describe, expect, test } from "vitest";
import { layoutOf, pictureOf, type Box, type Picture } from "../../src/diagram";
import { compileGraph, normaliseGraph, type Graph } from "../../src/graph";
import { forms } from "../bench/growth/forms.mjs";
import { graphOf } from "../graph/compile-spec";
import { examplesIn } from "../graph/example-graphs";
import { randomSpec } from "../program/random-graphs";
import { faultsOf, passes } from "./soundness";

const examples = [
  ...examplesIn("test/examples"),
  ...examplesIn("examples"),
  ...examplesIn("notebooks/specs"),
];

/** Everything that can be folded, the other way round. */
function turned({ boxes }: Picture): Record<string, boolean> {
  const folds: Record<string, boolean> = {};
  const visit = (box: Box) => {
    for (const fold of [box.fold, ...box.rows.map((row) => row.fold)])
      if (fold) folds[fold.id] = !fold.folded;
    box.boxes.forEach(visit);
  };
  boxes.forEach(visit);
  return folds;
}

function expectSound(graph: Graph): void {
  const picture = pictureOf(graph);
  expect(faultsOf(picture)).toEqual([]);
  const folds = turned(picture);
  expect(faultsOf(pictureOf(graph, { folds }))).toEqual([]);
  const open = Object.fromEntries(Object.keys(folds).map((id) => [id, false]));
  expect(faultsOf(pictureOf(graph, { folds: open }))).toEqual([]);
}

describe("no box lies over another, and no line passes a box", () => {
  test.each(examples)("%s", (_, graph) => {
    expectSound(graph);
  });

  test("random networks, folded and open", () => {
    for (let seed = 0; seed < 15; seed++) {
      const { graph } = compileGraph(normaliseGraph(randomSpec(seed).spec));
      expectSound(graph!);
    }
  });

  test.each(["ladder", "side", "heads", "routed", "branches", "nested"])("100 nodes: %s", (form) => {
    expectSound(graphOf(forms[form]!.spec(100)));
  });

  test("more branches than fit in a row", () => {
    const expert = (units: number) => [
      { type: "dense", units } as const,
      { type: "dense", units: 4 } as const,
    ];
    const branches = Object.fromEntries(Array.from({ length: 64 }, (_, i) => [`e${i}`, expert(i + 1)]));
    const graph = graphOf({
      tags: { kind: Object.keys(branches) },
      inputs: { x: { shape: [4] } },
      targets: { t: { classes: 2 } },
      nodes: {
        all: { type: "route", by: { tag: "kind" }, branches },
        t: { type: "head", from: "all", target: "t" },
      },
    });
    const layout = layoutOf(pictureOf(graph));
    expect(faultsOf(pictureOf(graph), layout)).toEqual([]);
    expect(layout.width).toBeLessThan(1_500);
  });

  test("the check itself finds a box over another, and a line through a box", () => {
    const [, graph] = examples.find(([name]) => name === "every-layer")!;
    const picture = pictureOf(graph);
    const layout = layoutOf(picture);
    const seen = layout.places.get("seen")!;
    const wide = { ...seen, left: seen.left - 300, width: seen.width + 600 };
    const faults = faultsOf(picture, { ...layout, places: new Map([...layout.places, ["seen", wide]]) });
    expect(faults).toContain("seen lies over heard");
    expect(faults).toContain("letters -> above passes seen");

    const box = { left: 10, top: 10, width: 20, height: 20 };
    expect(passes([0, 0], [40, 40], box)).toBe(true);
    expect(passes([20, 0], [20, 15], box)).toBe(true);
    expect(passes([0, 0], [10, 40], box)).toBe(false);
    expect(passes([0, 10], [40, 10], box)).toBe(false);
  });
});

test("the same each time, and 1,000 nodes that repeat are few boxes", () => {
  const graph = graphOf(forms.chain!.spec(1_000));
  const once = JSON.stringify([...layoutOf(pictureOf(graph)).places]);
  expect(JSON.stringify([...layoutOf(pictureOf(graph)).places])).toBe(once);
  expect(layoutOf(pictureOf(graph)).places.size).toBeLessThan(5);
});

test("lines of a network of layers lead down: each box stands below all that leads into it", () => {
  const [, graph] = examples.find(([name]) => name === "every-layer")!;
  const picture = pictureOf(graph);
  const { places } = layoutOf(picture);
  for (const { from, to } of picture.edges) {
    const [a, b] = [places.get(from)!, places.get(to)!];
    expect(a.top + a.height).toBeLessThan(b.top);
  }
});

describe("boxes that the author has placed", () => {
  const [, graph] = examples.find(([name]) => name === "every-layer")!;
  const shuffled = (names: readonly string[]) =>
    Object.fromEntries(names.map((name, i) => [name, [((i * 7) % 5) * 520, ((i * 3) % 7) * 460] as const]));

  test("stand there, and lines lead around them", () => {
    const picture = pictureOf(graph);
    const view = shuffled(picture.boxes.map(({ id }) => id));
    const layout = layoutOf({ ...picture, view });
    const { image } = { image: layout.places.get("image")! };
    for (const [id, [x, y]] of Object.entries(view)) {
      const { left, top } = layout.places.get(id)!;
      expect([left - image.left, top - image.top]).toEqual([x - view.image![0], y - view.image![1]]);
    }
    expect(faultsOf({ ...picture, view }, layout)).toEqual([]);
  });

  test.each([
    ["out of sight", { seen: [0, 0], heard: [1e21, -1e308] }],
    ["nearly one over the other", { seen: [0, 0], heard: [1e-9, 0], image: [0, 500] }],
  ] as const)("stay within what can be looked at: %s", (_, view) => {
    const { width, height } = layoutOf({ ...pictureOf(graph), view });
    expect(Math.max(width, height)).toBeLessThan(300_000);
  });

  test("leave the others to be laid out", () => {
    const picture = pictureOf(graph);
    const view = { seen: [40, 0], heard: [600, 30] } as const;
    const { places } = layoutOf({ ...picture, view });
    const [seen, heard] = [places.get("seen")!, places.get("heard")!];
    expect([heard.left - seen.left, heard.top - seen.top]).toEqual([560, 30]);
    expect(faultsOf({ ...picture, view })).toEqual([]);
  });
});
