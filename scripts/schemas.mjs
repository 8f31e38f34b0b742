/*
 * Writes the JSON Schemas from the TypeScript types, so that the language has one source:
 *
 *   schemas/<name>.schema.json          for editors and for people
 *   src/spec/schemas.generated.ts       the same definitions for the library itself, in Node and in a browser
 *
 *   node scripts/schemas.mjs            write what is stale
 *   node scripts/schemas.mjs --check    write nothing; exit 1 where a file is stale
 */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createGenerator } from "ts-json-schema-generator";
import { bringUpToDate, root } from "./generated.mjs";

const schemas = [
  { name: "graph", title: "Espalier graph", source: "src/spec/language/index.ts", type: "GraphSpec" },
  {
    name: "experiment",
    title: "Espalier experiment",
    source: "src/spec/language/index.ts",
    type: "ExperimentSpec",
  },
  { name: "report", title: "Espalier report", source: "src/compare/report/report.ts", type: "Report" },
];

/** What only the library writes and reads: parts of its files. They have no schema of their own for editors. */
const parts = [
  { source: "src/model/stored-stack.ts", type: "StoredStack" },
  { source: "src/train/position.ts", type: "StoredPosition" },
  { source: "src/compare/runs/stored-run.ts", type: "StoredRun" },
];

function generate({ title, source, type }) {
  const { $schema, $ref, definitions } = createGenerator({
    path: join(root, source),
    tsconfig: join(root, "tsconfig.json"),
    type,
    skipTypeCheck: true, // `npm run lint` does that for the whole project
    additionalProperties: false,
  }).createSchema(type);
  // The two `allow…` are for VS Code: specs may have comments and trailing commas.
  return { $schema, title, allowComments: true, allowTrailingCommas: true, $ref, definitions };
}

/**
 * Says for a record of a union, none of whose members must say its `type`, what TypeScript has no words for: a name that
 * is a type implies it, and under any other name `type` is needed. (`approaches`; `src/spec/check/choose.ts` reads it so.)
 */
function implyTypes(schema) {
  const resolve = ({ $ref }) => schema.definitions[$ref?.split("/").at(-1)];
  const typeOf = (member) => resolve(member)?.properties?.type?.const;
  const imply = (record) => {
    const members = resolve(record.additionalProperties ?? {})?.anyOf ?? [];
    const implied = (member) => typeOf(member) !== undefined && !resolve(member).required?.includes("type");
    if (members.length === 0 || !members.every(implied)) return record;
    const typed = { allOf: [record.additionalProperties, { required: ["type"] }] };
    const properties = members.map((member) => [typeOf(member), { anyOf: [member, typed] }]);
    return { ...record, properties: Object.fromEntries(properties), additionalProperties: typed };
  };
  const visit = (value) => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== "object" || value === null) return value;
    return imply(Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, visit(entry)])));
  };
  return visit(schema);
}

/** One definition a line: short enough to read, and a change shows as the lines of what changed. */
function runTimeModule(generated) {
  const definitions = {};
  for (const schema of generated) {
    for (const [name, definition] of Object.entries(schema.definitions)) {
      if (name in definitions && !isDeepStrictEqual(definitions[name], definition)) {
        throw new Error(`two types are called ${name}; rename one`);
      }
      definitions[name] = definition;
    }
  }
  const lines = Object.keys(definitions)
    .sort()
    .map((name) => `  ${name}: ${JSON.stringify(definitions[name])},`);
  return [
    "// Written by scripts/schemas.mjs from the types of the language and of files. Do not edit.",
    'import type { JsonSchema } from "./json-schema";',
    "",
    "/** Every type of the language and of files as JSON Schema, by name. */",
    "// prettier-ignore",
    "export const definitions: Readonly<Record<string, JsonSchema>> = {",
    ...lines,
    "};",
    "",
  ].join("\n");
}

const generated = schemas.map((schema) => ({ ...schema, schema: generate(schema) }));
const files = new Map(
  generated.map(({ name, schema }) => [
    `schemas/${name}.schema.json`,
    `${JSON.stringify(implyTypes(schema), undefined, 2)}\n`,
  ]),
);
files.set(
  "src/spec/schemas.generated.ts",
  runTimeModule([...generated.map(({ schema }) => schema), ...parts.map(generate)]),
);

bringUpToDate(files, "scripts/schemas.mjs", "schemas");
