/** Every kind of node, found by a node of the spec or of the compiled graph. */
import type { NodeSpec } from "../../spec/language";
import type { NormalNode } from "../../spec/normal";
import type { Node } from "../ir";
import type { BuiltKind, Look, NodeKind, NodePlace, NodeType, WrittenKind } from "./kind";
import { kinds } from "./table.generated";

type AnyKind = { [K in NodeType]: NodeKind<K> }[NodeType];

const byType: Readonly<Record<string, AnyKind | undefined>> = kinds;

/** The kind of a node that an author wrote. */
export function writtenKind({ kind }: NormalNode): WrittenKind<NormalNode, NodeSpec> {
  return kinds[kind];
}

/** The kind of a node of the graph. */
export function builtKind({ kind }: Node): BuiltKind<Node> {
  return kinds[kind];
}

/** A node as one layer of a saved model that another network loads, with its classes; `undefined` if it is none. */
export function asLayer(node: Node): ReturnType<BuiltKind<Node>["asLayer"]> {
  return builtKind(node).asLayer(node);
}

/** How a node looks in a drawing. */
export function lookOf(node: Node): Look {
  return builtKind(node).look(node);
}

/** What stands before a summary's type: `head: `. */
export function labelOf(kind: string): string {
  const found = Object.hasOwn(byType, kind) ? byType[kind] : undefined;
  return found && "label" in found ? found.label : "";
}

/** A node of the spec without shorthand. What no kind of node has as its type is a stack: of one layer, head, module. */
export function normaliseNode(spec: NodeSpec, place: NodePlace): NormalNode {
  const type = spec.type ?? "stack";
  const found = Object.hasOwn(byType, type) ? byType[type] : undefined;
  const kind: WrittenKind<NormalNode, NodeSpec> = found && "normalise" in found ? found : kinds.stack;
  return kind.normalise(spec, place);
}
