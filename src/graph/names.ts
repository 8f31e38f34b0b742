/* What names mean in one body of nodes: at the top level, in a branch that is a network within, in such a module. */
import type { NormalNetwork, NormalNode } from "../spec/normal";
import type { Value } from "./layers/kind";

/** What names everything that enters a network within. */
export const ENTERING = "input";

/** Where something stands: its path, and what the paths of its variables begin with. */
export interface Place {
  /** `node/module/layer`; empty for the top level. */
  readonly path: string;
  /** The same, or `modules/name/…` inside a shared module. */
  readonly weights: string;
  /** The shared module that it stands in. */
  readonly shared: string | undefined;
}

/** The place of what stands in another place under a name. */
export function placeIn({ path, weights, shared }: Place, name: string): Place {
  const inside = (around: string) => (around === "" ? name : `${around}/${name}`);
  return { path: inside(path), weights: inside(weights), shared };
}

/** The names of one body: its nodes, and what enters. */
export class Names {
  readonly nodes: ReadonlyMap<string, NormalNode>;
  readonly #values = new Map<string, readonly Value[]>();

  /**
   * @param place of the body; the top level has none of its own
   * @param nodes as they are written
   * @param given the names that are no node's: inputs, or `input`
   * @param around the names that count where this body has none; a module sees only its own
   * @param branch path of the innermost branch that the body runs in
   */
  constructor(
    readonly place: Place,
    nodes: readonly NormalNode[],
    readonly given: ReadonlySet<string>,
    readonly around?: Names,
    readonly branch?: string,
  ) {
    this.nodes = new Map(nodes.map((node) => [node.name, node]));
  }

  /** Enters what a name of this body stands for. */
  enter(name: string, values: readonly Value[]): void {
    this.#values.set(name, values);
  }

  /** What a name stands for here, or else in the bodies around; `undefined` where it leads nowhere or has a problem. */
  find(name: string): readonly Value[] | undefined {
    const known = this.where((names) => names.nodes.has(name) || names.given.has(name));
    return known?.own(name);
  }

  /** What a name of this body stands for; `undefined` where that has a problem, or is not built yet. */
  own(name: string): readonly Value[] | undefined {
    return this.#values.get(name);
  }

  /** The innermost body, from this one outwards, of which something holds. */
  where(holds: (names: Names) => boolean): Names | undefined {
    return holds(this) ? this : this.around?.where(holds);
  }
}

/** Whether a node sends samples into branches, as it is written: it decides nothing itself. */
export const hasBranches = (node: NormalNode | undefined): boolean =>
  node !== undefined && "branches" in node;

/** The first name of a path. */
export const firstName = (path: string): string => path.split("/", 1)[0]!;

/** The node whose value a network within has, by name. */
export function outputOf({ nodes, output }: NormalNetwork): string {
  return output ?? nodes.at(-1)?.name ?? "";
}
