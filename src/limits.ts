/*
 * Ceilings, so that a small input is small work: whatever a file, a spec or an archive claims is held against one of
 * these before anything of that size is made. All in one table, so that the documentation, the environment and
 * `setLimits` offer the same ones.
 */
import { EspalierError } from "./errors";

/** Name -> its default. Far above what people train on one machine, far below what takes the machine. */
const DEFAULTS = {
  /** Bytes of a spec's text. */
  specBytes: 16e6,
  /** Nodes of a graph, those inside branches included. */
  nodes: 100_000,
  /** Depth of networks within networks, modules included. */
  nesting: 64,
  /** Layers of a graph after its modules are written out. */
  layers: 200_000,
  /** Classes of one target, values of one tag. */
  classes: 100_000,
  /** Characters of a name; paths and tables repeat it. */
  nameLength: 200,
  /** Problems of one spec that are listed; the others are counted. */
  problems: 1_000,
  /** Bytes of memory that parameters and their optimiser's state would take. */
  memoryBytes: 8e9,
  /** Bytes of a saved model, a checkpoint or weights to load. */
  modelBytes: 8e9,
  /** Bytes of a file of data. */
  dataBytes: 4e9,
  /** Bytes that a compressed file may unpack to. */
  unpackedBytes: 4e9,
  /** Bytes of a notebook's file. */
  notebookBytes: 500e6,
  /** Places in a drawing of a graph: its boxes, and each row that a line passes. */
  drawingPlaces: 100_000,
  /** Pixels of one image. */
  imagePixels: 50e6,
} as const;

/** Every ceiling by its name. */
export type Limits = Readonly<Record<keyof typeof DEFAULTS, number>>;
export type LimitName = keyof Limits;

export const LIMIT_NAMES = Object.keys(DEFAULTS) as readonly LimitName[];

/** `memoryBytes` -> `ESPALIER_LIMIT_MEMORY_BYTES`. */
export const limitVariable = (name: LimitName): string =>
  `ESPALIER_LIMIT_${name.replace(/[A-Z]/g, "_$&").toUpperCase()}`;

let own: Partial<Limits> = {};

/** The ceilings that count now: what was set, else the environment's, else the defaults. */
export function limit(name: LimitName): number {
  return own[name] ?? fromEnvironment(name) ?? DEFAULTS[name];
}

/**
 * Sets some ceilings for this process; `undefined` gives one back to the environment or its default.
 *
 * @throws EspalierError for a name that is none, or a value that is no number above 0 (`Infinity` lifts a ceiling)
 */
export function setLimits(changed: Partial<Limits>): void {
  for (const [name, value] of Object.entries<number | undefined>(changed)) {
    if (!Object.hasOwn(DEFAULTS, name)) {
      throw new EspalierError(`there is no limit "${name}"`, {
        hint: `the limits are ${LIMIT_NAMES.join(", ")}`,
      });
    }
    if (value !== undefined) checkValue(value, `the limit ${name}`);
  }
  own = { ...own, ...changed };
}

/** How to raise a ceiling: the hint of every message about one. */
export const raiseLimit = (name: LimitName): string =>
  `if it is meant, raise the limit: setLimits({ ${name}: … }), or ${limitVariable(name)} in the environment`;

/**
 * Refuses what is above a ceiling.
 *
 * @param what what has that size: `the image claims 100000 x 100000 pixels`
 * @throws EspalierError with how to raise the ceiling
 */
export function checkLimit(name: LimitName, value: number, what: string, where?: string): void {
  const most = limit(name);
  // Written so that a value that is no number fails too.
  if (value <= most) return;
  throw new EspalierError(`${what}, above the limit of ${most.toLocaleString("en")}`, {
    ...(where !== undefined && { where }),
    hint: raiseLimit(name),
  });
}

function checkValue(value: number, what: string): number {
  if (typeof value === "number" && value > 0) return value;
  throw new EspalierError(`${what} is ${String(value)}`, { hint: "give a number above 0, or Infinity" });
}

function fromEnvironment(name: LimitName): number | undefined {
  // This also runs in a browser, where there is no process.
  const variable = limitVariable(name);
  const text = (globalThis as { process?: { env?: Record<string, string | undefined> } }).process?.env?.[
    variable
  ];
  return text === undefined || text === "" ? undefined : checkValue(Number(text), variable);
}
