/* What enters a stack, and whether every sample that runs through it has it. */
import type { NormalBranch, NormalNode } from "../../spec/normal";
import { pointerTo } from "../../spec/pointer";
import type { Build } from "../build";
import type { Value } from "../layers/kind";
import * as messages from "../messages";

/** The samples that run through a stack: all, those with one value of a tag, or unknown ones (nobody decides yet). */
export type Scope = "all" | "unknown" | { readonly tag: string; readonly value: number };

/** One mention of a node or an input by another node. */
export interface Mention {
  readonly name: string;
  readonly pointer: string;
}

type RouteSpec = Extract<NormalNode, { kind: "route" }>;
type StackSpec = Extract<NormalNode, { kind: "stack" }>;

function mentions(from: readonly string[], pointer: string): Mention[] {
  const list = pointerTo(pointer, "from");
  return from.map((name, i) => ({ name, pointer: from.length > 1 ? pointerTo(list, i) : list }));
}

/** Whether all branches take in the same: it was most likely written once, at the route. */
function sharesSource({ branches }: RouteSpec): boolean {
  const [first, ...others] = branches.map(({ from }) => JSON.stringify(from));
  return others.length > 0 && others.every((other) => other === first);
}

/** Every name in the `from` of a node or of its branches, and where it stands. */
export function allMentions(node: NormalNode): Mention[] {
  if (node.kind === "stack") return mentions(node.from, node.pointer);
  const [first] = node.branches;
  if (first && sharesSource(node)) return mentions(first.from, node.pointer);
  return node.branches.flatMap((branch) => mentions(branch.from, branch.pointer));
}

/** The nodes that are branches of a route as they stand: named in a `from` that no layers follow. */
export function wholeBranches({ branches }: RouteSpec): string[] {
  return branches.flatMap(({ from, items }) => (items.length === 0 ? from.slice(0, 1) : []));
}

/** The values that enter a node; `undefined` if one of them has a problem, or not every sample has it. */
export function stackSources(build: Build, { from, pointer }: StackSpec): Value[] | undefined {
  return resolve(build, from, "all", () => pointer);
}

/** The values that enter a branch; `undefined` if one of them has a problem, or not every sample of the branch has it. */
export function branchSources(
  build: Build,
  route: RouteSpec,
  { from, pointer }: NormalBranch,
  scope: Scope,
): Value[] | undefined {
  // An input that no branch can have is one slip, at the route.
  const ownTag = (tag: string) => typeof scope === "object" && scope.tag === tag;
  const place = (tag: string) => (sharesSource(route) && !ownTag(tag) ? route.pointer : pointer);
  return resolve(build, from, scope, place);
}

/** `place` is the pointer of the `from`'s owner, if the samples lack an input for their value of a tag. */
function resolve(
  build: Build,
  from: readonly string[],
  scope: Scope,
  place: (tag: string) => string,
): Value[] | undefined {
  const values: Value[] = [];
  for (const [i, name] of from.entries()) {
    const value = build.values.get(name);
    if (!value) return undefined;
    const input = build.inputs.get(name);
    for (const [tag, needed] of Object.entries(input?.when ?? {})) {
      if (scope === "unknown" || (scope !== "all" && scope.tag === tag && scope.value === needed)) continue;
      const word = build.spec.tags[tag]?.[needed] ?? String(needed);
      const pointer = mentions(from, place(tag))[i]?.pointer ?? place(tag);
      build.report.error(pointer, messages.notEverySampleHas(name, tag, word));
      return undefined;
    }
    values.push(value);
  }
  return values;
}
