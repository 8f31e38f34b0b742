import { afterEach, describe, expect, it } from "vitest";
import { activationBytes, parameterBytes } from "../../src/graph";
import { LIMIT_NAMES, setLimits } from "../../src/limits";
import type { GraphSpec, TrainingSpec } from "../../src/spec";
import { graphOf, problemsOf } from "./compile-spec";

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
