import { expect, test } from "vitest";
import { compileGraph, expectedFlops, normaliseGraph, totalFlops } from "../../src/graph";
import { routeShares } from "../../src/model";

const head = { type: "head", target: "digit" } as const;
const { graph } = compileGraph(
  normaliseGraph({
    inputs: { x: { shape: [2] } },
    targets: { digit: { classes: 2 } },
    nodes: {
      first: { layers: [head] },
      out: {
        type: "route",
        by: { sure: "first", atLeast: 0.9 },
        from: "x",
        branches: {
          sure: { from: "first" },
          unsure: {
            nodes: {
              second: { layers: [head] },
              late: {
                type: "route",
                from: "input",
                by: { sure: "second", atLeast: 0.9 },
                branches: { sure: { from: "second" }, unsure: [{ type: "dense", units: 50 }, head] },
              },
            },
          },
        },
      },
    },
  }),
);

/** What a route with two branches is said to have done: the branch of each sample, -1 for one that did not come. */
const route = (name: string, taken: readonly number[]) => ({
  name,
  branches: ["sure", "unsure"],
  taken: Int32Array.from(taken),
  selected: Uint8Array.from(taken.flatMap((branch) => [Number(branch === 0), Number(branch === 1)])),
  gate: undefined,
});
const outer = route("out", [0, 0, 0, 1, 0, 1, 1, 1]);
const inner = route("out/unsure/late", [-1, -1, -1, 0, -1, 0, 0, 1]);
const routes = { out: outer, "out/unsure/late": inner };

test("shares of a route within a branch are of the samples that came to it", () => {
  expect(routeShares({ routes, size: 8 })).toEqual({
    out: [0.5, 0.5],
    "out/unsure/late": [0.75, 0.25],
  });
});

test("a route to which no sample came has none", () => {
  const none = { out: route("out", [0, 0]), "out/unsure/late": route("out/unsure/late", [-1, -1]) };
  expect(routeShares({ routes: none, size: 2 })).toEqual({ out: [1, 0] });
});

test("they are what the cost for a sample is counted by", () => {
  const flops = (taken: readonly number[], within: readonly number[]): number =>
    expectedFlops(graph!, { out: taken, "out/unsure/late": within });
  const average = expectedFlops(graph!, routeShares({ routes, size: 8 }));
  expect(average).toBeCloseTo(
    (4 * flops([1, 0], [1, 0]) + 3 * flops([0, 1], [1, 0]) + totalFlops(graph!)) / 8,
  );
});
