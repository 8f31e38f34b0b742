/*
 * What a node or a branch holds, by the language's words alone: `layers` is a list of items, `branches` holds branches by
 * name, `from` names what enters, whatever kind of node has them.
 */
import { hasColon } from "../../open-table";
import type { BranchSpec, BranchStack, GraphSpec, NodeSpec, OwnLayer, StackItem } from "../language";
import { pointerTo } from "../pointer";

/** A list of items as it stands in a spec. */
interface WrittenStack {
  readonly items: readonly StackItem[];
  readonly pointer: string;
}

/** A branch as it stands in a spec. */
export interface WrittenBranch {
  readonly branch: BranchSpec;
  readonly pointer: string;
}

/** Whether a part of a spec is a layer of one's own, whose keys are its options. */
export function isOwn<Part extends NodeSpec | BranchStack>(part: Part): part is Part & OwnLayer {
  return "type" in part && hasColon(part.type);
}

/** Every stack of a spec: of modules, of nodes, of branches. */
export function* stacksOf(spec: GraphSpec): Generator<WrittenStack> {
  for (const [name, items] of Object.entries(spec.modules ?? {})) {
    yield { items, pointer: pointerTo("/modules", name) };
  }
  for (const [name, node] of Object.entries(spec.nodes)) yield* stacksIn(node, pointerTo("/nodes", name));
}

function* stacksIn(part: NodeSpec | BranchSpec, pointer: string): Generator<WrittenStack> {
  if (Array.isArray(part)) {
    yield { items: part, pointer };
    return;
  }
  if (isOwn(part)) return;
  if ("layers" in part && part.layers) yield { items: part.layers, pointer: pointerTo(pointer, "layers") };
  for (const { branch, pointer: place } of branchesOf(part, pointer)) yield* stacksIn(branch, place);
}

/** The branches inside, each with its pointer. */
export function branchesOf(part: NodeSpec | BranchStack, pointer: string): WrittenBranch[] {
  if (isOwn(part) || !("branches" in part)) return [];
  return Object.entries(part.branches).map(([key, branch]) => ({
    branch,
    pointer: pointerTo(pointer, "branches", key),
  }));
}
