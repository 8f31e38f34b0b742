import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator, type Schema } from "jsonschema";
import { describe, expect, it } from "vitest";
import { checkExperiment, parseExperiment, parseGraph } from "../../src/spec";
import { approachSchemas, layerSchemas } from "../../src/spec/schema";
import { kinds } from "../../src/graph/layers";
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
      const others = schema.additionalProperties;
      // What kinds of one's own may say, their definitions know.
      if (/\/Own\w+$/.test(place)) return;
      // A record knows names that mean something, and says what stands under any other.
      if (schema.properties && (others === undefined || others === true)) open.push(place);
    });
    expect(open).toEqual([]);
  });

  it.each(["graph", "experiment"])("%s: every option says what it is, or its name and type do", (name) => {
    const { definitions = {} } = schemaOf(name);
    const silent = Object.entries(definitions).filter(
      ([type, { description }]) =>
        description === undefined &&
        !["Loss", "ApproachType", "MetricName", "OptimizerName", "WeightingName"].includes(type),
    );
    expect(silent.map(([type]) => type).filter((type) => !/Node$|Spec$/.test(type))).toEqual([]);
  });

  it.each<[valid: boolean, approaches: object]>([
    [true, { flat: {}, cascade: { decode: "joint" }, alternating: { schedule: "blocks" } }],
    [true, { mine: { type: "graph", file: "mine.graph.json" }, flat: { type: "cascade", decode: "joint" } }],
    [true, { cascade: { decode: { atLeast: 0.9, otherwise: "all" } }, mixture: { experts: 8, top: 2 } }],
    [
      true,
      { earlyExit: { after: [2], sure: { entropyBelow: 0.1 } }, coarseToFine: {}, predictThenSelect: {} },
    ],
    [false, { earlyExit: { sure: { entropyBelow: 0.1, atLeast: 0.9 } } }],
    [false, { flat: { top: 2 } }],
    [false, {}],
    [false, { mine: {} }],
    [false, { flat: { decode: "joint" } }],
    [false, { flat: { type: "flat", schedule: "blocks" } }],
    [false, { mine: { type: "cascade", schedule: "blocks" } }],
    [false, { graph: {} }],
    [false, { mine: { type: "graph", file: "mine.graph.json", training: {} } }],
  ])("experiment: a name that is a type implies it, and takes what fits it (%s: %j)", (valid, approaches) => {
    const example = validExamples.find(({ kind }) => kind === "experiment")!;
    const spec = { ...parseExperiment(example.text).spec!, approaches };
    expect(new Validator().validate(spec, schemaOf("experiment")).valid).toBe(valid);
    expect(checkExperiment(spec).length === 0).toBe(valid);
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

  it("gives each option of an approach a default, so that none is missing in the normal form", () => {
    const silent = [...approachSchemas].flatMap(([type, { properties = {}, required = [] }]) =>
      Object.entries(properties)
        .filter(
          ([key, option]) =>
            !["type", "training", "heads", ...required].includes(key) && option.default === undefined,
        )
        .map(([key]) => `${type}.${key}`),
    );
    expect(approachSchemas.size).toBeGreaterThan(4);
    expect(silent).toEqual([]);
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
