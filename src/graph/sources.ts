/* What enters a stack, and whether every sample that runs through it has it. */
import type { NormalBranch, NormalNode } from "../spec/normal";
import { pointerTo } from "../spec/pointer";
import type { Build } from "./build";
import type { Value } from "./kinds/kind";
import * as messages from "./messages";

/** The samples that run through a stack: all, those with one value of a tag, or unknown ones (nobody decides yet). */
export type Scope = "all" | "unknown" | { readonly tag: string; readonly value: number };

/** One mention of a node or an input by another node. */
export interface Mention {
  readonly name: string;
  readonly pointer: string;
}

function mentions(from: readonly string[], pointer: string): Mention[] {
  const list = pointerTo(pointer, "from");
  return from.map((name, i) => ({ name, pointer: from.length > 1 ? pointerTo(list, i) : list }));
}

/** What enters a branch. A source that all branches have in common was written once, at the route. */
function mentionsOf(route: Extract<NormalNode, { kind: "route" }>, branch: NormalBranch): Mention[] {
  const common =
    route.branches.length > 1 &&
    route.branches.every((other) => JSON.stringify(other.from) === JSON.stringify(branch.from));
  return mentions(branch.from, common ? route.pointer : branch.pointer);
}

/** Every name in the `from` of a node or of its branches, and where it stands. */
export function allMentions(node: NormalNode): Mention[] {
  return node.kind === "stack"
    ? mentions(node.from, node.pointer)
    : node.branches.flatMap((branch) => mentionsOf(node, branch));
}

/** The values that enter a stack or a branch; `undefined` if one of them has a problem, or is not for these samples. */
export function resolveSources(
  build: Build,
  node: NormalNode,
  branch: NormalBranch | undefined,
  scope: Scope,
): Value[] | undefined {
  const list = node.kind === "route" && branch ? mentionsOf(node, branch) : allMentions(node);
  const values: Value[] = [];
  for (const { name, pointer } of list) {
    const value = build.values.get(name);
    if (!value) return undefined;
    const input = build.inputs.get(name);
    for (const [tag, needed] of Object.entries(input?.when ?? {})) {
      if (scope === "unknown" || (scope !== "all" && scope.tag === tag && scope.value === needed)) continue;
      const word = build.spec.tags[tag]?.[needed] ?? String(needed);
      build.report.error(pointer, messages.notEverySampleHas(name, tag, word));
      return undefined;
    }
    values.push(value);
  }
  return values;
}
