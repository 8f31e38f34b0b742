/* The heads and gates of a graph by name, before any shape is known: a route must find its gate, a phase its heads. */
import type { NormalGate, NormalHead } from "../spec/normal";
import type { Stack } from "./modules";

export interface DeclaredHead {
  /** For metrics and tables: the node's or the branch's path; the path of the head itself for a second one. */
  readonly name: string;
  readonly path: string;
  readonly node: string;
  readonly branch: string | undefined;
  readonly item: NormalHead | NormalGate;
}

export function declareHeads(stacks: readonly Stack[]): DeclaredHead[] {
  return stacks.flatMap(({ steps, node, branch, path: owner }) => {
    const heads: DeclaredHead[] = [];
    for (const { item, path } of steps) {
      if (item.kind !== "head" && item.kind !== "gate") continue;
      heads.push({ name: heads.length === 0 ? owner : path, path, node, branch, item });
    }
    return heads;
  });
}

interface Named {
  readonly name: string;
  readonly path: string;
}

/** Heads by what people call them. */
export class HeadIndex<H extends Named = DeclaredHead> {
  readonly #byName = new Map<string, H>();
  readonly #byPath = new Map<string, H>();

  constructor(readonly all: readonly H[]) {
    for (const head of all) {
      if (!this.#byName.has(head.name)) this.#byName.set(head.name, head);
      if (!this.#byPath.has(head.path)) this.#byPath.set(head.path, head);
    }
  }

  /** The head that a name or a path stands for. */
  find(name: string): H | undefined {
    return this.#byName.get(name) ?? this.#byPath.get(name);
  }

  at(path: string): H | undefined {
    return this.#byPath.get(path);
  }
}
