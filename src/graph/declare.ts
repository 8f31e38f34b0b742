/* Heads and gates by what people call them: a route must find its gate, a phase its heads. */
import type { Stack, Step } from "./modules";

export interface DeclaredHead {
  /** For metrics and tables: the node's or the branch's path; the path of the head itself for a second one. */
  readonly name: string;
  readonly path: string;
  /** Path of the innermost branch that it runs in. */
  readonly branch: string | undefined;
}

/** The heads of a stack. Those of networks within belong to stacks of their own. */
export function declareHeads({ steps, place }: Stack, branch: string | undefined): DeclaredHead[] {
  const isHead = ({ item }: Step) => item.kind === "head" || item.kind === "gate";
  return steps.filter(isHead).map(({ path }, i) => ({ name: i === 0 ? place.path : path, path, branch }));
}

interface Named {
  readonly name: string;
  readonly path: string;
}

/** Heads by what people call them. */
export class HeadIndex<H extends Named = DeclaredHead> {
  readonly #byName = new Map<string, H>();
  readonly #byPath = new Map<string, H>();

  constructor(heads: readonly H[] = []) {
    for (const head of heads) this.add(head);
  }

  /** The first of a name or a path is the one that is found. */
  add(head: H): void {
    if (!this.#byName.has(head.name)) this.#byName.set(head.name, head);
    if (!this.#byPath.has(head.path)) this.#byPath.set(head.path, head);
  }

  get names(): string[] {
    return [...this.#byName.keys()];
  }

  /** The head that a name or a path stands for. */
  find(name: string): H | undefined {
    return this.#byName.get(name) ?? this.#byPath.get(name);
  }

  at(path: string): H | undefined {
    return this.#byPath.get(path);
  }
}
