/* The heads of a graph by name, before any shape is known: a route must find its gate, a phase its heads. */
import type { NormalHead } from "../spec/normal";
import type { Stack } from "./modules";

export interface DeclaredHead {
  /** For metrics and tables: the node's or the branch's path; the path of the head itself for a second one. */
  readonly name: string;
  readonly path: string;
  readonly node: string;
  readonly branch: string | undefined;
  readonly item: NormalHead;
}

export function declareHeads(stacks: readonly Stack[]): DeclaredHead[] {
  return stacks.flatMap(({ steps, node, branch, path: owner }) => {
    const heads: DeclaredHead[] = [];
    for (const { item, path } of steps) {
      if (item.kind !== "head") continue;
      heads.push({ name: heads.length === 0 ? owner : path, path, node, branch, item });
    }
    return heads;
  });
}

/** The head that a name or a path stands for. */
export function findHead<H extends { readonly name: string; readonly path: string }>(
  name: string,
  heads: readonly H[],
): H | undefined {
  return heads.find((head) => head.name === name) ?? heads.find((head) => head.path === name);
}
