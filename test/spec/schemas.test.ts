import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator, type Schema } from "jsonschema";
import { describe, expect, it } from "vitest";
import { kinds } from "../../src/graph/layers";
import { parseExperiment, parseGraph } from "../../src/spec";
import { layerSchemas } from "../../src/spec/schema";
import { validExamples } from "./example-files";

const root = join(__dirname, "../..");

describe("what scripts write is up to date:", () => {
  it.each([
    ["the tables of kinds, from the files of their rooms", "scripts/tables.mjs"],
    ["the schemas, from the types of the language", "scripts/schemas.mjs"],
  ])("%s", (_, script) => {
    // Throws, with what the script says, where something is stale.
    execFileSync(process.execPath, [script, "--check"], { cwd: root, stdio: "pipe" });
  });
});

describe("the committed schemas", () => {
  it.each(["graph", "experiment", "report"])("%s: objects take no unknown keys", (name) => {
    const open: string[] = [];
    visit(schemaOf(name), name, (schema, place) => {
      if (schema.properties && schema.additionalProperties !== false) open.push(place);
    });
    expect(open).toEqual([]);
  });

  it.each(["graph", "experiment"])("%s: every option says what it is, or its name and type do", (name) => {
    const { definitions = {} } = schemaOf(name);
    const silent = Object.entries(definitions).filter(
      ([type, { description }]) =>
        description === undefined && !["Loss", "ApproachType", "OptimizerName"].includes(type),
    );
    expect(silent.map(([type]) => type).filter((type) => !/Node$|Spec$/.test(type))).toEqual([]);
  });

  it.each(validExamples)("$name passes in an editor too", ({ text, kind }) => {
    const { spec } = kind === "graph" ? parseGraph(text) : parseExperiment(text);
    expect(new Validator().validate(spec, schemaOf(kind)).errors).toEqual([]);
  });
});

describe("the schema at run time", () => {
  it("has the kinds of layer that the graph's table has", () => {
    expect(new Set(layerSchemas.keys())).toEqual(new Set(Object.keys(kinds)));
  });
});

function schemaOf(name: string): Schema {
  return JSON.parse(readFileSync(join(root, `schemas/${name}.schema.json`), "utf8")) as Schema;
}

function visit(schema: unknown, place: string, see: (schema: Schema, place: string) => void): void {
  if (typeof schema !== "object" || schema === null) return;
  see(schema, place);
  for (const [key, value] of Object.entries(schema)) visit(value, `${place}/${key}`, see);
}
