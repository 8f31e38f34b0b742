/*
 * Writes the tables of kinds from the files of their rooms, so that a new kind is its own file (and its name in the
 * language) and nothing else. A kind is an exported constant with the room's type: `export const dense: Kind<"dense">`.
 * Each table's type makes the compiler list what is missing.
 *
 *   node scripts/tables.mjs            write what is stale
 *   node scripts/tables.mjs --check    write nothing; exit 1 where a file is stale
 */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { bringUpToDate, root } from "./generated.mjs";

/**
 * `kind`: the type of a room's kinds. `imports`: what the table's type needs. `type`: the table's type. `exact`: the
 * table keeps what each kind's own type says beyond that.
 */
const rooms = [
  {
    room: "src/graph/layers",
    about: "Every kind of layer as shapes, weights and costs.",
    kind: "Kind",
    table: "kinds",
    imports: ['import type { LayerType } from "../../spec/language";', 'import type { Kind } from "./kind";'],
    type: "{ readonly [T in LayerType]: Kind<T> }",
  },
  {
    room: "src/graph/nodes",
    about: "Every kind of node: what an author may write, and what it becomes.",
    kind: "NodeKind",
    table: "kinds",
    imports: ['import type { NodeKind, NodeType } from "./kind";'],
    type: "{ readonly [K in NodeType]: NodeKind<K> }",
  },
  {
    room: "src/graph/merges",
    about: "Every way in which the values of branches become one.",
    kind: "MergeKind",
    table: "merges",
    imports: [
      'import type { Merge } from "../../spec/language";',
      'import type { MergeKind } from "./kind";',
    ],
    type: "{ readonly [M in Merge]: MergeKind }",
  },
  {
    room: "src/graph/deciders",
    about: "Everybody who may decide on a route.",
    kind: "DeciderKind",
    table: "deciders",
    imports: ['import type { DeciderKey, DeciderKind } from "./kind";'],
    type: "{ readonly [K in DeciderKey]: DeciderKind<K> }",
  },
  {
    room: "src/program/deciders",
    about: "How everybody who may decide on a route does.",
    kind: "Deciding",
    table: "deciders",
    imports: [
      'import type { DeciderKey } from "../../graph/deciders";',
      'import type { Deciding } from "./deciding";',
    ],
    type: "{ readonly [K in DeciderKey]: Deciding<K> }",
  },
  {
    room: "src/program/merges",
    about: "How each way of making one value of several is lowered.",
    kind: "MergeLowering",
    table: "mergeLowerings",
    imports: [
      'import type { Merge } from "../../spec/language";',
      'import type { MergeLowering } from "./merge";',
    ],
    type: "{ readonly [M in Merge]: MergeLowering }",
  },
  {
    room: "src/layers",
    about: "Every kind of layer on tensors.",
    kind: "Apply",
    table: "layers",
    imports: ['import type { LayerType } from "../spec/language";', 'import type { Apply } from "./layer";'],
    type: "{ readonly [T in LayerType]: Apply<T> }",
  },
  {
    room: "src/program/nodes",
    about: "How each kind of node is lowered.",
    kind: "NodeLowering",
    table: "nodeLowerings",
    imports: [
      'import type { Node } from "../../graph/ir";',
      'import type { NodeLowering } from "../lower/demand";',
    ],
    type: '{ readonly [K in Node["kind"]]: NodeLowering<Extract<Node, { kind: K }>> }',
  },
  {
    room: "src/graph/losses",
    about: "Every loss as what it asks of its head.",
    kind: "LossForm",
    table: "lossForms",
    imports: ['import type { Loss } from "../../spec/language";', 'import type { LossForm } from "./form";'],
    type: "{ readonly [L in Loss]: LossForm }",
  },
  {
    room: "src/losses",
    about: "Every loss on tensors.",
    kind: "LossKind",
    table: "losses",
    imports: ['import type { Loss } from "../spec/language";', 'import type { LossKind } from "./loss";'],
    type: "{ readonly [L in Loss]: LossKind<L> }",
  },
  {
    room: "src/metrics",
    about: "Every metric of heads.",
    kind: "Metric",
    table: "metrics",
    imports: [
      'import type { MetricName } from "../spec/language";',
      'import type { Metric } from "./metric";',
    ],
    type: "{ readonly [T in MetricName]: Metric<T> }",
  },
  {
    room: "src/graph/optimizers",
    about: "Every optimiser without its tensors.",
    kind: "OptimizerKind",
    table: "optimizers",
    imports: [
      'import type { OptimizerName } from "../../spec/language";',
      'import type { OptimizerKind } from "./kind";',
    ],
    type: "{ readonly [T in OptimizerName]: OptimizerKind<readonly string[]> }",
    exact: true,
  },
  {
    room: "src/graph/scheduled",
    about: "Every form of a curve by which a value changes.",
    kind: "Shape",
    table: "shapes",
    imports: [
      'import type { ShapeName } from "../../spec/language";',
      'import type { Shape } from "./shape";',
    ],
    type: "{ readonly [S in ShapeName]: Shape }",
  },
  {
    room: "src/optimizers",
    about: "Every optimiser on tensors.",
    kind: "Optimizer",
    table: "optimizers",
    imports: [
      'import type { OptimizerName } from "../spec/language";',
      'import type { Optimizer } from "./rule";',
    ],
    type: "{ readonly [T in OptimizerName]: Optimizer<T> }",
  },
  {
    room: "src/turns",
    about: "Every schedule of turns.",
    kind: "Schedule",
    table: "schedules",
    imports: [
      'import type { ScheduleName } from "../spec/language";',
      'import type { Schedule } from "./schedule";',
    ],
    type: "{ readonly [T in ScheduleName]: Schedule<T> }",
  },
  {
    room: "src/weighting",
    about: "Every weighting of losses.",
    kind: "WeightingKind",
    table: "weightings",
    imports: [
      'import type { WeightingName } from "../spec/language";',
      'import type { WeightingKind } from "./weighting";',
    ],
    type: "{ readonly [T in WeightingName]: WeightingKind<T> }",
  },
  {
    room: "src/compare/approaches",
    about: "Every approach: how its network is derived or read.",
    kind: "Approach",
    table: "approaches",
    imports: [
      'import type { ApproachType } from "../../spec/language";',
      'import type { Approach } from "./approach";',
    ],
    type: "{ readonly [T in ApproachType]: Approach<T> }",
  },
  {
    room: "src/data/formats",
    about: "Every format of data.",
    kind: "DataFormat",
    table: "formats",
    imports: [
      'import type { DataFormatName } from "../../spec/language";',
      'import type { DataFormat } from "./format";',
    ],
    type: "{ readonly [F in DataFormatName]: DataFormat<F> }",
  },
  {
    room: "src/cli/verbs",
    about: "Every verb of the command line.",
    kind: "Verb",
    table: "verbs",
    imports: ['import type { Verb } from "./verb";'],
    type: "Readonly<Record<string, Verb<never, never>>>",
  },
];

