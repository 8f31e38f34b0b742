import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { checkLimit, limit, LIMIT_NAMES, limitVariable, setLimits } from "../src/limits";

afterEach(() => {
  setLimits(Object.fromEntries(LIMIT_NAMES.map((name) => [name, undefined])));
  vi.unstubAllEnvs();
});

describe("limits", () => {
  it("what was set goes before the environment, the environment before the default", () => {
    const first = limit("imagePixels");
    vi.stubEnv("ESPALIER_LIMIT_IMAGE_PIXELS", "5e3");
    expect(limit("imagePixels")).toBe(5000);
    setLimits({ imagePixels: 7 });
    expect(limit("imagePixels")).toBe(7);
    setLimits({ imagePixels: undefined });
    vi.unstubAllEnvs();
    expect(limit("imagePixels")).toBe(first);
  });

  it("each has a variable of its own", () => {
    expect(new Set(LIMIT_NAMES.map(limitVariable)).size).toBe(LIMIT_NAMES.length);
    expect(limitVariable("memoryBytes")).toBe("ESPALIER_LIMIT_MEMORY_BYTES");
  });

  it("refuses what is above, with the way to raise it", () => {
    setLimits({ nodes: 10 });
    expect(() => checkLimit("nodes", 10, "the graph has 10 nodes")).not.toThrow();
    expect(() => checkLimit("nodes", 11, "the graph has 11 nodes", "a.graph.json")).toThrow(
      /^a\.graph\.json: the graph has 11 nodes, above the limit of 10; .*setLimits\(\{ nodes: … \}\).*ESPALIER_LIMIT_NODES/,
    );
    expect(() => checkLimit("nodes", NaN, "it has no number of nodes")).toThrow(/above the limit/);
    setLimits({ nodes: Infinity });
    expect(() => checkLimit("nodes", 1e12, "it has many nodes")).not.toThrow();
  });

  it("refuses names and values that are none, before anything is set", () => {
    const before = limit("nodes");
    expect(() => setLimits({ nodes: 5, nods: 5 } as object)).toThrow(/no limit "nods"; the limits are/);
    expect(() => setLimits({ nodes: -1 })).toThrow(/the limit nodes is -1/);
    expect(limit("nodes")).toBe(before);
    vi.stubEnv("ESPALIER_LIMIT_NODES", "many");
    expect(() => limit("nodes")).toThrow(/ESPALIER_LIMIT_NODES is NaN/);
  });

  it("stands in the documentation with its default and its variable", () => {
    const page = readFileSync("docs/limits.md", "utf8");
    for (const name of LIMIT_NAMES) {
      const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` `)) ?? "";
      expect(row, name).toContain(` ${limit(name).toLocaleString("en")} `);
      expect(row, name).toContain(`\`${limitVariable(name)}\``);
    }
  });
});
