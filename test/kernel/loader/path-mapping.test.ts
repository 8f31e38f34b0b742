import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { mappedPaths } from "../../../kernel-ext/kernel/src/loader/path-mapping";

const base = resolve("/project");
const at = (...paths: string[]): string[] => paths.map((path) => resolve(base, path));

describe("paths of a tsconfig.json", () => {
  const paths = {
    "*": ["./types/*"],
    "@/*": ["./src/*", "./generated/*"],
    "@/deep/*": ["./deep/*"],
    exact: ["./one.ts"],
    "*.css": ["./styles/*"],
  };

  it.each([
    ["exact", ["one.ts"]],
    ["@/a/b", ["src/a/b", "generated/a/b"]],
    ["@/deep/a", ["deep/a"]],
    ["anything", ["types/anything"]],
    ["@/$&", ["src/$&", "generated/$&"]],
  ])("map %s", (specifier, expected) => {
    expect(mappedPaths(specifier, { paths, pathsBasePath: base })).toEqual(at(...expected));
  });

  it("begin at baseUrl, which maps what no pattern matches", () => {
    const options = { baseUrl: resolve(base, "src"), paths: { "@/*": ["../lib/*"] }, pathsBasePath: base };
    expect(mappedPaths("@/a", options)).toEqual(at("lib/a"));
    expect(mappedPaths("tools/a", options)).toEqual(at("src/tools/a"));
  });

  it("say nothing where there are none", () => {
    expect(mappedPaths("a", {})).toEqual([]);
    expect(mappedPaths("a", { paths: { b: ["./b"] }, pathsBasePath: base })).toEqual([]);
  });
});
