/* Modules and saved models as they are written: what stands at a path, where its layers alone do not tell. */
import type { Graph } from "../../graph";
import { OTHERS } from "../../graph/deciders";
import { ownValue } from "../../graph/own-value";
import type { NormalItem, NormalNode } from "../../spec/normal";

/** The module or saved model at a path. */
export type Written =
  | { readonly kind: "module"; readonly name: string; readonly shared: boolean }
  | { readonly kind: "load"; readonly model: string; readonly trainable: boolean };

/** By path. Branches that are written once for several count for each of them. */
export function writtenAt(graph: Graph): ReadonlyMap<string, Written> {
  const found = new Map<string, Written>();
  const { modules } = graph.spec;
  const within = (around: string, name: string) => (around === "" ? name : `${around}/${name}`);

  function item(written: NormalItem, path: string): void {
    if (written.kind === "network") body(written.nodes, path);
    if (written.kind === "load") {
      const { model, trainable } = written;
      found.set(path, { kind: "load", model, trainable });
    }
    if (written.kind !== "module") return;
    found.set(path, { kind: "module", name: written.module, shared: written.share });
    stack(ownValue(modules, written.module) ?? [], path);
  }

  function stack(items: readonly NormalItem[], around: string): void {
    for (const each of items) item(each, each.kind === "network" ? around : within(around, each.name));
  }

  function body(nodes: readonly NormalNode[], around: string): void {
    for (const node of nodes) {
      const path = within(around, node.name);
      if ("items" in node) {
        if (node.single && node.items[0]) item(node.items[0], path);
        else stack(node.items, path);
      }
      if (!("branches" in node)) continue;
      const written = new Set(node.branches.map(({ key }) => key));
      const keys = graph.nodes.get(path)?.branches.map(({ key }) => key) ?? [];
      for (const { key, items } of node.branches) {
        const meant = key === OTHERS ? keys.filter((each) => !written.has(each)) : [key];
        for (const each of meant) stack(items, within(path, each));
      }
    }
  }

  body(graph.spec.nodes, "");
  return found;
}
