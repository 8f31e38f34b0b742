/*
 * What a node, a branch or a module holds, by the language's words alone: `layers` is a list of items, `branches` holds
 * branches by name, `nodes` those of a network within, `from` names what enters, whatever kind of node has them. As deep as
 * a text may go.
 */
import { hasColon } from "../../open-table";
import type {
  BranchSpec,
  GraphSpec,
  ModuleSpec,
  NetworkSpec,
  NodeSpec,
  OwnLayer,
  StackItem,
} from "../language";
import { pointerTo } from "../pointer";

/** What may hold stacks and nodes. */
export type Part = NodeSpec | BranchSpec | ModuleSpec;

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
export function isOwn<Any extends Part>(part: Any): part is Any & OwnLayer {
  return "type" in part && hasColon(part.type);
}

/** A node as it stands in a spec. */
export interface WrittenNode {
  readonly node: NodeSpec;
  readonly pointer: string;
}

/** A network within as it stands in a spec. */
export interface WrittenNetwork {
  readonly network: NetworkSpec;
  readonly pointer: string;
}

/** The use of a module as it stands in a spec. */
export interface WrittenUse {
  readonly module: string;
  readonly pointer: string;
}

/** All that a spec is made of: modules, then nodes. */
export function* partsOf(spec: GraphSpec): Generator<{ part: Part; pointer: string }> {
  for (const [name, part] of Object.entries(spec.modules ?? {})) {
    yield { part, pointer: pointerTo("/modules", name) };
  }
  for (const [name, part] of Object.entries(spec.nodes)) yield { part, pointer: pointerTo("/nodes", name) };
}

/** Every stack of a spec: of modules, of nodes, of branches. */
export function* stacksOf(spec: GraphSpec): Generator<WrittenStack> {
  for (const { part, pointer } of partsOf(spec)) yield* stacksIn(part, pointer);
}

/** Every stack of a part: its own, those of its branches, those of the nodes inside. */
export function* stacksIn(part: Part, pointer: string): Generator<WrittenStack> {
  if (Array.isArray(part)) {
    yield { items: part, pointer };
    return;
  }
  if (isOwn(part)) return;
  if ("layers" in part && part.layers) yield { items: part.layers, pointer: pointerTo(pointer, "layers") };
  for (const { branch, pointer: place } of branchesOf(part, pointer)) yield* stacksIn(branch, place);
  for (const { node, pointer: place } of ownNodes(part, pointer)) yield* stacksIn(node, place);
}

/** Every node of a spec, those of networks within included. */
export function* nodesOf(spec: GraphSpec): Generator<WrittenNode> {
  for (const [name, content] of Object.entries(spec.modules ?? {})) {
    yield* nodesIn(content, pointerTo("/modules", name));
  }
  for (const [name, node] of Object.entries(spec.nodes)) {
    const pointer = pointerTo("/nodes", name);
    yield { node, pointer };
    yield* nodesIn(node, pointer);
  }
}

/** Every node inside of a part. */
export function* nodesIn(part: Part, pointer: string): Generator<WrittenNode> {
  for (const written of ownNodes(part, pointer)) {
    yield written;
    yield* nodesIn(written.node, written.pointer);
  }
  for (const { branch, pointer: place } of branchesOf(part, pointer)) yield* nodesIn(branch, place);
}

/** Every network within of a spec: modules and branches that are one. */
export function* networksOf(spec: GraphSpec): Generator<WrittenNetwork> {
  for (const [name, content] of Object.entries(spec.modules ?? {})) {
    if ("nodes" in content) yield { network: content, pointer: pointerTo("/modules", name) };
  }
  for (const { node, pointer } of nodesOf(spec)) {
    for (const { branch, pointer: place } of branchesOf(node, pointer)) {
      if ("nodes" in branch) yield { network: branch, pointer: place };
    }
  }
}

/** The nodes of the network that a part is. */
function ownNodes(part: Part, pointer: string): WrittenNode[] {
  if (isOwn(part) || !("nodes" in part)) return [];
  const place = pointerTo(pointer, "nodes");
  return Object.entries(part.nodes).map(([name, node]) => ({ node, pointer: pointerTo(place, name) }));
}

/** The branches inside, each with its pointer. */
export function branchesOf(part: Part, pointer: string): WrittenBranch[] {
  if (isOwn(part) || !("branches" in part)) return [];
  return Object.entries(part.branches).map(([key, branch]) => ({
    branch,
    pointer: pointerTo(pointer, "branches", key),
  }));
}

/** Every use of a module in a part, one that is a node included. `isModule`: whether a bare name is a module's. */
export function* usesIn(
  part: Part,
  pointer: string,
  isModule: (name: string) => boolean,
): Generator<WrittenUse> {
  const own = useOf(part, pointer);
  if (own) yield own;
  for (const { items, pointer: place } of stacksIn(part, pointer)) {
    for (const [index, item] of items.entries()) {
      if (typeof item !== "string") {
        const use = useOf(item, pointerTo(place, index));
        if (use) yield use;
      } else if (isModule(item)) yield { module: item, pointer: pointerTo(place, index) };
    }
  }
  for (const { node, pointer: place } of nodesIn(part, pointer)) {
    const use = useOf(node, place);
    if (use) yield use;
  }
}

function useOf(part: Part | Exclude<StackItem, string>, pointer: string): WrittenUse | undefined {
  return "type" in part && part.type === "module" ? { module: part.module, pointer } : undefined;
}
