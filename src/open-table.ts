/* Tables of kinds that are open: what Espalier has, and what its users define beside it. */
import { EspalierError } from "./errors";

/** The name of a kind of one's own: a space of names, a colon, a name. Built-in names have no colon. */
export type OwnName = `${string}:${string}`;

const form = /^[A-Za-z][A-Za-z0-9_-]*:[A-Za-z][A-Za-z0-9_-]*$/;

/** Whether a name is one that only a kind of one's own can have. */
export const hasColon = (name: unknown): name is OwnName => typeof name === "string" && name.includes(":");

/** What kinds of kinds there are, each as messages call it, and the function that defines one. */
export const ownRooms = {
  layer: { noun: "layer", define: "defineLayer" },
  loss: { noun: "loss", define: "defineLoss" },
  metric: { noun: "metric", define: "defineMetric" },
  weighting: { noun: "weighting", define: "defineWeighting" },
  turns: { noun: "schedule of turns", define: "defineTurns" },
  optimizer: { noun: "optimiser", define: "defineOptimizer" },
} as const;

export type OwnRoom = keyof typeof ownRooms;

/** What is wrong with a name that has a colon and is not defined; and what to do. */
export function notDefined(room: OwnRoom, name: string): { readonly message: string; readonly hint: string } {
  const { noun, define } = ownRooms[room];
  return {
    message: `"${name}" is not a ${noun} of Espalier`,
    hint: `a name with a colon is one of your own: call ${define}("${name}", …) first`,
  };
}

/** @throws EspalierError where a name cannot be that of a kind of one's own */
export function checkOwnName(room: OwnRoom, name: unknown): asserts name is OwnName {
  if (typeof name === "string" && form.test(name)) return;
  const { noun, define } = ownRooms[room];
  const given = typeof name === "string" ? JSON.stringify(name) : typeof name;
  throw new EspalierError(`${define}: ${given} is not a name for a ${noun} of your own`, {
    hint: `write letters, digits, "-" or "_" on both sides of one colon, such as "mine:${room}", so that no later version of Espalier has the same name`,
  });
}

/**
 * A room's kinds by name: the built-in ones, which nobody changes, and those that were defined, of which the last one of a
 * name counts.
 */
export class OpenTable<Name extends string, Entry> {
  readonly #own = new Map<string, Entry>();

  constructor(
    readonly room: OwnRoom,
    private readonly builtIn: Readonly<Record<Name, Entry>>,
  ) {}

  /** @throws EspalierError for a name with a colon that nobody defined */
  get(name: Name | OwnName): Entry {
    const found = this.find(name);
    if (found !== undefined) return found;
    const { message, hint } = notDefined(this.room, name);
    throw new EspalierError(message, { hint });
  }

  find(name: string): Entry | undefined {
    const own = this.#own.get(name);
    if (own !== undefined) return own;
    return Object.hasOwn(this.builtIn, name) ? this.builtIn[name as Name] : undefined;
  }

  /** All of them, the built-in ones first. */
  entries(): [name: string, kind: Entry][] {
    return [...Object.entries<Entry>(this.builtIn), ...this.#own];
  }

  /** The names that were defined. */
  ownNames(): string[] {
    return [...this.#own.keys()];
  }

  /** Defines a kind, or defines it anew. */
  set(name: OwnName, kind: Entry): void {
    this.#own.set(name, kind);
  }
}