/** The kinds of a file: `export const NAME: KIND…`. */
function kindsIn(text, kind) {
  return [...text.matchAll(new RegExp(`^export const (\\w+): ${kind}\\b`, "gm"))].map((match) => match[1]);
}

/** As Prettier lays it out: names on lines of their own where they do not fit into one. */
function importOf(names, from) {
  const line = `import { ${names.join(", ")} } from "${from}";`;
  return line.length <= 110
    ? line
    : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "${from}";`;
}

function tableOf({ room, about, kind, table, imports, type, exact = false }) {
  const files = readdirSync(join(root, room))
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".generated.ts"))
    .sort()
    .map((file) => ({ file, names: kindsIn(readFileSync(join(root, room, file), "utf8"), kind) }))
    .filter(({ names }) => names.length > 0);
  const names = files.flatMap((file) => file.names);
  return [
    `// Written by scripts/tables.mjs from the files of this room. Do not edit.`,
    ...imports,
    ...files.map(({ file, names }) => importOf(names, `./${file.replace(/\.ts$/, "")}`)),
    "",
    `/** ${about} */`,
    exact ? `export const ${table} = {` : `export const ${table}: ${type} = {`,
    ...names.map((name) => `  ${name},`),
    exact ? `} satisfies ${type};` : "};",
    "",
  ].join("\n");
}

const files = new Map(rooms.map((room) => [`${room.room}/table.generated.ts`, tableOf(room)]));
bringUpToDate(files, "scripts/tables.mjs", "tables");
