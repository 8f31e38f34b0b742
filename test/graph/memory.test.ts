import { afterEach, describe, expect, it, vi } from "vitest";
import { activationBytes, parameterBytes } from "../../src/graph";
import { LIMIT_NAMES, setLimits } from "../../src/limits";
import type { GraphSpec, TrainingSpec } from "../../src/spec";
import { graphOf, problemsOf } from "./compile-spec";

afterEach(() => vi.restoreAllMocks());
afterEach(() => setLimits(Object.fromEntries(LIMIT_NAMES.map((name) => [name, undefined]))));

const spec = (units: number, training?: TrainingSpec): GraphSpec => ({
  inputs: { x: { shape: [10] } },
  targets: { t: { classes: ["a", "b"] } },
  nodes: { wide: { layers: [{ type: "dense", units }] }, end: { from: "wide", type: "head", target: "t" } },
  ...(training && { training }),
});

describe("memory", () => {
  it("is a problem of the largest node where it is more than may be", () => {
    expect(problemsOf(spec(1e12))).toEqual([
      expect.stringMatching(
        /^\/nodes\/wide\/layers\/0: parameters, gradients and the optimiser's state would take 2\.08e\+5 GB \("wide\/dense" has 11,000,000,000,000 parameters\), above the limit of 8\.00 GB; make it smaller; .*ESPALIER_LIMIT_MEMORY_BYTES/,
      ),
    ]);
    setLimits({ memoryBytes: Infinity });
    expect(problemsOf(spec(1e12))).toEqual([expect.stringMatching(/^warning .*this machine has/)]);
  });

  it.each([
    ["what the system allows", 2e9, 1e9, "2.00 GB"],
    ["what is free, where the system allows less", 1e9, 3e9, "3.00 GB"],
    ["what is free, where the system sets no limit", 2 ** 63, 1e9, "1.00 GB"],
    ["what is free, where the system knows of no limit", 0, 1e9, "1.00 GB"],
  ])("of a machine is %s", (_, allowed, free, shown) => {
    vi.spyOn(process, "constrainedMemory").mockReturnValue(allowed);
    vi.spyOn(process, "availableMemory").mockReturnValue(free);
    setLimits({ memoryBytes: Infinity });
    expect(problemsOf(spec(1e12))).toEqual([expect.stringContaining(`this machine has ${shown} to give`)]);
  });

  it("of a machine that says nothing is no limit", () => {
    vi.spyOn(process, "constrainedMemory").mockReturnValue(0);
    vi.spyOn(process, "availableMemory").mockReturnValue(0);
    setLimits({ memoryBytes: Infinity });
    expect(problemsOf(spec(1e12))).toEqual([]);
  });

  it("counts parameters, gradients and what the optimiser keeps", () => {
    const bytes = (training?: TrainingSpec) => {
      const graph = graphOf(spec(100, training));
      return parameterBytes(graph.variables.values(), graph.spec.training);
    };
    const parameters = 10 * 100 + 100 + 100 * 2 + 2;
    expect(bytes()).toBe(parameters * 4 * 4);
    expect(bytes({ optimizer: "momentum" })).toBe(parameters * 4 * 3);
    expect(bytes({ optimizer: "sgd" })).toBe(parameters * 4 * 2);
    setLimits({ memoryBytes: parameters * 16 });
    expect(problemsOf(spec(100))).toEqual([]);
    setLimits({ memoryBytes: parameters * 16 - 1 });
    expect(problemsOf(spec(100))).toHaveLength(1);
  });

  it("of the values of all nodes, for a batch", () => {
    expect(activationBytes(graphOf(spec(100)), 7)).toBe((10 + 100 + 2) * 4 * 7);
  });
});
